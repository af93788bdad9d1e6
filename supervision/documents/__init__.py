"""What supervision prints; one module a document."""

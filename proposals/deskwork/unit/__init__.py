"""The desk of a unit: what it has to do next, and the pages on which it does it."""

"""The desk's pages of motions and suggestions: writing, joining, submitting, following."""

"""Motions and suggestions on paper: one module a document."""

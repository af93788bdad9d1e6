"""A new town's next pages: its villages and districts, its groups."""

"""A new town's first pages: its first account, its profile, its term."""

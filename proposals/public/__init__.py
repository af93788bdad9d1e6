"""What everybody may read: outcomes that were published one by one, and the figures of a year."""

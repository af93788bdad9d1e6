"""What comes in from the office's spreadsheets: the roster and the liaison plan."""

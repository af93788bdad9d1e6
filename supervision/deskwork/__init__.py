"""The desks' pages of supervision: what units have to report on."""

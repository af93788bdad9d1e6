"""The duty record (履职档案) of a deputy: its lines, the year put together, its pages."""

"""A day of the office in figures, each of them the way to its list."""

"""The page of the line: what waits, what went, where this desk stands, what would be lost."""

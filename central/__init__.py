"""The centre: the other end of the line."""

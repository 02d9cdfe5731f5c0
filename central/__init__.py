"""The centre: the other end of the line, which keeps the events of every office."""

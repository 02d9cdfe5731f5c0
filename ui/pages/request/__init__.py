"""A request: the answer to a telephone call at one glance, and everything done about it."""

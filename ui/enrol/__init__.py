"""Joining a centre from the window: what an administrator hands over, typed, shown or brought."""

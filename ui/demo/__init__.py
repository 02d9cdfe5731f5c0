"""A day at the desk, played by keys through the real window."""

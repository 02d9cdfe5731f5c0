"""The way in: first run, sign-in, what is wrong with the data, the lock."""

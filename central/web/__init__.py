"""HTTP at the centre: the line's calls as requests and replies."""

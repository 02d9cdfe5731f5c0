"""Lists of any length: only the pages on the screen are in memory."""

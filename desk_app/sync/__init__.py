"""The desk's end of the line: push, pull, retry."""

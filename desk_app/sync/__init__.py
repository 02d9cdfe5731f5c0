"""The desk's end of the line: enrol, push, pull, and go on after everything that can go wrong."""

"""The command line of the centre, for its administrators."""

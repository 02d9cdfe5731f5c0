"""The pages on which a day at the desk is done: intake, find, a request, today."""

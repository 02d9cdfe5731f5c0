"""The controls of the desk: fields, choices, messages and what only shows."""

"""The editor of the office's catalogue: a list that reacts while one types, a form beside it."""

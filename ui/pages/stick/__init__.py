"""The page of sticks: what is plugged in, carrying out and in, what is not yet acknowledged."""

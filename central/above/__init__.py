"""A centre as a desk of a higher one: the line up, and the rounds over it."""

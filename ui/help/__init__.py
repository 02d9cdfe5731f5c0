"""Help at the field: what is said of a field or page, from the source that makes the guide too."""

"""Find: one field for everything."""

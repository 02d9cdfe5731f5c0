"""The steps, each named by its number; one that was released never changes again."""

"""What visitors see and hear at the glass: large text, codes to copy, the text read back."""

"""Reading what a barcode scanner types, on whatever page it comes."""

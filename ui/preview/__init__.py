"""The receipt beside the form, as it will come out of the printer."""

"""The visitor's page: what is shown to whoever holds a receipt, and what they may write back."""

"""What an office and its officers set for this machine."""

"""What screens, services and the line read."""

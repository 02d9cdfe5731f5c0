"""What can happen at a desk: pure rules, no input or output, no clock of their own."""

"""The service-desk program: what its rooms share."""

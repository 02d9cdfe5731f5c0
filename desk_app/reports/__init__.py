"""Reports as pages and sheets."""

"""One function for each thing an officer does; what it changed is heard by the pages."""

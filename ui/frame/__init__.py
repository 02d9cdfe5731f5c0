"""The window around every page: navigation, messages, keys, the state of the desk."""

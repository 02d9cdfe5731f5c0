"""The record book on disk."""

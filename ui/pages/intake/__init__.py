"""Intake: one page in the order of the conversation."""

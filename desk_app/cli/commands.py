"""Every command of ``mizban``, gathered by importing the files that add them."""

from desk_app.cli import (
    audience_commands,
    book_commands,
    carry_commands,
    catalogue_commands,
    demo_commands,
    follow_up_commands,
    line_commands,
    officer_commands,
    paper_commands,
    risk_commands,
    safety_commands,
    settings_commands,
    setup_commands,
)
from desk_app.cli.app import desk

__all__ = [
    "audience_commands",
    "book_commands",
    "carry_commands",
    "catalogue_commands",
    "demo_commands",
    "desk",
    "follow_up_commands",
    "line_commands",
    "officer_commands",
    "paper_commands",
    "risk_commands",
    "safety_commands",
    "settings_commands",
    "setup_commands",
]

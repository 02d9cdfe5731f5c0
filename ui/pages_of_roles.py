"""Which pages stand in the rail for each role, and which one comes first after sign-in."""

from typing import Final

from desk_app.ports.desk import Desk
from desk_app.records.roles import sees_unit_only

_DESK: Final = ("intake", "find", "today", "settings", "line", "stick")
_UNIT: Final = ("unit", "find", "settings", "line", "stick")
_FIRST: Final = {"supervisor": "today", "expert": "unit", "admin": "settings"}


def pages_of(role: str) -> tuple[str, ...]:
    """The keys of the pages of a role, in the order of the rail."""
    return _UNIT if sees_unit_only(role) else _DESK


def first_page(desk: Desk) -> str:
    """The page with which the officer's day begins; a demonstration begins at the glass."""
    if desk.office.demonstration:
        return "intake"
    return _FIRST.get(desk.book.officer.role, "intake")


def role_code(desk: Desk) -> str:
    """The code of the officer's role as the window names it; empty for none that is known."""
    officer = desk.book.officer
    if officer.head and sees_unit_only(officer.role):
        return "role.head"
    return f"role.{officer.role}" if officer.role else ""

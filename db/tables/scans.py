"""Which files of scans the centre holds; without it each is offered again, and nothing is lost."""

from typing import Final

from db.tables.shape import strict, text

scan_held: Final = strict("scan_held", text("name", key=True), rowid=False)
"""The names of scans and previews that need not be offered to the centre."""

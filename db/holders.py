"""Who has a book open on this machine, for what needs the book alone.

Each process that opens a book keeps a locked file beside the witness; the lock ends with the
process, so a file that can be locked is a leftover. Entering and counting happen under the
witness's lock.
"""

import os
import secrets
from pathlib import Path

from db import platform
from desk_app.records.errors import MachineFault


class Holder:
    """One process's presence."""

    def __init__(self, folder: Path, what: str) -> None:
        platform.make_private_folder(folder)
        self.path = folder / f"{what}.{os.getpid()}.{secrets.token_hex(4)}"
        self._lock = platform.LockedFile(self.path)
        self._lock.try_lock()

    def leave(self) -> None:
        """The book is closed here."""
        self._lock.close()
        self.path.unlink(missing_ok=True)


def others(folder: Path, mine: Holder | None = None) -> list[tuple[str, int]]:
    """What and which process else has the book open; leftovers are cleared away."""
    found = []
    for path in sorted(folder.glob("*.*.*")):
        if mine is not None and path == mine.path:
            continue
        lock = platform.LockedFile(path)
        free = lock.try_lock()
        lock.close()
        if free:
            path.unlink(missing_ok=True)
        else:
            what, process, _ = path.name.split(".")
            found.append((what, int(process)))
    return found


def require_alone(folder: Path, mine: Holder | None = None) -> None:
    """Raise MachineFault ``book.in_use.<what>`` when anybody else has the book open."""
    if held := others(folder, mine):
        what, process = held[0]
        raise MachineFault(f"book.in_use.{what}", process=process)

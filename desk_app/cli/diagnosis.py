"""What support is told of a desk: versions, figures, states and codes; nobody's data, no names.

Everything is taken from the lists below by name. Folders, names of officers, offices, printers
and devices, tracking codes and texts are never read into it.
"""

import platform as machine
import re
from collections import Counter
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from platformdirs import user_log_path

from db import platform
from db.diagnosis import wal_of
from db.session import Session
from desk_app.cli.desk_backups import HOURS
from desk_app.records.items import ITEM_TYPES
from desk_app.records.jalali import local_datetime

FORM: Final = 1
"""The form of the diagnosis; a later program may say more."""
LIBRARIES: Final = ("PySide6-Essentials", "sqlalchemy", "sqlcipher3", "msgspec", "reportlab")
MOST_BUGS: Final = 20
_MEGABYTE: Final = 1024 * 1024
_OPEN_SETTINGS: Final = ("window.lock_minutes", HOURS)
_REFERENCE: Final = re.compile(r"\d{4}-\d\d-\d\dT[\d:+]+ [0-9a-f]{8}")
_FRAME: Final = re.compile(r"  (?P<file>.+):(?P<line>\d+) (?P<name>\w+|<\w+>)")
_KIND: Final = re.compile(r"[\w.]+")


def diagnosis(session: Session, states: dict[str, object]) -> dict[str, object]:
    """The diagnosis of an open book, with the ``states`` its own parts tell."""
    return {
        "form": FORM,
        "made": local_datetime(session.clock.now_ms()).isoformat(timespec="minutes"),
        "program": {"mizban": version("mizban"), "libraries": _libraries()},
        "machine": _machine(session.where.path),
        "book": _book(session),
        "settings": {name: session.book.setting(name) for name in _OPEN_SETTINGS},
        **states,
        "bugs": kept_bugs(user_log_path("mizban", appauthor=False) / "bugs.log"),
    }


def kept_bugs(log: Path) -> list[list[str]]:
    """The newest bugs: reference, types, and files without the folders they lie in."""
    try:
        told = log.read_text(encoding="utf-8")
    except OSError:
        return []
    return [_redacted(one) for one in told.split("\n\n") if one.strip()][-MOST_BUGS:]


def _redacted(bug: str) -> list[str]:
    """The lines that are of a known form; any other is left out."""
    lines = []
    for line in bug.splitlines():
        if frame := _FRAME.fullmatch(line):
            file = re.split(r"[\\/]", frame["file"])[-1]
            lines.append(f"{file}:{frame['line']} {frame['name']}")
        elif _REFERENCE.fullmatch(line) or _KIND.fullmatch(line):
            lines.append(line)
    return lines


def _libraries() -> dict[str, str]:
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            # A frozen program may carry a library without its description.
            found[name] = "?"
    return found


def _machine(folder: Path) -> dict[str, object]:
    return {
        "system": machine.system(),
        "release": machine.release(),
        "processor": machine.machine(),
        "python": machine.python_version(),
        "free_mb": platform.free_bytes(folder) // _MEGABYTE,
    }


def _book(session: Session) -> dict[str, object]:
    queries, where = session.book.queries, session.where.book
    counts, reason = queries.counts(), session.book.read_only_reason
    items = Counter(type(item).__name__.lower() for item in queries.catalogue())
    wal = wal_of(where)
    return {
        "read_only": reason.code if reason is not None else "",
        "size_mb": where.stat().st_size // _MEGABYTE,
        "log_mb": wal.stat().st_size // _MEGABYTE if wal.exists() else 0,
        "requests": counts.requests,
        "events": counts.events,
        "unsent": counts.unsent,
        "conflicts": counts.conflicts,
        "parked": counts.parked,
        "unprinted": counts.unprinted,
        "alarms": dict(Counter(kind for kind, _ in queries.alarms())),
        "officers": len(queries.officers()),
        "catalogue": {kind: items[kind] for kind in ITEM_TYPES},
        "calendar": queries.calendar(queries.office().province).version,
    }

"""Which scans would be lost with this machine: neither at the centre nor in a copy."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from db.erasing import erased_scans, is_named_elsewhere
from db.names import text_of
from desk_app.records.event import BadEntry, read_event
from desk_app.records.scan_names import is_scan_name

_HELD: Final = "SELECT name FROM scan_held"
_OWN: Final = "SELECT n, id FROM log WHERE own = 1"
_DOCUMENTED: Final = (
    "SELECT e.bytes FROM place p JOIN event e ON e.n = p.event "
    "WHERE p.log = ? AND p.seq > ? AND e.type = 'Documented' AND e.audience = ''"
)


def unheld(db: Any, folder: Path) -> list[str]:
    """The scans in a folder that the centre is not known to hold."""
    if not folder.is_dir():
        return []
    names = sorted(path.name for path in folder.iterdir() if is_scan_name(path.name))
    held = {name for (name,) in db.execute(_HELD)}
    gone = set(names).intersection(erased_scans(db))
    held.update(name for name in gone if not is_named_elsewhere(db, name))
    return [name for name in names if name not in held]


def scans_at_risk(db: Any, folder: Path, reached: Mapping[str, int]) -> int:
    """How many scans only this machine holds; a copy that ``reached`` so far has those before.

    Of sealed requests only those are counted of which there is no copy at all: what they name
    cannot be seen.
    """
    names = set(unheld(db, folder))
    if not names or not reached:
        return len(names)
    alone = set()
    for log, key in db.execute(_OWN).fetchall():
        for (data,) in db.execute(_DOCUMENTED, (log, reached.get(text_of(key), 0))):
            try:
                alone.add(read_event(data).body.get("blob"))
            except BadEntry:
                continue
    return len(names & alone)

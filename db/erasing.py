"""What an erasure takes along besides values: papers that are not out yet, and scans.

``Erased`` names scans by their keyed names, among the hashes of the values.
"""

from pathlib import Path
from typing import Any, Final

from db import platform
from db.blobs import PREVIEWS
from db.names import text_of
from desk_app.records.scan_names import is_scan_name, preview_name

_DROP_PAPERS: Final = (
    "DELETE FROM print_job WHERE json_extract(CAST(job AS TEXT), '$.subject') = ? "
    "AND document IS NOT NULL"
)
COMING: Final = ".coming"
"""Ends the name of a scan's file of which only the beginning is here."""
_NAMES: Final = "SELECT DISTINCT name FROM erased WHERE length(name) = 40"
_UNHOLD: Final = "DELETE FROM scan_held WHERE name = ?"
_NAMED_ELSEWHERE: Final = (
    "SELECT 1 FROM event WHERE type = 'Documented' AND audience = '' "
    "AND subject NOT IN (SELECT subject FROM erased WHERE name = :name) "
    "AND json_extract(CAST(bytes AS TEXT), '$.body.blob') = :name LIMIT 1"
)


def drop_papers(db: Any, subject: bytes) -> None:
    """Forget the papers of a subject that wait for a printer; they show what is erased."""
    db.execute(_DROP_PAPERS, (text_of(subject),))


def drop_scans(db: Any, folder: Path) -> None:
    """Remove the scans that were erased, but for those that another request names as well."""
    for name in erased_scans(db):
        found = [path for path in files_of(folder, name) if path.exists()]
        if found and not is_named_elsewhere(db, name):
            # The same paper may come again with another request, and is offered again then.
            db.executemany(_UNHOLD, [(name,), (preview_name(name),)])
            for path in found:
                path.unlink(missing_ok=True)
                platform.sync_folder(path.parent)


def files_of(folder: Path, name: str) -> list[Path]:
    """Where a scan and its preview lie, whole or as far as they came, if they are here."""
    whole = (folder / name, folder / PREVIEWS / preview_name(name))
    return [*whole, *(path.with_name(path.name + COMING) for path in whole)]


def is_named_elsewhere(db: Any, name: str) -> bool:
    """Whether a scan that was erased with one request is another's as well."""
    return db.execute(_NAMED_ELSEWHERE, {"name": name}).fetchone() is not None


def erased_scans(db: Any) -> list[str]:
    """The names of scans that were erased with a request."""
    return [name for (name,) in db.execute(_NAMES) if is_scan_name(name)]

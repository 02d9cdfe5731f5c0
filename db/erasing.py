"""What an erasure takes along besides values: papers that are not out yet, and scans.

``Erased`` names scans by their keyed names, among the hashes of the values.
"""

import re
from pathlib import Path
from typing import Any, Final

from db import platform
from db.names import text_of

_SCAN: Final = re.compile("[0-9a-f]{40}")
_DROP_PAPERS: Final = (
    "DELETE FROM print_job WHERE json_extract(CAST(job AS TEXT), '$.subject') = ? "
    "AND document IS NOT NULL"
)
_NAMES: Final = "SELECT DISTINCT name FROM erased WHERE length(name) = 40"
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
        path = folder / name
        if path.exists() and db.execute(_NAMED_ELSEWHERE, {"name": name}).fetchone() is None:
            path.unlink(missing_ok=True)
            platform.sync_folder(folder)


def erased_scans(db: Any) -> list[str]:
    """The names of scans that were erased with a request."""
    return [name for (name,) in db.execute(_NAMES) if _SCAN.fullmatch(name)]

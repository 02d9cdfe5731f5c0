"""Bugs are kept whole, with a reference number and without anybody's data."""

import secrets
import traceback
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_log_path


def keep_bug(bug: BaseException, folder: Path | None = None) -> str:
    """Write where the bug happened to the log folder and return its reference number.

    Only types, files, lines and function names are written: an exception's own text, and the
    values around it, may hold what a visitor said. A folder that cannot be written is passed over.
    """
    reference = secrets.token_hex(4)
    lines = [f"{datetime.now(UTC).isoformat(timespec='seconds')} {reference}"]
    seen: BaseException | None = bug
    while seen is not None:
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        lines += [
            f"  {frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(seen.__traceback__)
        ]
        seen = seen.__cause__ or seen.__context__
    try:
        where = folder or user_log_path("mizban", appauthor=False, ensure_exists=True)
        with (where / "bugs.log").open("a", encoding="utf-8") as log:
            log.write("\n".join(lines) + "\n\n")
    except OSError:
        pass
    return reference

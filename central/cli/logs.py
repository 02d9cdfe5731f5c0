"""What the serving centre writes of itself: one line each, with no person in it."""

import json
import logging
from datetime import UTC, datetime
from typing import Final, TextIO

_OURS: Final = ("mizban.central", "uvicorn.error")


class _Lines(logging.Formatter):
    """A line of words; never a traceback, which could hold what a person said."""

    def format(self, record: logging.LogRecord) -> str:
        return f"{_instant(record)} {record.levelname.lower()} {_message(record)}"


class _JsonLines(logging.Formatter):
    """One object a line: ``at``, ``level``, ``message``."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": _instant(record), "level": record.levelname.lower(), "message": _message(record),
        }  # fmt: skip
        return json.dumps(line, ensure_ascii=False)


def log_to(out: TextIO, *, as_json: bool) -> None:
    """Write the centre's log there; of the HTTP server beneath only what went wrong."""
    handler = logging.StreamHandler(out)
    handler.setFormatter(_JsonLines() if as_json else _Lines())
    for name in _OURS:
        log = logging.getLogger(name)
        log.handlers[:] = [handler]
        log.setLevel(logging.INFO if name == _OURS[0] else logging.WARNING)
        log.propagate = False


def _instant(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _message(record: logging.LogRecord) -> str:
    kind = record.exc_info[0] if record.exc_info else None
    return record.getMessage().strip() + (f" ({kind.__name__})" if kind else "")

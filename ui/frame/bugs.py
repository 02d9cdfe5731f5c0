"""What happens to an error that nobody foresaw: it is logged whole and told with a number."""

import sys
from collections.abc import Callable
from types import TracebackType
from typing import Final

_PERSONAL: Final = r"'[^'\n]*'|\"[^\"\n]*\"|[^\x00-\x7f]+|\d+"


def without_persons(text: str) -> str:
    """A message of an error with quotations, numbers and everything not ASCII blotted out."""
    import re

    return re.sub(_PERSONAL, "▪", text)


def report(error: BaseException) -> str:
    """Log an error with its frames and causes, no personal data; its reference number.

    Lines of source are kept and values are not: messages pass through ``without_persons``.
    """
    import logging
    import secrets
    import traceback

    reference = secrets.token_hex(3).upper()
    lines: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        lines += traceback.format_tb(seen.__traceback__)
        lines.append(f"{type(seen).__name__}: {without_persons(str(seen))}\n")
        seen = seen.__cause__ or seen.__context__
    logging.getLogger(__name__).error("bug %s\n%s", reference, "".join(lines))
    return reference


class BugCatcher:
    """The last place an error can come to; ``tell`` shows its reference number to the officer."""

    def __init__(self, tell: Callable[[str], object]) -> None:
        self._tell = tell
        self._before = sys.excepthook

    def install(self) -> None:
        """Catch what slots and timers raise from now on."""
        self._before = sys.excepthook
        sys.excepthook = self._on_uncaught

    def remove(self) -> None:
        """Leave errors to whoever caught them before."""
        sys.excepthook = self._before

    def caught(self, error: BaseException) -> None:
        """Log an error and tell its number."""
        self._tell(report(error))

    def _on_uncaught(
        self, kind: type[BaseException], error: BaseException, frames: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before(kind, error, frames)
            return
        self.caught(error.with_traceback(frames))

"""How busy the line is: what runs behind the pushes gives way to them."""

import threading
from types import TracebackType
from typing import Final, Self

GIVE_WAY_SECONDS: Final = 1.0
"""The longest wait of one slice: however busy the line, what is behind still moves."""


class Traffic:
    """The pushes under way; each is a ``with`` around its work. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way = 0
        self._quiet = threading.Event()
        self._quiet.set()

    def __enter__(self) -> Self:
        """A push begins."""
        with self._lock:
            self._under_way += 1
            self._quiet.clear()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """A push ended."""
        with self._lock:
            self._under_way -= 1
            if not self._under_way:
                self._quiet.set()

    def give_way(self) -> None:
        """Wait until no push is under way, but never longer than ``GIVE_WAY_SECONDS``."""
        self._quiet.wait(GIVE_WAY_SECONDS)

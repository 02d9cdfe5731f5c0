"""How busy the line is: what runs behind the pushes gives way to them."""

import threading
from types import TracebackType
from typing import Final, Self

GIVE_WAY_SECONDS: Final = 1.0
"""The longest wait at once."""
SHARE: Final = 20
"""What runs behind may take a twentieth of the time while the line is busy."""


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

    def give_way(self, spent: float) -> None:
        """After work of some seconds, wait until no push is under way, or the share is due."""
        self._quiet.wait(min((SHARE - 1) * spent, GIVE_WAY_SECONDS))

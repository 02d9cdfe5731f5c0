"""A trip out or in while the window goes on: its steps, and how it ended."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from desk_app.ports.carry import Progress
from desk_app.records.errors import DeskError
from ui.work import Work

T = TypeVar("T")


class Trips(QObject):
    """One trip at a time, on a thread of its own; the desk is closed only when it has ended.

    ``stepped`` carries how many files are done, of how many.
    """

    stepped = Signal(int, int)

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self.busy = False

    def start(
        self,
        go: Callable[[Progress], T],
        done: Callable[[T], object],
        failed: Callable[[DeskError], object],
    ) -> bool:
        """Begin a trip unless one is under way; exactly one of the two is told its end."""
        if self.busy:
            return False
        self.busy = True
        self._work.start(self._follow(go, done, failed), name="stick")
        return True

    async def _follow(
        self,
        go: Callable[[Progress], T],
        done: Callable[[T], object],
        failed: Callable[[DeskError], object],
    ) -> None:
        try:
            # Signals pass from the trip's thread to the window's by themselves.
            found = await self._work.answer(lambda: go(self.stepped.emit))
        except DeskError as fault:
            self.busy = False
            failed(fault)
        else:
            self.busy = False
            done(found)
        finally:
            self.busy = False

"""A watch on the window's thread: how late its beat is, and where it stood when it was late."""

import faulthandler
import tempfile
import threading
import time
from collections import deque
from typing import IO, Final, NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS: Final = 5
LIMIT_MS: Final = 50
_STEPS: Final = 2000
_KEPT: Final = 20
_FRAMES: Final = 12


class Stall(NamedTuple):
    """One late beat: how long the thread had been standing when it was seen, and where."""

    late_ms: float
    where: str


class Beats(NamedTuple):
    """The distances between beats since the watch began, in milliseconds."""

    beats: int
    p50: float
    p99: float
    longest: float


class StallWatch(QObject):
    """Beats every 5 ms on the window's thread; a sampler keeps the stack of a late beat.

    ``stalls`` holds the last twenty. Stacks name files, lines and functions, never values.
    """

    def __init__(self, parent: QObject | None = None, limit_ms: float = LIMIT_MS) -> None:
        super().__init__(parent)
        self.stalls: deque[Stall] = deque(maxlen=_KEPT)
        self._limit = limit_ms / 1000
        self._last = time.perf_counter()
        # A count for each millisecond: a day of beats takes no more room than a minute.
        self._counts = [0] * (_STEPS + 1)
        self._longest = 0.0
        self._thread = threading.get_ident()
        self._ended = threading.Event()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_beat)
        self._timer.start(BEAT_MS)
        self._sampler = threading.Thread(target=self._sample, name="stall watch", daemon=True)
        self._sampler.start()

    def beats(self) -> Beats:
        """How even the beat was, to the millisecond."""
        return Beats(sum(self._counts), self._share(0.5), self._share(0.99), self._longest * 1000)

    def overlook(self) -> None:
        """What stood until now is not counted: it was meant to, as for a picture."""
        self._last = time.perf_counter()

    def stop(self) -> None:
        """End beat and sampler; the figures stay."""
        self._timer.stop()
        self._ended.set()
        self._sampler.join()

    def _on_beat(self) -> None:
        now = time.perf_counter()
        late = now - self._last
        self._last = now
        self._longest = max(self._longest, late)
        self._counts[min(int(late * 1000), _STEPS)] += 1

    def _share(self, share: float) -> float:
        wanted, seen = sum(self._counts) * share, 0
        for millisecond, count in enumerate(self._counts):
            seen += count
            if count and seen >= wanted:
                return millisecond + 0.5
        return 0.0

    def _sample(self) -> None:
        seen = 0.0
        with tempfile.TemporaryFile() as sheet:
            while not self._ended.wait(self._limit / 2):
                last = self._last
                late = time.perf_counter() - last
                if late > self._limit and last != seen:
                    seen = last
                    self.stalls.append(Stall(late * 1000, _stack(self._thread, sheet)))


def _stack(thread: int, sheet: IO[bytes]) -> str:
    """Where a thread stands, the innermost call last.

    Never by ``sys._current_frames``: whoever holds a frame keeps its locals, and a painter that
    outlives its paint event takes the program down.
    """
    sheet.seek(0)
    sheet.truncate()
    faulthandler.dump_traceback(sheet, all_threads=True)
    sheet.seek(0)
    calls: list[str] = []
    within = False
    for line in sheet.read().decode(errors="replace").splitlines():
        if "hread 0x" in line:
            within = int(line.partition("0x")[2].split(maxsplit=1)[0], 16) == thread
        elif within and line.strip():
            calls.append(line)
    return "\n".join(reversed(calls[:_FRAMES]))

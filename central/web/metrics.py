"""What the process did so far, as Prometheus reads it.

No label names a person, a device or an address.
"""

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS: Final = (0.005, 0.02, 0.1, 0.5, 2.0, 10.0, 60.0)
"""Seconds at which requests are told apart; a long poll is held up to 55."""

_PREFIX: Final = "mizban_"


class _Spent:
    """How long the requests of one path took."""

    def __init__(self) -> None:
        self.buckets = [0] * (len(BUCKETS) + 1)
        self.seconds = 0.0

    def note(self, seconds: float) -> None:
        self.buckets[bisect_left(BUCKETS, seconds)] += 1
        self.seconds += seconds


class Metrics:
    """Counters of requests, and gauges that are read when somebody asks. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ended: Counter[tuple[str, str, int]] = Counter()
        self._spent: dict[str, _Spent] = {}
        self._gauges: dict[str, tuple[str, Callable[[], float]]] = {}

    def ended(self, path: str, method: str, status: int, seconds: float) -> None:
        """A request of a known path ended; status 0 says that nothing was answered."""
        with self._lock:
            self._ended[path, method, status] += 1
            self._spent.setdefault(path, _Spent()).note(seconds)

    def gauge(self, name: str, about: str, read: Callable[[], float]) -> None:
        """Tell, under a name, what ``read`` finds at the time."""
        self._gauges[name] = about, read

    def text(self) -> str:
        """Everything in Prometheus' text form."""
        with self._lock:
            counted = (*self._requests(), *self._seconds())
        return "\n".join((*counted, *self._now())) + "\n"

    def _requests(self) -> Iterator[str]:
        yield from _head("requests_total", "counter", "Requests that ended.")
        for (path, method, status), count in sorted(self._ended.items()):
            labels = f'path="{path}",method="{method}",status="{status}"'
            yield f"{_PREFIX}requests_total{{{labels}}} {count}"

    def _seconds(self) -> Iterator[str]:
        name = "request_seconds"
        yield from _head(name, "histogram", "How long requests took.")
        for path, spent in sorted(self._spent.items()):
            count = 0
            for bound, found in zip((*BUCKETS, "+Inf"), spent.buckets, strict=True):
                count += found
                yield f'{_PREFIX}{name}_bucket{{path="{path}",le="{bound}"}} {count}'
            yield f'{_PREFIX}{name}_sum{{path="{path}"}} {spent.seconds:.6f}'
            yield f'{_PREFIX}{name}_count{{path="{path}"}} {count}'

    def _now(self) -> Iterator[str]:
        for name, (about, read) in sorted(self._gauges.items()):
            yield from _head(name, "gauge", about)
            yield f"{_PREFIX}{name} {read():g}"


def _head(name: str, kind: str, about: str) -> tuple[str, str]:
    return f"# HELP {_PREFIX}{name} {about}", f"# TYPE {_PREFIX}{name} {kind}"

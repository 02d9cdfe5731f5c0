"""Counts that are kept up with every row, so that reading them costs nothing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from desk_app.records.days import day_of

_ADD: Final = (
    "INSERT INTO tally(day, office, counter, what, name, count) VALUES(?, ?, ?, ?, ?, ?) "
    "ON CONFLICT(day, office, counter, what, name) DO UPDATE SET count = count + excluded.count"
)
_DROP_EMPTY: Final = (
    "DELETE FROM tally WHERE day = ? AND office = ? AND counter = ? AND what = ? AND name = ? "
    "AND count = 0"
)
Key = tuple[str, str, str, str, str]
"""Day, office, counter, what, name."""


class Tally:
    """Differences gathered while rows change, put down once at the end."""

    def __init__(self) -> None:
        self._counts: defaultdict[Key, int] = defaultdict(int)

    def add(self, what: str, amount: int = 1) -> None:
        """Count something over the whole book."""
        self._counts["", "", "", what, ""] += amount

    def request(self, row: Mapping[str, Any], sign: int) -> None:
        """Count a row of ``request`` in (1) or out (-1)."""
        counter = row["counter"]
        self.add("requests", sign)
        self._counts["", "", counter, "conflicts", ""] += sign * row["conflicts"]
        self._counts["", "", counter, "unprinted", ""] += sign * row["unprinted"]
        if row["open"] and row["due"]:
            self._counts["", "", counter, "due", row["due"]] += sign
        day, office = day_of(row["at"]), row["office"]
        self._counts[day, office, counter, "kind", row["kind"]] += sign
        self._counts[day, office, counter, "officer", row["actor"]] += sign

    def referred(self, units: Iterable[str], sign: int) -> None:
        """Count a request in (1) or out (-1) for each of the units that it was referred to."""
        for unit in units:
            self._counts["", "", "", "unit", unit] += sign

    def unheard(self, counter: str, sign: int) -> None:
        """Count a request on which a visitor wrote in vain in (1) or out (-1)."""
        self._counts["", "", counter, "unheard", ""] += sign

    def visit(self, row: Mapping[str, Any], sign: int) -> None:
        """Count a row of ``visit`` in (1) or out (-1)."""
        day, office, counter = day_of(row["started"]), row["office"], row["counter"]
        self._counts[day, office, counter, "visits", ""] += sign
        if row["outcome"]:
            self._counts[day, office, counter, "outcome", row["outcome"]] += sign

    def put_down(self, db: Any) -> None:
        """Write the differences; what comes to nothing leaves no row."""
        changed = sorted((key, amount) for key, amount in self._counts.items() if amount)
        db.executemany(_ADD, [(*key, amount) for key, amount in changed])
        db.executemany(_DROP_EMPTY, [key for key, amount in changed if amount < 0])
        self._counts.clear()

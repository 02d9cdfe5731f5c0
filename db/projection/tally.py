"""Counts that are kept up with every row, so that reading them costs nothing."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from db.projection.days import day_of

_ADD: Final = (
    "INSERT INTO tally(day, office, what, name, count) VALUES(?, ?, ?, ?, ?) "
    "ON CONFLICT(day, office, what, name) DO UPDATE SET count = count + excluded.count"
)
_DROP_EMPTY: Final = (
    "DELETE FROM tally WHERE day = ? AND office = ? AND what = ? AND name = ? AND count = 0"
)
Key = tuple[str, str, str, str]
"""Day, office, what, name."""


class Tally:
    """Differences gathered while rows change, put down once at the end."""

    def __init__(self) -> None:
        self._counts: defaultdict[Key, int] = defaultdict(int)

    def add(self, what: str, amount: int = 1) -> None:
        """Count something over the whole book."""
        self._counts["", "", what, ""] += amount

    def request(self, row: Mapping[str, Any], sign: int) -> None:
        """Count a row of ``request`` in (1) or out (-1)."""
        self.add("requests", sign)
        self.add("conflicts", sign * row["conflicts"])
        self.add("unprinted", sign * row["unprinted"])
        day, office = day_of(row["at"]), row["office"]
        self._counts[day, office, "requests", ""] += sign
        self._counts[day, office, "kind", row["kind"]] += sign
        self._counts[day, office, "officer", row["actor"]] += sign

    def visit(self, row: Mapping[str, Any], sign: int) -> None:
        """Count a row of ``visit`` in (1) or out (-1)."""
        day, office = day_of(row["started"]), row["office"]
        self._counts[day, office, "visits", ""] += sign
        if row["outcome"]:
            self._counts[day, office, "outcome", row["outcome"]] += sign

    def put_down(self, db: Any) -> None:
        """Write the differences; what comes to nothing leaves no row."""
        for key, amount in self._counts.items():
            if amount:
                db.execute(_ADD, (*key, amount))
            if amount < 0:
                db.execute(_DROP_EMPTY, key)
        self._counts.clear()

"""What of the book the signed-in officer may see: everything, or what was referred to their unit.

It narrows every read behind the port, so that no page, command or search can forget it.
"""

from dataclasses import dataclass, replace

from desk_app.ports.book import Officer
from desk_app.ports.queries import Filter
from desk_app.records.request import RequestState
from desk_app.records.roles import sees_unit_only
from desk_app.records.unit_work import was_referred_to


@dataclass(frozen=True, slots=True)
class Sight:
    """``unit`` is None for who sees everything; an empty one sees nothing."""

    unit: str | None = None

    @classmethod
    def of(cls, officer: Officer) -> "Sight":
        """The sight of an officer's role."""
        return cls(officer.unit if sees_unit_only(officer.role) else None)

    def narrowed(self, narrow: Filter) -> Filter | None:
        """The filter within what may be seen; None where that is nothing."""
        if self.unit is None:
            return narrow
        if not self.unit or narrow.unit not in ("", self.unit):
            return None
        return replace(narrow, unit=self.unit)

    def sees(self, state: RequestState) -> bool:
        """Whether a request may be seen."""
        return self.unit is None or was_referred_to(state, self.unit)

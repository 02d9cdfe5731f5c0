"""What the office knows of itself, on reading connections: the same for every role."""

from db.projection.calendars import Calendars
from db.queries import figures
from db.queries.catalogues import CatalogueShelf
from db.queries.counters import counter_of_log
from db.queries.offices import office_facts, officers, public_keys
from db.reader import Reader
from desk_app.ports.book import OfficeFacts, Officer
from desk_app.records.catalogue import Catalogue
from desk_app.records.workdays import WorkCalendar


class OfficeReads:
    """Catalogue, calendar, names and keys; each call sees one state of the book."""

    def __init__(self, reader: Reader, shelf: CatalogueShelf) -> None:
        self._reader = reader
        self._shelf = shelf

    def catalogue(self) -> Catalogue:
        """The catalogue as it now reads."""
        with self._reader.look() as db:
            return self._shelf.read(db)

    def calendar(self, province: int) -> WorkCalendar:
        """The working calendar of a province, with announced closures."""
        with self._reader.look() as db:
            return Calendars(db).of(province)

    def office(self) -> OfficeFacts:
        """The office and counter this desk stands in."""
        with self._reader.look() as db:
            row = db.execute(figures.OWN_LOG).fetchone()
            return office_facts(db, row[2] if row else "")

    def counter_of(self, log: str) -> str:
        """The counter of another desk's log; empty for an own one, or where nothing names it."""
        with self._reader.look() as db:
            return counter_of_log(db, log)

    def officers(self) -> list[Officer]:
        """The officers in service, by user name."""
        with self._reader.look() as db:
            return [
                Officer(
                    user, data["name"], data["role"], data.get("unit", ""), data.get("head", False)
                )
                for user, data in sorted(officers(db).items())
            ]

    def officer_names(self) -> dict[str, str]:
        """The names of the officers in service by the name they sign in with."""
        return {officer.user: officer.name for officer in self.officers()}

    def audience_keys(self, audience: str) -> tuple[str, ...]:
        """The public keys to which bodies for an audience are now sealed."""
        with self._reader.look() as db:
            return public_keys(db, audience)

    def alarms(self) -> list[tuple[str, str]]:
        """What no honest desk makes: kind (``code.twice``, ``id.twice`` …) and name."""
        with self._reader.look() as db:
            return figures.alarms(db)

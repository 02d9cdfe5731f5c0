"""The reads of the desk behind their port, on reading connections, from any thread."""

from typing import Final

from db.names import text_of
from db.projection.calendars import Calendars
from db.projection.loading import load
from db.projection.request_rows import is_sound
from db.queries import figures, finding, lists, pages, persons
from db.queries.catalogues import CatalogueShelf
from db.queries.hits import Unsent
from db.queries.issuers import issuer_of
from db.queries.moves import moved_by
from db.queries.offices import office_facts, officers, public_keys
from db.queries.unsealing import Unsealing
from db.reader import Reader
from desk_app.ports.book import OfficeFacts, Officer
from desk_app.ports.queries import (
    Counts,
    DayCounts,
    Filter,
    Hit,
    Issuer,
    KnownPerson,
    Moves,
    RequestView,
)
from desk_app.records.catalogue import Catalogue
from desk_app.records.fold import fold_request
from desk_app.records.workdays import WorkCalendar

EVERYTHING: Final = Filter()


class DeskQueries:
    """What screens read; each call sees one state of the book."""

    def __init__(self, reader: Reader, unsealing: Unsealing, shelf: CatalogueShelf) -> None:
        self._reader = reader
        self._unsealing = unsealing
        self._shelf = shelf

    def find(
        self, text: str, limit: int = 50, narrow: Filter = EVERYTHING, before: str = ""
    ) -> list[Hit]:
        """Find as you type over codes, ids, mobiles, outside numbers, names and words."""
        with self._reader.look() as db:
            return finding.find(db, text, limit, narrow, before)

    def latest(self, limit: int = 50, before: str = "", narrow: Filter = EVERYTHING) -> list[Hit]:
        """The newest requests; ``before`` is the request id after which to go on."""
        with self._reader.look() as db:
            return lists.latest(db, limit, before, narrow)

    def request(self, code_or_id: str) -> RequestView | None:
        """One request by tracking code or id; None when it is not here, or sealed to others."""
        with self._reader.look() as db:
            return pages.request_page(db, self._unsealing, code_or_id)

    def issuer(self, code: str) -> Issuer:
        """Who gave out a tracking code, from what has arrived of the same lane."""
        with self._reader.look() as db:
            return issuer_of(db, code)

    def known_person(self, person_key: str) -> KnownPerson | None:
        """A person met before."""
        with self._reader.look() as db:
            return persons.known_person(db, person_key)

    def history_of(self, person_key: str, limit: int = 20) -> list[Hit]:
        """The requests in which a person took part, newest first."""
        with self._reader.look() as db:
            return persons.history_of(db, person_key, limit)

    def counts(self) -> Counts:
        """What is here and what waits."""
        with self._reader.look() as db:
            return figures.counts(db)

    def day(self, iso_date: str) -> DayCounts:
        """One day's figures of this office, by Gregorian ISO date."""
        with self._reader.look() as db:
            return figures.day(db, iso_date)

    def catalogue(self) -> Catalogue:
        """The catalogue as it now reads."""
        with self._reader.look() as db:
            return self._shelf.read(db)

    def calendar(self, province: int) -> WorkCalendar:
        """The working calendar of a province, with announced closures."""
        with self._reader.look() as db:
            return Calendars(db).of(province)

    def moved_by(self, calendar: WorkCalendar, since: str, most: int = 2_000) -> Moves:
        """Open requests due from a day (ISO) on that would move if the calendar read so."""
        with self._reader.look() as db:
            return moved_by(db, calendar, since, most)

    def office(self) -> OfficeFacts:
        """The office and counter this desk stands in."""
        with self._reader.look() as db:
            row = db.execute(figures.OWN_LOG).fetchone()
            return office_facts(db, row[2] if row else "")

    def officers(self) -> list[Officer]:
        """The officers in service, by user name."""
        with self._reader.look() as db:
            return [
                Officer(user, data["name"], data["role"], data.get("unit", ""))
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

    def sealed_for_me(self, limit: int = 50) -> list[Hit]:
        """Sealed requests that the signed-in officer's key opens, newest first."""
        found: list[Hit] = []
        with self._reader.look() as db:
            unsent = Unsent(db)
            for sealed in self._unsealing.requests(db)[:limit]:
                events = self._unsealing.of_subject(db, sealed.key)
                events += load(db, "request", sealed.key).recorded
                state = fold_request(text_of(sealed.key), events)
                if is_sound(state):
                    found.append(pages.hit_of(db, state, unsent))
        return found

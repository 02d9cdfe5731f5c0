"""The reads of the desk behind their port, on reading connections, from any thread."""

from typing import Final

from db.names import text_of
from db.projection.loading import load
from db.projection.request_rows import is_sound
from db.queries import days, figures, finding, lists, pages, persons, units
from db.queries.catalogues import CatalogueShelf
from db.queries.counters import Heard
from db.queries.hits import Unsent
from db.queries.issuers import issuer_of
from db.queries.moves import moved_by
from db.queries.office_reads import OfficeReads
from db.queries.sight import Sight
from db.queries.unsealing import Unsealing
from db.reader import Reader
from desk_app.ports.book import Officer
from desk_app.ports.days import DayCounts, ParkedEvent, VisitRow, together
from desk_app.ports.queries import (
    Counts,
    Filter,
    Hit,
    Issuer,
    KnownPerson,
    Moves,
    RequestView,
    UnitWork,
)
from desk_app.records.errors import MachineFault
from desk_app.records.fold import fold_request
from desk_app.records.roles import may
from desk_app.records.workdays import WorkCalendar

EVERYTHING: Final = Filter()


class DeskQueries(OfficeReads):
    """What screens read, as far as the officer may see it; each call sees one state of the book."""

    def __init__(
        self, reader: Reader, unsealing: Unsealing, shelf: CatalogueShelf, officer: Officer
    ) -> None:
        super().__init__(reader, shelf)
        self._unsealing = unsealing
        self._officer = officer
        self._sight = Sight.of(officer)
        self._heard = Heard()

    def find(
        self,
        text: str,
        limit: int = 50,
        narrow: Filter = EVERYTHING,
        before: str = "",
        patience_ms: int = 0,
    ) -> list[Hit]:
        """Find as you type over codes, ids, mobiles, outside numbers, names and words."""
        within = self._sight.narrowed(narrow)
        if within is None:
            return []
        with self._reader.look() as db:
            return finding.find(db, text, limit, within, before, patience_ms)

    def latest(self, limit: int = 50, before: str = "", narrow: Filter = EVERYTHING) -> list[Hit]:
        """The newest requests; ``before`` is the request id after which to go on."""
        within = self._sight.narrowed(narrow)
        if within is None:
            return []
        with self._reader.look() as db:
            return lists.latest(db, limit, before, within)

    def request(self, code_or_id: str) -> RequestView | None:
        """One request by tracking code or id; None when it is not here, or sealed to others."""
        with self._reader.look() as db:
            return pages.request_page(db, self._unsealing, self._sight, code_or_id)

    def issuer(self, code: str) -> Issuer:
        """Who gave out a tracking code, from what has arrived of the same lane."""
        with self._reader.look() as db:
            return issuer_of(db, code)

    def known_person(self, person_key: str) -> KnownPerson | None:
        """A person met before."""
        with self._reader.look() as db:
            return persons.known_person(db, self._sight, person_key)

    def history_of(self, person_key: str, limit: int = 20) -> list[Hit]:
        """The requests in which a person took part, newest first."""
        with self._reader.look() as db:
            return persons.history_of(db, self._sight, person_key, limit)

    def counts(self) -> Counts:
        """What is here and what waits."""
        with self._reader.look() as db:
            return figures.counts(db, self._sight)

    def day(self, iso_date: str) -> DayCounts:
        """One day's figures of the counters that may be seen, by Gregorian ISO date."""
        return together(self.days(iso_date))

    def days(self, iso_date: str) -> tuple[DayCounts, ...]:
        """The same counter by counter: all for who leads, for who serves at one their own."""
        if not may(self._officer.role, "register"):
            return ()
        with self._reader.look() as db:
            found = days.days(db, self._heard, iso_date)
        return found if self._leads else tuple(one for one in found if one.own)

    def visits_of(
        self, iso_date: str, outcome: str = "", counter: str = "", limit: int = 200
    ) -> list[VisitRow]:
        """The visits of one day, newest first, of the counters that may be seen."""
        if not may(self._officer.role, "register"):
            return []
        with self._reader.look() as db:
            own = counter if self._leads else days.own_counter(db)
            if counter not in ("", own):
                return []
            return days.visits_of(db, iso_date, outcome, own, limit)

    def parked(self, limit: int = 200) -> list[ParkedEvent]:
        """Events that were set aside; none for who does not lead."""
        if not self._leads:
            return []
        with self._reader.look() as db:
            return days.parked(db, limit)

    def unit_queue(self, unit: str = "", limit: int = 500) -> list[UnitWork]:
        """What lies with a unit, by the day until which it waits; an expert's own unit alone."""
        within = self._sight.narrowed(Filter(unit=unit))
        if within is None:
            return []
        with self._reader.look() as db:
            return units.unit_queue(db, within.unit, limit)

    @property
    def _leads(self) -> bool:
        return may(self._officer.role, "report")

    def moved_by(self, calendar: WorkCalendar, since: str, most: int = 2_000) -> Moves:
        """Open requests due from a day (ISO) on that would move if the calendar read so."""
        with self._reader.look() as db:
            return moved_by(db, calendar, since, most)

    def unsealed(self, data: bytes) -> bytes:
        """A scan that was sealed to an audience, opened; MachineFault ``scan.sealed``."""
        opened = self._unsealing.file(data)
        if opened is None:
            raise MachineFault("scan.sealed")
        return opened

    def sealed_for_me(self, limit: int = 50) -> list[Hit]:
        """What is sealed and the signed-in officer's key opens, newest first.

        Requests of which a visitor complained over the office's head come before sealed ones.
        """
        found: list[Hit] = []
        with self._reader.look() as db:
            unsent = Unsent(db)
            keys = self._unsealing.complained(db)
            keys += [sealed.key for sealed in self._unsealing.requests(db)]
            for key in list(dict.fromkeys(keys))[:limit]:
                events = self._unsealing.of_subject(db, key)
                events += load(db, "request", key).recorded
                state = fold_request(text_of(key), events)
                if is_sound(state) and self._sight.sees(state):
                    found.append(pages.hit_of(db, state, unsent))
        return found

"""Who stands there and whether the matter is here already, looked up while one types."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from desk_app.ports.queries import Hit, KnownPerson, Queries
from desk_app.records.text import same_subject, similar
from ui.actions.workplace import Workplace
from ui.pages.hits import RUNNING
from ui.work import Newest

LONGEST_HISTORY: Final = 50
NEAR: Final = 0.65
"""From this likeness on two subjects may be one matter, 0 to 1 as ``similar`` measures."""


class Known(NamedTuple):
    """What the book knows of the person told: as told last, their requests and their home's."""

    person: KnownPerson | None = None
    history: Sequence[Hit] = ()
    relatives: Sequence[Hit] = ()
    """Requests of others at the same postal code or address; newest first, like the history."""


class Recognition:
    """Looks a person up by the key; ``show`` gets the newest answer alone."""

    def __init__(self, place: Workplace, show: Callable[[Known], object]) -> None:
        self._place = place
        self._show = show
        self._newest: Newest[Known] = Newest(place.work, self._take, pause_s=0)
        self._asked: tuple[str, tuple[str, ...]] = ("", ())
        self._known = Known()

    def look_up(self, key: str, homes: tuple[str, ...] = ()) -> None:
        """Look for the person of a key, and for those who live where this person lives."""
        self._asked = (key, homes)
        queries = self._place.desk.book.queries
        self._newest.ask(lambda: _known(queries, key, homes))

    def look_again(self) -> None:
        """What was recorded may have changed the answer."""
        if any(self._asked):
            self.look_up(*self._asked)

    def forget(self) -> None:
        """The next visitor stands there."""
        self._newest.drop()
        self._asked, self._known = ("", ()), Known()

    def repeated(self, subject: str, service_title: str) -> Hit | None:
        """A request of this person that still runs and is of this matter, or a relative's."""
        for hits in (self._known.history, self._known.relatives):
            for hit in hits:
                if hit.status in RUNNING and _one_matter(hit, subject, service_title):
                    return hit
        return None

    def is_of_relative(self, hit: Hit) -> bool:
        """Whether somebody else of the same home asked."""
        return hit in self._known.relatives

    def _take(self, known: Known) -> None:
        self._known = known
        self._show(known)


def _known(queries: Queries, key: str, homes: tuple[str, ...]) -> Known:
    person = queries.known_person(key)
    history = queries.history_of(key, LONGEST_HISTORY)
    own = {hit.request_id for hit in history}
    relatives = {
        hit.request_id: hit
        for home in dict.fromkeys((*homes, *(person.person.homes if person else ())))
        for hit in queries.history_of(home, LONGEST_HISTORY)
        if hit.request_id not in own
    }
    newest = sorted(relatives.values(), key=lambda hit: hit.received_at, reverse=True)
    return Known(person, history, newest)


def _one_matter(hit: Hit, subject: str, service_title: str) -> bool:
    if same_subject(hit.subject, subject):
        return True
    services = {hit.service_title, service_title} - {""}
    # The titles of two services may be alike; what they ask for is not.
    return len(services) < 2 and bool(subject) and similar(hit.subject, subject) >= NEAR

"""Who stands there and whether the matter is here already, looked up while one types."""

from collections.abc import Callable, Sequence
from typing import Final

from desk_app.ports.queries import Hit, KnownPerson
from desk_app.records.text import same_subject
from ui.actions.workplace import Workplace
from ui.pages.hits import RUNNING
from ui.work import Newest

LONGEST_HISTORY: Final = 50

Known = tuple[str, KnownPerson | None, Sequence[Hit]]
"""The key that was asked for, the person as told last, and their requests, newest first."""


class Recognition:
    """Looks a person up by the key; ``show`` gets the newest answer alone."""

    def __init__(self, place: Workplace, show: Callable[[Known], object]) -> None:
        self._place = place
        self._show = show
        self._newest: Newest[Known] = Newest(place.work, self._take, pause_s=0)
        self._key = ""
        self._history: Sequence[Hit] = ()

    @property
    def key(self) -> str:
        """The key of the person looked up."""
        return self._key

    def look_up(self, key: str) -> None:
        """Look for the person of a key."""
        self._key = key
        queries = self._place.desk.book.queries
        self._newest.ask(
            lambda: (key, queries.known_person(key), queries.history_of(key, LONGEST_HISTORY))
        )

    def look_again(self) -> None:
        """What was recorded may have changed the answer."""
        if self._key:
            self.look_up(self._key)

    def forget(self) -> None:
        """The next visitor stands there."""
        self._newest.drop()
        self._key, self._history = "", ()

    def repeated(self, subject: str) -> Hit | None:
        """A request of this person that still runs and has this subject."""
        running = (hit for hit in self._history if hit.status in RUNNING)
        return next((hit for hit in running if same_subject(hit.subject, subject)), None)

    def _take(self, known: Known) -> None:
        self._history = known[2]
        self._show(known)

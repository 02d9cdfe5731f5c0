"""The way from a forgotten password back to an open desk, page by page."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from ui.entrance.forgotten import ByNumber, BySupervisor, Forgotten, TemporaryGiven

if TYPE_CHECKING:
    from desk_app.ports.desk import Desk, Entrance, Founded
    from desk_app.records.errors import DeskError
    from ui.entrance.page import EntrancePage

T = TypeVar("T")


class Showing(Protocol):
    """What shows the pages, asks the entrance and enters an open desk."""

    @property
    def entrance(self) -> "Entrance":
        """The way in; asked only off the window's thread."""

    def ask(
        self,
        do: Callable[[], T],
        done: Callable[[T], object],
        refused: "Callable[[DeskError], object]",
    ) -> None:
        """Do something off the window's thread."""

    def show_page(self, page: "EntrancePage") -> None:
        """Show a page in place of the one before."""

    def show_sign_in(self, officers: Sequence[str]) -> None:
        """Ask for the password of one of these officers."""

    def show_key(self, founded: "Founded") -> None:
        """Show the recovery key of a desk once, then enter it."""

    def admit(self, desk: "Desk") -> None:
        """Enter a desk that was opened."""


class WaysBack:
    """Leads over the threshold's pages; the officer who was chosen at the sign-in goes first."""

    def __init__(self, threshold: Showing, officers: Sequence[str], user: str) -> None:
        self._threshold = threshold
        self._officers = [user, *(one for one in officers if one != user)]

    def begin(self) -> None:
        """Ask which way."""
        page = Forgotten()
        page.chosen.connect(self._on_chosen)
        page.left.connect(self._sign_in)
        self._threshold.show_page(page)

    def _on_chosen(self, way: str) -> None:
        if way == "supervisor":
            given = BySupervisor(self._officers)
            given.wished.connect(partial(self._on_give, given))
            given.left.connect(self.begin)
            self._threshold.show_page(given)
            return
        typed = ByNumber(self._officers)
        typed.wished.connect(partial(self._on_recover, typed))
        typed.left.connect(self.begin)
        self._threshold.show_page(typed)

    def _on_give(self, page: BySupervisor, giver: str, password: str, user: str) -> None:
        page.busy("access.supervisor.giving")
        entrance = self._threshold.entrance
        self._threshold.ask(
            lambda: entrance.give_password(giver, password, user),
            partial(self._on_given, user),
            page.show_fault,
        )

    def _on_given(self, user: str, password: str) -> None:
        page = TemporaryGiven(user, password)
        page.going_on.connect(partial(self._sign_in, user))
        self._threshold.show_page(page)

    def _on_recover(self, page: ByNumber, user: str, secret: str, password: str) -> None:
        page.busy("access.number.entering")
        entrance = self._threshold.entrance
        self._threshold.ask(
            lambda: entrance.recover(user, secret, password), self._on_recovered, page.show_fault
        )

    def _on_recovered(self, founded: "Founded") -> None:
        if founded.recovery_key:
            self._threshold.show_key(founded)
        else:
            self._threshold.admit(founded.desk)

    def _sign_in(self, user: str = "") -> None:
        first = user or self._officers[0]
        others = (one for one in self._officers if one != first)
        self._threshold.show_sign_in([first, *others])

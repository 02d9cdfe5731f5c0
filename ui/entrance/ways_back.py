"""The way from a forgotten password back to an open desk, page by page."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from ui.entrance.forgotten import ByNumber, BySupervisor, Forgotten, TemporaryGiven

if TYPE_CHECKING:
    from desk_app.ports.desk import Founded
    from ui.entrance.threshold import Threshold


class WaysBack:
    """Leads over the threshold's pages; the officer who was chosen at the sign-in goes first."""

    def __init__(self, threshold: "Threshold", officers: Sequence[str], user: str) -> None:
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

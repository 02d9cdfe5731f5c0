"""What the frame asks of a page."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Union

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from desk_app.ports.changes import Changes
    from desk_app.ports.queries import RequestView
    from desk_app.services.asking import RegisterRequest

InHand = Union[str, "RequestView", "RegisterRequest", None]
"""A request that is here by its id, one just taken, one still being told, or nothing."""


class Page(QWidget):
    """One page of the desk.

    A page binds its own keys with ``ui.frame.keys.bind(self, …)``; they work while it is shown.
    It reads through ports and acts through services; what it shows is only ever changed by
    re-reading, in ``opened`` and ``changes``.
    """

    def build_on(self) -> bool:
        """Build one more part of the page; False when it stands whole, as most do at once."""
        return False

    def opened(self) -> None:
        """The page came to sight: put the focus where work begins."""

    def may_leave(self) -> bool:
        """Whether another page may be opened now; a page with unsaved work asks and says no."""
        return True

    def changes(self, changes: "Changes") -> None:
        """Something was recorded: re-read what this page shows of it.

        Called while the page is shown; what came while it was hidden is handed over, joined,
        just before ``opened``.
        """

    def in_hand(self) -> InHand:
        """The request that the visitor at the glass has come with, as far as this page knows."""
        return None

    def beside_title(self) -> QWidget | None:
        """What stands in the header beside the page's title, or None."""
        return None


class PageSpec(NamedTuple):
    """A page known to the frame, built when it is first opened.

    ``title`` is a code; without an ``icon`` the page is not in the rail.
    """

    key: str
    title: str
    icon: str
    build: Callable[[], Page]

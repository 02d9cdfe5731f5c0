"""The pages of the window, each built when it is first opened, or before in a restful moment."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from ui.frame.page import Page, PageSpec

if TYPE_CHECKING:
    from desk_app.ports.changes import Changes


class PageStack(QStackedWidget):
    """Shows one page; keeps for hidden ones what changed meanwhile."""

    opened = Signal(str)

    def __init__(self, specs: Sequence[PageSpec]) -> None:
        super().__init__()
        self._specs = {spec.key: spec for spec in specs}
        self._built: dict[str, Page] = {}
        self._missed: dict[str, Changes] = {}
        self._key = ""

    @property
    def key(self) -> str:
        """The key of the page shown; empty before the first."""
        return self._key

    @property
    def page(self) -> Page | None:
        """The page shown."""
        return self._built.get(self._key)

    def built(self, key: str) -> Page | None:
        """The page of a key, whole, if it was begun already."""
        page = self._built.get(key)
        while page is not None and page.build_on():
            pass
        return page

    def open(self, key: str) -> bool:
        """Show a page; False when the one shown may not be left. KeyError for a strange key."""
        spec = self._specs[key]
        shown = self.page
        if key == self._key:
            return True
        if shown is not None and not shown.may_leave():
            return False
        if key not in self._built:
            self._built[key] = spec.build()
        page, self._key = self._built[key], key
        while page.build_on():
            pass
        if self.indexOf(page) < 0:
            self.addWidget(page)
        self.setCurrentWidget(page)
        if missed := self._missed.pop(key, None):
            page.changes(missed)
        page.opened()
        self.opened.emit(key)
        return True

    def build_ahead(self) -> bool:
        """One small step towards pages that were not opened yet; False when all of them stand."""
        for page in self._built.values():
            if page.build_on():
                return True
            if self.indexOf(page) < 0:
                self.addWidget(page)
                return True
        for key, spec in self._specs.items():
            if key not in self._built:
                self._built[key] = spec.build()
                return True
        return False

    def publish(self, changes: "Changes") -> None:
        """Hand changes to the page shown and keep them for the others."""
        for key, page in self._built.items():
            if key == self._key:
                page.changes(changes)
            else:
                missed = self._missed.get(key)
                self._missed[key] = changes if missed is None else missed | changes

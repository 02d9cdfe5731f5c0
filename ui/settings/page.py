"""The settings page: its sections by name, and the one that is shown."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.actions.workplace import Workplace
from ui.frame.keys import bind
from ui.frame.page import Page
from ui.help.topics import mark
from ui.settings.body import SectionBody
from ui.settings.contents import Contents
from ui.settings.sections import sections
from ui.theme import look
from ui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from desk_app.ports.changes import Changes

_WIDE: Final = 940
_LONGEST_LINE: Final = 960
_OWN: Final = frozenset({"item", "calendar", "officer", "office"})
"""The kinds of subject that the sections show."""


class SettingsPage(Page):
    """What is set for this machine and, by role, for the office; each section built when shown.

    Ctrl and a digit opens a section; Ctrl+PgUp and Ctrl+PgDn go to the one before and after.
    """

    def __init__(
        self, place: Workplace, kept: Callable[[], object], show_help: Callable[[], object]
    ) -> None:
        super().__init__()
        self._sections = {one.key: one for one in sections(place, kept, show_help)}
        self._bodies: dict[str, SectionBody] = {}
        self._shown = ""
        self._contents = Contents(list(self._sections.values()))
        self._stack = QStackedWidget()
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 12, 24, 12)
        row.setSpacing(16)
        row.addWidget(self._contents)
        row.addWidget(self._stack, 1)
        self._contents.asked.connect(self.show_section)
        for place_in_list, one in enumerate(self._sections.values(), start=1):
            bind(self, f"Ctrl+{place_in_list}", one.title, partial(self._go_to, one.key))
        bind(self, "Ctrl+PgDown", "office.section.next", lambda: self._step(1))
        bind(self, "Ctrl+PgUp", "office.section.before", lambda: self._step(-1))

    @property
    def section(self) -> str:
        """The key of the section shown; empty before the first."""
        return self._shown

    def body(self, key: str) -> SectionBody:
        """The body of a section, shown; KeyError for one that this role does not see."""
        self.show_section(key)
        return self._bodies[key]

    def opened(self) -> None:
        """Read what is set; on the first day show the first section."""
        if self._shown:
            self._bodies[self._shown].read()
        else:
            self.show_section(next(iter(self._sections)))
        self._contents.setFocus(Qt.FocusReason.TabFocusReason)

    def may_leave(self) -> bool:
        """Always; what was typed and not saved is kept."""
        self._keep_typed()
        return True

    def changes(self, changes: "Changes") -> None:
        """Something was recorded: what shows the office's own things is read again."""
        if self._shown and (changes.everything or changes.kinds & _OWN):
            self._bodies[self._shown].read()

    def show_section(self, key: str) -> None:
        """Show a section; KeyError for one that this role does not see."""
        section = self._sections[key]
        if self._shown and key != self._shown:
            self._bodies[self._shown].keep_typed()
        if key not in self._bodies:
            self._bodies[key] = section.build()
            mark(self._bodies[key], section.title)
            self._stack.addWidget(
                self._bodies[key] if section.fills else _scrolled(self._bodies[key])
            )
        self._shown = key
        self._contents.mark(key)
        self._stack.setCurrentIndex(list(self._bodies).index(key))
        self._bodies[key].read()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the window is narrow the names of the sections give their room."""
        super().resizeEvent(event)
        self._contents.be_narrow(self.width() < look().px(_WIDE))

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was typed when another page, or the lock, comes before it."""
        super().hideEvent(event)
        self._keep_typed()

    def _keep_typed(self) -> None:
        if self._shown:
            self._bodies[self._shown].keep_typed()

    def _go_to(self, key: str) -> None:
        """Show a section and put the cursor into it."""
        self.show_section(key)
        self._contents.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.focusNextChild()

    def _step(self, by: int) -> None:
        keys = list(self._sections)
        self._go_to(keys[(keys.index(self._shown) + by) % len(keys)])


def _scrolled(body: QWidget) -> Scroll:
    """A section that may be higher than the page, no wider than reads well."""
    content = QWidget()
    row = QHBoxLayout(content)
    row.setContentsMargins(0, 0, 0, 0)
    column = QVBoxLayout()
    column.addWidget(body)
    body.setMaximumWidth(look().px(_LONGEST_LINE))
    row.addLayout(column, 4)
    row.addStretch(0)
    return Scroll(content)

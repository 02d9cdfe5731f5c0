"""The desk behind the entrance: rail, header, banners, the page, and the bar at the foot."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.frame.header import Header
from ui.frame.keys import bind
from ui.frame.page import PageSpec
from ui.frame.rail import Rail
from ui.frame.shell import Shell, bind_habits, habit_buttons
from ui.frame.stack import PageStack
from ui.frame.status import StatusBar
from ui.help.topics import mark
from ui.widgets.buttons import IconButton

if TYPE_CHECKING:
    from desk_app.ports.changes import Changes


class _Changes(QObject):
    """Carries changes from whichever thread committed them to the window's thread."""

    came = Signal(object)


class MainWindow(Shell):
    """The frame in which every page stands: a window of its own, or a part of another shell."""

    def __init__(
        self,
        specs: Sequence[PageSpec],
        now: Callable[[], dt.datetime],
        folder: Path | None = None,
    ) -> None:
        super().__init__(folder)
        self._specs = {spec.key: spec for spec in specs}
        self.stack = PageStack(specs)
        self.rail = Rail(specs)
        self.header = Header()
        self.status = StatusBar(now)
        self.banners = QVBoxLayout()
        self._changes = _Changes(self)
        self._notice: QWidget | None = None
        self._lay_out()
        self._bind_keys(specs)
        self._changes.came.connect(self.stack.publish)
        self.rail.asked.connect(self.open)
        self.stack.opened.connect(self._on_opened)

    def open(self, key: str) -> bool:
        """Show a page; False when the page shown may not be left."""
        return self.stack.open(key)

    def publish(self, changes: "Changes") -> None:
        """Tell every page what was recorded; may be called on any thread."""
        self._changes.came.emit(changes)

    def put_up(self, banner: QWidget) -> None:
        """Show a banner above the page, the newest first."""
        self.banners.insertWidget(0, banner)

    def notice(self, code: str, /, **params: str | int) -> None:
        """Say a quiet sentence at the foot of the window for a few seconds."""
        from ui.widgets.messages import Notice

        if not isinstance(self._notice, Notice):
            self._notice = Notice(self)
        self._notice.tell(code, **params)

    def show_help(self) -> None:
        """Open the sheet of help for the field under the cursor, or for the page."""
        at: QWidget | None = self.focusWidget()
        page = self.stack.page
        here = at if at is not None and page is not None and page.isAncestorOf(at) else page
        self._open_help(here, None)

    def show_help_over(self, sheet: QWidget) -> None:
        """Open the sheet of help over another sheet, for the field in that one."""
        at: QWidget | None = sheet.focusWidget()
        self._open_help(at if at is not None else sheet, sheet)

    def may_close(self) -> bool:
        """Whether the page shown may be left."""
        page = self.stack.page
        return page is None or page.may_leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A question mark that no field took opens the sheet of keys."""
        if event.text() in ("?", "؟"):
            self.show_help()
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.banners.setContentsMargins(24, 0, 24, 0)
        self.banners.setSpacing(8)
        main = QVBoxLayout()
        main.setSpacing(0)
        main.addWidget(self.header)
        main.addSpacing(12)
        main.addLayout(self.banners)
        main.addWidget(self.stack, 1)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addLayout(main, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(across, 1)
        column.addWidget(self.status)
        self.rail.add_at_foot(self._foot())

    def _foot(self) -> QWidget:
        foot = QWidget()
        row = habit_buttons()
        foot.setLayout(row)
        button = IconButton("help", "frame.help")
        button.clicked.connect(self.show_help)
        row.insertWidget(0, button)
        return foot

    def _bind_keys(self, specs: Sequence[PageSpec]) -> None:
        bind(self, "F1", "frame.help", self.show_help)
        for place, spec in enumerate((one for one in specs if one.icon), start=1):
            bind(self, f"Alt+{place}", spec.title, partial(self.open, spec.key))
        bind_habits(self)
        bind(self, "Ctrl+Q", "frame.close", self.close)

    def _open_help(self, at: QWidget | None, over: QWidget | None) -> None:
        from ui.frame.help import HelpSheet

        HelpSheet(self, at, over).open()

    def _on_opened(self, key: str) -> None:
        page = self.stack.page
        if page is not None:
            mark(page, self._specs[key].title)
        self.rail.show_page(key)
        self.header.show_title(self._specs[key].title, page.beside_title() if page else None)

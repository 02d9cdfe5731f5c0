"""The main window: rail, header, banners, the page, and the bar at the foot."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.frame import remembered
from ui.frame.bugs import BugCatcher
from ui.frame.header import Header
from ui.frame.keys import bind
from ui.frame.page import PageSpec
from ui.frame.rail import Rail
from ui.frame.stack import PageStack
from ui.frame.status import StatusBar
from ui.texts import language, worded
from ui.theme import look
from ui.widgets.buttons import IconButton

if TYPE_CHECKING:
    from desk_app.ports.changes import Changes

_SMALLEST = QSize(1024, 640)
_STEP = 0.1


class _Changes(QObject):
    """Carries changes from whichever thread committed them to the window's thread."""

    came = Signal(object)


class MainWindow(QWidget):
    """The window in which every page stands.

    ``closing`` is sent when the user closes the window; the window stays until its owner has
    ended its tasks and calls ``leave``.
    """

    closing = Signal()

    def __init__(
        self,
        specs: Sequence[PageSpec],
        now: Callable[[], dt.datetime],
        folder: Path | None = None,
    ) -> None:
        super().__init__()
        self._folder = folder
        self._specs = {spec.key: spec for spec in specs}
        self.stack = PageStack(specs)
        self.rail = Rail(specs)
        self.header = Header()
        self.status = StatusBar(now)
        self.banners = QVBoxLayout()
        self.bugs = BugCatcher(self._tell_bug)
        self._changes = _Changes(self)
        self._notice: QWidget | None = None
        worded(self, window="frame.title")
        self.setMinimumSize(_SMALLEST)
        self._lay_out()
        self._bind_keys(specs)
        self._changes.came.connect(self.stack.publish)
        self.rail.asked.connect(self.open)
        self.stack.opened.connect(self._on_opened)
        self._recall()

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
        """Open the sheet of keys."""
        from ui.frame.help import HelpSheet

        HelpSheet(self).open()

    def show_as_remembered(self) -> None:
        """Show the window where it was the last time; maximised on the first day."""
        if self._maximised:
            self.showMaximized()
        else:
            self.show()

    def leave(self) -> None:
        """Keep the habits of the window and take it off the screen for good."""
        self._keep()
        self.bugs.remove()
        self.hide()
        self.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is a wish: the owner of the window ends its tasks first."""
        event.ignore()
        page = self.stack.page
        if page is None or page.may_leave():
            self.closing.emit()

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
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for icon, code, do in (
            ("help", "frame.help", self.show_help),
            ("night", "frame.night", self._on_night),
            ("language", "frame.language", self._on_language),
            ("letters", "frame.letters", self._on_letters),
        ):
            button = IconButton(icon, code)
            button.clicked.connect(do)
            row.addWidget(button)
        row.addStretch()
        return foot

    def _bind_keys(self, specs: Sequence[PageSpec]) -> None:
        bind(self, "F1", "frame.help", self.show_help)
        for place, spec in enumerate((one for one in specs if one.icon), start=1):
            bind(self, f"Alt+{place}", spec.title, partial(self.open, spec.key))
        bind(self, "Ctrl+Shift+N", "frame.night", self._on_night)
        bind(self, "Ctrl+Shift+L", "frame.language", self._on_language)
        bind(self, "Ctrl++", "frame.larger", lambda: self._letters(_STEP))
        bind(self, "Ctrl+-", "frame.smaller", lambda: self._letters(-_STEP))
        bind(self, "Ctrl+Q", "frame.close", self.close)

    def _on_opened(self, key: str) -> None:
        page = self.stack.page
        self.rail.show_page(key)
        self.header.show_title(self._specs[key].title, page.beside_title() if page else None)

    def _on_night(self) -> None:
        look().wear(dark=not look().dark)

    def _on_language(self) -> None:
        language().speak("en" if language().name == "fa" else "fa")

    def _on_letters(self) -> None:
        larger = look().factor + 0.15
        look().wear(factor=larger if larger <= 1.5 else 0.85)

    def _letters(self, step: float) -> None:
        look().wear(factor=look().factor + step)

    def _tell_bug(self, reference: str) -> None:
        from ui.widgets.dialog import tell

        # Not within the slot that failed: it may hold a half-done layout or a mouse grab.
        QTimer.singleShot(
            0, self, lambda: tell(self, "bug.title", "bug.sentence", reference=reference)
        )

    def _recall(self) -> None:
        habits = remembered.recall(self._folder) if self._folder else remembered.Remembered()
        self._maximised = habits.maximised
        self.resize(1366, 768)
        if habits.place is not None:
            place = QRect(*habits.place)
            # The second screen of yesterday may be gone.
            if any(screen.geometry().intersects(place) for screen in QGuiApplication.screens()):
                self.setGeometry(place)

    def _keep(self) -> None:
        if self._folder is None:
            return
        place = self.normalGeometry() if self.isMaximized() else self.geometry()
        habits = remembered.Remembered(
            place=(place.x(), place.y(), place.width(), place.height()),
            maximised=self.isMaximized(),
            dark=look().dark,
            letters=look().factor,
            language=language().name,
        )
        try:
            remembered.keep(self._folder, habits)
        except OSError:
            # A window that forgets its place is no reason to keep anyone at work.
            return

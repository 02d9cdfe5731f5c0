"""The outermost window: its place and habits, the wish to close it, bugs that are told in it."""

from pathlib import Path

from PySide6.QtCore import QRect, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.frame import remembered
from ui.frame.bugs import BugCatcher
from ui.frame.keys import bind, list_keys
from ui.retyping import RETYPE_KEYS
from ui.texts import language, worded
from ui.theme import look
from ui.theme.tokens import LARGEST_LETTERS, SMALLEST_LETTERS
from ui.widgets.buttons import IconButton

# A screen of 1366 × 768 at 150 % is 911 × 512, and the system keeps a part of it.
_SMALLEST = QSize(880, 480)
_USUAL = QSize(1366, 768)
_STEP = 0.1
_STRIDE = 0.15


class Shell(QWidget):
    """A window that remembers its habits and is closed by its owner.

    ``closing`` is sent when the user closes the window; the window stays until its owner has
    ended its tasks and calls ``leave``.
    """

    closing = Signal()

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self._folder = folder
        self.bugs = BugCatcher(self._tell_bug)
        worded(self, window="frame.title")
        self.setMinimumSize(_SMALLEST)
        self._recall()

    def may_close(self) -> bool:
        """Whether nothing in the window asks first."""
        return True

    def session_ending(self) -> None:
        """The system ends the session: keep what is typed before this returns, then end."""
        self.closing.emit()

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
        if self.may_close():
            self.closing.emit()

    def _tell_bug(self, reference: str) -> None:
        from ui.widgets.dialog import tell

        # Not within the slot that failed: it may hold a half-done layout or a mouse grab.
        QTimer.singleShot(
            0, self, lambda: tell(self, "bug.title", "bug.sentence", reference=reference)
        )

    def _recall(self) -> None:
        habits = remembered.recall(self._folder) if self._folder else remembered.Remembered()
        self._maximised = habits.maximised
        self.resize(_USUAL)
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


def bind_habits(owner: QWidget) -> None:
    """Let keys change palette, language and letters while ``owner`` is shown."""
    bind(owner, "Ctrl+Shift+N", "frame.night", _turn_night)
    bind(owner, "Ctrl+Shift+L", "frame.language", _turn_language)
    bind(owner, "Ctrl++", "frame.larger", lambda: _letters(_STEP))
    bind(owner, "Ctrl+-", "frame.smaller", lambda: _letters(-_STEP))
    list_keys(owner, RETYPE_KEYS, "access.retype")


def habit_buttons() -> QHBoxLayout:
    """The same by hand: palette, language, letters; the caller puts its own beside them."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    for icon, code, do in (
        ("night", "frame.night", _turn_night),
        ("language", "frame.language", _turn_language),
        ("letters", "frame.letters", _stride),
    ):
        button = IconButton(icon, code)
        button.clicked.connect(do)
        row.addWidget(button)
    row.addStretch()
    return row


def _turn_night() -> None:
    look().wear(dark=not look().dark)


def _turn_language() -> None:
    language().speak("en" if language().name == "fa" else "fa")


def _letters(step: float) -> None:
    look().wear(factor=look().factor + step)


def _stride() -> None:
    larger = look().factor + _STRIDE
    look().wear(factor=larger if larger <= LARGEST_LETTERS else SMALLEST_LETTERS)

"""The list of a page's sections, walked by arrows and opened by Ctrl and a digit."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.settings.sections import Section
from ui.texts import Worded, say, shown, worded
from ui.theme import Dressed, look
from ui.widgets.face import FaceButton

WIDE = 216
NARROW = 52
_WALKING = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End})


class _Entry(FaceButton, Worded, Dressed):
    """One section: icon, name and the digit that opens it with Ctrl; only the icon when narrow."""

    def __init__(self, section: Section, digit: int) -> None:
        super().__init__(section.icon, str(digit), spread=True)
        self._all_caps = self._caps
        self._code = section.title
        self._narrow = False
        self.setProperty("railItem", True)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        worded(self, text=section.title, name=section.title)
        self._keys = f"Ctrl+{shown(digit)}"
        self.reword()

    def text(self) -> str:
        """The name; nothing where there is room for the icon alone."""
        return "" if self._narrow else say(self._code)

    def reword(self) -> None:
        """The tip says the name too: a narrow entry shows the icon alone."""
        self.setToolTip(f"{say(self._code)}  {self._keys}")
        self.updateGeometry()

    def be_narrow(self, narrow: bool) -> None:
        """Show the icon alone, or everything."""
        self._narrow = narrow
        self._caps = [] if narrow else self._all_caps
        self.restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A button would walk to any neighbour with the arrows; the list walks itself."""
        if Qt.Key(event.key()) in _WALKING:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def tone(self) -> str:
        """The accent while its section is shown."""
        return "accent" if self.isChecked() else "muted"

    def letters(self) -> str:
        """Strong while its section is shown."""
        return "strong" if self.isChecked() else "body"


class Contents(QWidget, Dressed):
    """The sections by name, one stop of Tab; ``asked`` carries the key of the one wanted."""

    asked = Signal(str)

    def __init__(self, sections: Sequence[Section]) -> None:
        super().__init__()
        self._keys = [one.key for one in sections]
        self._entries = [_Entry(one, place) for place, one in enumerate(sections, start=1)]
        self._narrow = False
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        worded(self, name="office.sections")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for key, entry in zip(self._keys, self._entries, strict=True):
            entry.clicked.connect(lambda _=False, wanted=key: self._on_clicked(wanted))
            column.addWidget(entry)
        column.addStretch()
        self.restyle()

    def mark(self, key: str) -> None:
        """Mark the section that is shown; Tab stops at it."""
        for name, entry in zip(self._keys, self._entries, strict=True):
            shown = name == key
            entry.setChecked(shown)
            entry.setFocusPolicy(Qt.FocusPolicy.StrongFocus if shown else Qt.FocusPolicy.ClickFocus)
            if shown:
                self.setFocusProxy(entry)

    def be_narrow(self, narrow: bool) -> None:
        """Leave the room to the section where the window is narrow."""
        if narrow != self._narrow:
            self._narrow = narrow
            for entry in self._entries:
                entry.be_narrow(narrow)
            self.restyle()

    def restyle(self) -> None:
        """Grow with the letters."""
        self.setFixedWidth(look().px(NARROW if self._narrow else WIDE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down walk; Home and End go to the ends."""
        here = next((at for at, one in enumerate(self._entries) if one.isChecked()), 0)
        last = len(self._keys) - 1
        key = Qt.Key(event.key())
        places = {
            Qt.Key.Key_Up: max(0, here - 1),
            Qt.Key.Key_Down: min(last, here + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if key not in places:
            super().keyPressEvent(event)
            return
        self.asked.emit(self._keys[places[key]])
        self._entries[places[key]].setFocus()

    def _on_clicked(self, key: str) -> None:
        # A second click would take the mark away.
        self.mark(key)
        self.asked.emit(key)

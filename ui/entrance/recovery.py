"""The recovery key: shown once, printed or written down, and read back."""

import secrets
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk_app.records.errors import Mistake
from ui.entrance.page import EntrancePage
from ui.texts import Worded, say, shown
from ui.theme import Dressed, look
from ui.widgets.buttons import Button
from ui.widgets.field import FieldRow
from ui.widgets.number import DigitsLine

COLUMNS: Final = 4
GROUP: Final = 6


class KeyGroups(QWidget, Dressed, Worded):
    """The groups of the key with their numbers, read from left to right in every language."""

    def __init__(self, groups: list[str]) -> None:
        super().__init__()
        self._groups = groups
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.reword()

    def reword(self) -> None:
        """A screen reader hears each group with its number."""
        told = (
            say("entrance.key.group", number=place, digits=" ".join(shown(group)))
            for place, group in enumerate(self._groups, start=1)
        )
        self.setAccessibleName("، ".join(told))
        self.update()

    def restyle(self) -> None:
        """Grow with the letters."""
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Two lines of four groups."""
        rows = -(-len(self._groups) // COLUMNS)
        return QSize(look().px(560), look().px(76) * rows + look().px(12) * (rows - 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw each group on its own ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap, high = look().px(12), look().px(76)
        width = (self.width() - gap * (COLUMNS - 1)) / COLUMNS
        for place, group in enumerate(self._groups):
            row, column = divmod(place, COLUMNS)
            box = QRectF(column * (width + gap), row * (high + gap), width, high)
            painter.setPen(look().colour("line"))
            painter.setBrush(look().colour("surface"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
            painter.setPen(look().colour("muted"))
            painter.setFont(look().font("caption"))
            top = box.adjusted(0, look().px(6), 0, 0)
            middle = Qt.AlignmentFlag.AlignHCenter
            painter.drawText(top, middle | Qt.AlignmentFlag.AlignTop, shown(place + 1))
            painter.setPen(look().colour("text"))
            painter.setFont(look().font("code" if width >= look().px(128) else "title"))
            low = box.adjusted(0, look().px(18), 0, 0)
            painter.drawText(low, middle | Qt.AlignmentFlag.AlignVCenter, shown(group))


class RecoveryKey(EntrancePage):
    """The key, printing it, and one group typed back; ``kept`` when that was right.

    ``print_asked`` is sent when it is to be printed. ``choose`` picks the group that is asked.
    """

    kept = Signal()
    print_asked = Signal()

    def __init__(self, key: str, choose: Callable[[int], int] = secrets.randbelow) -> None:
        super().__init__("entrance.key.title", "entrance.key.lead", step="entrance.step.key")
        self.groups = key.split("-")
        self.asked = choose(len(self.groups))
        self.body.addWidget(KeyGroups(self.groups))
        typed = DigitsLine(GROUP)
        typed.completed.connect(self._on_agreed)
        self._row = FieldRow("entrance.key.again", typed)
        self.rows = {"group": self._row}
        self.body.addSpacing(4)
        self._ask = self._asking()
        self.body.addWidget(self._ask)
        self.body.addWidget(self._row)
        self.agree("entrance.key.kept", icon="check").clicked.connect(self._on_agreed)
        paper = Button("entrance.key.print", icon="print")
        paper.clicked.connect(self.print_asked)
        self.buttons.addWidget(paper)

    def _asking(self) -> QWidget:
        from ui.widgets.labels import Words

        words = Words(wrap=True, letters="strong")
        words.say("entrance.key.which", number=self.asked + 1)
        return words

    def _on_agreed(self) -> None:
        right = self.values()["group"] == self.groups[self.asked]
        if right:
            self.kept.emit()
        else:
            wrong = Mistake("group", "entrance.key.wrong", {"number": self.asked + 1})
            self.show_mistakes([wrong])

"""The scans that wait with the intake, and the ways to bring one more."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.actions.attaching import Attached
from ui.texts import Worded, isolated, say, worded
from ui.widgets.buttons import Button, IconButton
from ui.widgets.chips import Flow
from ui.widgets.labels import Words

WAYS: Final = (
    ("intake.attach.file", "folder", "Ctrl+F9"),
    ("intake.attach.scan", "scan", "Ctrl+F10"),
    ("intake.attach.photo", "attach", "Ctrl+F11"),
)
_KIB: Final = 1024


class AttachedList(QWidget, Worded):
    """One row for each scan, removable; ``buttons`` are the ways by their codes."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._attached: tuple[Attached, ...] = ()
        self._rows: list[tuple[QWidget, Words, IconButton]] = []
        self.buttons = {
            code: Button(code, "quiet", icon=icon, keys=keys) for code, icon, keys in WAYS
        }
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        ways = QWidget()
        row = Flow(ways)
        for button in self.buttons.values():
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Words("intake.attached", letters="section"))
        column.addLayout(self._list)
        column.addWidget(ways)
        column.addWidget(Words("intake.attach.how", letters="caption", tone="muted", wrap=True))

    def value(self) -> tuple[Attached, ...]:
        """The scans in the order in which they came."""
        return self._attached

    def fill(self, attached: Sequence[Attached]) -> None:
        """Show these scans in place of the ones before."""
        self._attached = tuple(attached)
        for held, _, _ in self._rows:
            self._list.removeWidget(held)
            held.hide()
            held.deleteLater()
        self._rows = [self._row(one) for one in self._attached]
        self.reword()

    def add(self, one: Attached) -> None:
        """Take one more."""
        self.fill((*self._attached, one))
        self.changed.emit()

    def reword(self) -> None:
        """Say title and size in the language in force."""
        for (_, words, away), one in zip(self._rows, self._attached, strict=True):
            kib = max(1, round(one.size / _KIB))
            said = say("intake.attached.one", title=isolated(one.title), size=kib)
            words.setText(said)
            worded(away, {"title": one.title}, name="intake.attach.remove")

    def _row(self, one: Attached) -> tuple[QWidget, Words, IconButton]:
        held = QWidget()
        words, away = Words(wrap=True), IconButton("close", "intake.attach.away", size=16)
        away.clicked.connect(partial(self._remove, one.slot))
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(words, 1)
        row.addWidget(away)
        self._list.addWidget(held)
        return held, words, away

    def _remove(self, slot: int, _: bool = False) -> None:
        self.fill([one for one in self._attached if one.slot != slot])
        self.changed.emit()

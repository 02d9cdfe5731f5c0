"""The values of one conflict under each other, each with the digit that takes it as right."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.pages.conflicts.reading import InConflict
from ui.pages.hits import listed, shown_code, shown_moment
from ui.pages.request.telling import register_name, shown_value
from ui.texts import Worded, say, worded
from ui.widgets.buttons import Button
from ui.widgets.labels import Words


class Values(QWidget, Worded):
    """``chosen`` carries the place of the value that was taken as right, from 0."""

    chosen = Signal(int)

    def __init__(self, name_of: Callable[[str], str], *, may_settle: bool) -> None:
        super().__init__()
        worded(self, name="conflicts.values")
        self._name_of, self._may_settle = name_of, may_settle
        self._shown: InConflict | None = None
        self._title = Words(letters="section", wrap=True)
        self._about = Words(tone="muted", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._about)
        column.addLayout(self._rows)
        how = "conflicts.how" if may_settle else "conflict.leader"
        column.addWidget(Words(how, letters="caption", tone="muted", wrap=True))
        column.addStretch()

    def show_conflict(self, found: InConflict) -> None:
        """Show another conflict."""
        self._shown = found
        self.reword()

    def reword(self) -> None:
        """Say the values in the language in force."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if self._shown is None:
            return
        hit, conflict = self._shown.hit, self._shown.conflict
        self._title.setText(register_name(conflict.register))
        what = hit.subject or hit.service_title or hit.kind_title
        self._about.setText("  ·  ".join((what, shown_code(hit.tracking_code))))
        for place, (_, value, actor, at) in enumerate(conflict.values):
            told = shown_value(conflict.register, value) or say("conflict.empty")
            code = "conflict.shown" if place == 0 else "conflict.other"
            note = say(code, who=listed(self._name_of(actor), shown_moment(at)))
            self._rows.addWidget(self._row(place, told, note))

    def _row(self, place: int, told: str, note: str) -> QWidget:
        line = QFrame()
        line.setProperty("well", True)
        words, beneath = Words(wrap=True), Words(letters="caption", tone="muted", wrap=True)
        words.setText(told)
        beneath.setText(note)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(words)
        column.addWidget(beneath)
        row = QHBoxLayout(line)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        row.addLayout(column, 1)
        if self._may_settle:
            right = Button("conflict.right", keys=str(place + 1))
            right.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            right.setAccessibleName(say("conflict.right.of", value=told))
            right.clicked.connect(lambda: self.chosen.emit(place))
            row.addWidget(right)
        return line

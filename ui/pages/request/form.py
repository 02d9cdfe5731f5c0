"""The form of one deed, beside the request it is about."""

import datetime as dt
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.records.errors import Mistake, UserMistake
from ui.pages.kept_rows import KeptRows, Store
from ui.pages.request.asked import Around, Asked
from ui.pages.request.deeds import Way
from ui.pages.rows import Rows
from ui.texts import say
from ui.widgets.buttons import Button
from ui.widgets.field import FieldRow
from ui.widgets.labels import Words
from ui.widgets.scroll import Scroll
from ui.widgets.select import Select


class DeedForm(QWidget):
    """Fields and two buttons; ``wanted`` carries the values, ``left`` that nothing is done.

    What is typed is in ``kept`` until the deed is done.
    """

    wanted = Signal(object)
    left = Signal()

    def __init__(self, way: Way, around: Around, store: Store) -> None:
        super().__init__()
        self.way = way
        self._began = around.began
        self.rows = Rows(self)
        self._rest = Words(tone="bad", wrap=True)
        self._rest.hide()
        fields = QWidget()
        column = QVBoxLayout(fields)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for one in way.asks(around):
            column.addWidget(self._row(one))
        column.addWidget(self._rest)
        column.addStretch()
        do = Button("deed.do", "primary", icon="check", keys="Ctrl+Return")
        back = Button("deed.leave", keys="Esc")
        do.clicked.connect(self.send)
        back.clicked.connect(self.left)
        buttons = QHBoxLayout()
        buttons.addWidget(do)
        buttons.addWidget(back)
        buttons.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(Words(f"deed.{way.code}", letters="section"))
        whole.addWidget(Scroll(fields), 1)
        whole.addLayout(buttons)
        self._do = do
        self.kept = KeptRows(self, store, {name: self.rows.row(name) for name in self.rows.names})

    def _row(self, one: Asked) -> QWidget:
        if not one.name:
            return one.editor
        # The panel is low where the window is: a line for mistakes comes only with a mistake.
        return self.rows.add(one.name, FieldRow(one.label, one.editor, steady=False))

    def begin(self) -> None:
        """Put the cursor into the first field."""
        self.rows.editor(self.rows.names[0]).setFocus()

    def send(self) -> None:
        """Hand the values on unless a field is wrong by itself."""
        wrong = self.rows.check()
        if wrong is not None:
            wrong.editor.setFocus()
            return
        self._rest.hide()
        self._do.setEnabled(False)
        self.wanted.emit(self.values())

    def values(self) -> dict[str, Any]:
        """What the fields hold; dates as ISO texts."""
        values = {name: self.rows.value(name) for name in self.rows.names}
        plain = {name: _plain(value) for name, value in values.items()}
        return {**plain, "began": self._began}

    def choose(self, name: str, value: str) -> None:
        """Show a value in a field as if a hand had chosen it."""
        editor = self.rows.editor(name)
        if isinstance(editor, Select):
            editor.choose(value)

    def show_mistakes(self, wrong: UserMistake) -> None:
        """Show each mistake at its field, the others beneath."""
        self._do.setEnabled(True)
        own = [
            Mistake("value", one.code, one.params)
            if self.way.code == "correct" and one.field not in self.rows
            else one
            for one in wrong.mistakes
        ]
        rest = self.rows.show(own)
        self._rest.setText("\n".join(say(one.code, **one.params) for one in rest))
        self._rest.setVisible(bool(rest))
        first = self.rows.first_wrong()
        if first is not None:
            first.editor.setFocus()


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else value

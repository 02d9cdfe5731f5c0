"""Values of a request that disagree, each with a way to say that it is the right one."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ports.queries import ConflictView, RequestView
from ui.pages.hits import listed, shown_moment
from ui.pages.request.telling import register_name, shown_value
from ui.texts import say
from ui.widgets.buttons import Button
from ui.widgets.labels import Words


class Conflicts(QWidget):
    """Every register in conflict with its values; ``chosen`` carries ``register/event``.

    Only who may settle one is offered to choose.
    """

    chosen = Signal(str)

    def __init__(self, name_of: Callable[[str], str], *, may_settle: bool) -> None:
        super().__init__()
        self._name_of, self._may_settle = name_of, may_settle
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_view(self, view: RequestView) -> None:
        """Show the conflicts of a request in place of the ones before."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for conflict in view.conflicts:
            title = Words(letters="strong", wrap=True)
            title.setText(register_name(conflict.register))
            self._column.addWidget(title)
            for place, (event, value, actor, at) in enumerate(conflict.values):
                told = shown_value(conflict.register, value)
                who = listed(self._name_of(actor), shown_moment(at))
                code = "conflict.shown" if place == 0 else "conflict.other"
                self._column.addWidget(self._value(conflict, event, told, say(code, who=who)))
        if not self._may_settle:
            self._column.addWidget(Words("conflict.leader", letters="caption", tone="muted"))

    def _value(self, conflict: ConflictView, event: str, told: str, note: str) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        words, beneath = Words(wrap=True), Words(letters="caption", tone="muted", wrap=True)
        words.setText(told or say("conflict.empty"))
        beneath.setText(note)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(words)
        column.addWidget(beneath)
        row.addLayout(column, 1)
        if self._may_settle:
            right = Button("conflict.right")
            right.setAccessibleName(say("conflict.right.of", value=told))
            right.clicked.connect(lambda: self.chosen.emit(f"{conflict.register}/{event}"))
            row.addWidget(right)
        return line

"""The form of every page at the entrance: title, lead, body, a message, buttons; Enter agrees."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from ui.frame.keys import bind
from ui.theme import Dressed, look
from ui.widgets.buttons import Button
from ui.widgets.field import FieldRow
from ui.widgets.labels import Words
from ui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from desk_app.records.errors import DeskError, Mistake

_WIDTH = 680


class EntrancePage(QWidget, Dressed):
    """A page of the entrance.

    ``rows`` are its fields by the name under which their mistakes come. While it is busy nothing
    in it can be pressed and the message says what is being done.
    """

    def __init__(self, title: str, lead: str = "", *, step: str = "") -> None:
        super().__init__()
        self.title = title
        self.step = step
        self.rows: dict[str, FieldRow] = {}
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self.message = Words(wrap=True, tone="muted")
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.primary: Button | None = None
        self._left_at: QWidget | None = None
        self._form = QWidget()
        self._content = QWidget()
        self._lay_out(title, lead)
        self.restyle()

    def agree(self, code: str, *, icon: str = "") -> Button:
        """Add the button that Enter presses."""
        self.primary = Button(code, "primary", icon=icon)
        self.buttons.addWidget(self.primary)
        return self.primary

    def way_back(self, code: str = "entrance.back") -> Button:
        """Add the button that Escape presses."""
        back = Button(code, "secondary", icon="back", keys="Esc")
        bind(self, "Esc", code, back.click)
        self.buttons.addWidget(back)
        return back

    def opened(self) -> None:
        """The page came to sight: the focus goes where work begins."""
        self.show_message("")
        for row in self.rows.values():
            row.editor.setFocus(Qt.FocusReason.TabFocusReason)
            return
        if self.primary is not None:
            self.primary.setFocus()

    def values(self) -> dict[str, str]:
        """What is in the fields."""
        return {name: str(row.editor.value()) for name, row in self.rows.items()}  # type: ignore[attr-defined]

    def show_message(self, code: str, tone: str = "muted", /, **params: str | int) -> None:
        """Say something above the buttons; an empty code says nothing."""
        self.message.set_tone(tone)
        if code:
            self.message.say(code, **params)
        self.message.setVisible(bool(code))

    def busy(self, code: str, /, **params: str | int) -> None:
        """Let nothing be pressed and say what is being done."""
        self._left_at = self.focusWidget()
        # The focus would wander to the habits of the window.
        self.setFocus()
        self._form.setEnabled(False)
        self._set_buttons(False)
        self.show_message(code, "accent", **params)

    def ready(self) -> None:
        """What was being done has ended."""
        self._form.setEnabled(True)
        self._set_buttons(True)
        self.show_message("")
        if self._left_at is not None:
            self._left_at.setFocus()
            self._left_at = None

    def show_mistakes(self, mistakes: "Sequence[Mistake]") -> None:
        """Each mistake at its field, the others above the buttons; the focus at the first."""
        by_field: Mapping[str, Mistake] = {one.field: one for one in reversed(mistakes)}
        for name, row in self.rows.items():
            row.show_mistake(by_field.get(name))
        homeless = [one for one in mistakes if one.field not in self.rows]
        if homeless:
            self.show_message(homeless[0].code, "bad", **homeless[0].params)
        first = next((row for name, row in self.rows.items() if name in by_field), None)
        if first is not None:
            first.editor.setFocus(Qt.FocusReason.TabFocusReason)

    def show_fault(self, fault: "DeskError") -> None:
        """A refusal: at its fields where it names them, otherwise above the buttons."""
        from desk_app.records.errors import UserMistake

        self.ready()
        if isinstance(fault, UserMistake):
            self.show_mistakes(fault.mistakes)
            return
        self.show_message(fault.code, "bad", **fault.params)

    def missing(self, *names: str) -> "list[Mistake]":
        """A mistake for each of these fields that is empty, under the code ``<field>.missing``."""
        from desk_app.records.errors import Mistake

        values = self.values()
        return [Mistake(name, f"{name}.missing") for name in names if not values[name].strip()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button in focus, otherwise the first."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        here = self.focusWidget()
        if isinstance(here, QAbstractButton) and here.isEnabled() and here.hasFocus():
            here.click()
        elif self.primary is not None and self.primary.isEnabled():
            self.primary.click()

    def restyle(self) -> None:
        """Grow with the letters."""
        self._content.setMaximumWidth(look().px(_WIDTH))

    def _lay_out(self, title: str, lead: str) -> None:
        self._form.setLayout(self.body)
        self.body.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(32, 16, 32, 16)
        column.setSpacing(16)
        column.addStretch(2)
        head = QVBoxLayout()
        head.setSpacing(4)
        head.addWidget(Words(title, letters="display", wrap=True))
        if lead:
            head.addWidget(Words(lead, tone="muted", wrap=True))
        column.addLayout(head)
        column.addWidget(self._form)
        column.addWidget(self.message)
        row = QHBoxLayout()
        row.addLayout(self.buttons)
        row.addStretch()
        column.addLayout(row)
        column.addStretch(3)
        across = QWidget()
        middle = QHBoxLayout(across)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch(1)
        middle.addWidget(self._content, 20)
        middle.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(Scroll(across))

    def _set_buttons(self, live: bool) -> None:
        for place in range(self.buttons.count()):
            item = self.buttons.itemAt(place)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setEnabled(live)

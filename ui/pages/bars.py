"""A question that does not stand in the way: one sentence over the page, two keys."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from ui.texts import worded
from ui.widgets.buttons import Button
from ui.widgets.labels import Words
from ui.widgets.sign import Sign

FIRST_KEY, SECOND_KEY = "F11", "F12"


class AskBar(QFrame):
    """A sentence and two ways to go on; hidden until it asks. The page binds the keys."""

    first = Signal()
    second = Signal()

    def __init__(self, sentence: str, first: str, second: str) -> None:
        super().__init__()
        self.setProperty("banner", "warn")
        self._sentence = sentence
        self._words = Words(letters="strong", wrap=True)
        self._note = Words(tone="muted", wrap=True)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._words)
        column.addWidget(self._note)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(Sign("alert", "warn"))
        row.addLayout(column, 1)
        for code, keys, signal in (
            (first, FIRST_KEY, self.first),
            (second, SECOND_KEY, self.second),
        ):
            button = Button(code, keys=keys)
            button.clicked.connect(signal)
            row.addWidget(button)
        self.hide()

    def ask(self, note: str = "", sentence: str = "", /, **params: str | int) -> None:
        """Show the question with its parameters and a second line of data.

        Another ``sentence`` may ask the same of another case.
        """
        code = sentence or self._sentence
        self._words.say(code, **params)
        worded(self, params, name=code)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.show()

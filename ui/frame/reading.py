"""A topic of the help as it is read on the screen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.help.topics import topics
from ui.texts import Worded, language, say
from ui.widgets.labels import Words

_POINT = "- "


class TopicText(QWidget, Worded):
    """Title, paragraphs and points of one topic."""

    def __init__(self, code: str, *, letters: str = "strong") -> None:
        super().__init__()
        self._title = Words(letters=letters, wrap=True)
        self._code = code
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self._title)
        for part in topics(language().name)[code]:
            self._column.addLayout(_line(part))
        self.reword()

    def reword(self) -> None:
        """Say the title in the language in force; the sheet is opened anew for the text."""
        self._title.setText(say(self._code))


def _line(part: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    words = Words(wrap=True)
    if part.startswith(_POINT):
        dot = Words(tone="accent")
        dot.setText("•")
        row.addWidget(dot, 0, Qt.AlignmentFlag.AlignTop)
    words.setText(part.removeprefix(_POINT))
    row.addWidget(words, 1)
    return row

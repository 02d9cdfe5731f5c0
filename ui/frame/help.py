"""The sheet of help: the field and the page that it was asked at, and every key in force."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.frame.keys import Bound, keys_in_force
from ui.frame.reading import TopicText
from ui.help.topics import topics_at
from ui.texts import language
from ui.theme import look
from ui.widgets.dialog import Dialog
from ui.widgets.keys import KeyHint
from ui.widgets.labels import Rule, Words
from ui.widgets.scroll import Scroll

MOST_TOPICS = 2
"""The field and its section or page; more would bury the keys."""
_WIDTH = 560
_HEIGHT = 420


class HelpSheet(Dialog):
    """What is told of the field under the cursor and of its page, then the keys.

    ``at`` is where the cursor stood; F1 and Escape close the sheet again.
    """

    def __init__(self, window: QWidget, at: QObject | None = None, over: QWidget | None = None):
        super().__init__(over or window, "help.sheet", agree="message.close")
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(16)
        found = topics_at(at, language().name)
        self.topics = [*found[:1], *found[1:][: MOST_TOPICS - 1]]
        for place, code in enumerate(self.topics):
            column.addWidget(TopicText(code, letters="section" if place == 0 else "strong"))
        if self.topics:
            column.addWidget(Rule())
        keys = keys_in_force(window)
        for title, everywhere in (("help.page", False), ("help.everywhere", True)):
            part = [one for one in keys if one.everywhere is everywhere]
            if part:
                column.addWidget(Words(title, letters="strong", tone="muted"))
                column.addLayout(_listed(part))
        column.addStretch()
        self._area = Scroll(content)
        # The arrows read on; there is nothing else to be reached in it.
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.setAccessibleName(self.accessibleName())
        self.body.addWidget(self._area)
        room = window.window().height() - look().px(180)
        self._area.setFixedHeight(max(look().px(160), min(look().px(_HEIGHT), room)))
        self.setMinimumWidth(look().px(_WIDTH))
        self._area.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The key that opened it closes it."""
        if event.key() == Qt.Key.Key_F1:
            self.reject()
            return
        super().keyPressEvent(event)


def _listed(keys: list[Bound]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(32)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(0, 1)
    for row, one in enumerate(keys):
        grid.addWidget(Words(one.code, wrap=True), row, 0)
        grid.addWidget(KeyHint(one.keys, "text"), row, 1, Qt.AlignmentFlag.AlignTrailing)
    return grid

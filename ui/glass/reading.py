"""The request read back to the visitor before it is signed."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desk_app.ports.queries import RequestView
from ui.glass.contents import read_back
from ui.glass.large_text import LargeText
from ui.texts import Worded, worded
from ui.theme import look
from ui.widgets.dialog import Dialog
from ui.widgets.labels import Words
from ui.widgets.scroll import Scroll

_STEPS: Final = {
    Qt.Key.Key_Down: 0.2,
    Qt.Key.Key_Up: -0.2,
    Qt.Key.Key_PageDown: 0.9,
    Qt.Key.Key_PageUp: -0.9,
}
"""How far a key reads on, in heights of what is in sight."""


class Reading(Dialog, Worded):
    """The whole request in large type; ``was_read`` is called when the visitor has heard it.

    Of a request that is not recorded yet nothing can be signed: it is only read.
    """

    def __init__(self, window: QWidget, view: RequestView, was_read: Callable[[], object]) -> None:
        recorded = bool(view.hit.request_id)
        agree = "glass.read.done" if recorded else "message.close"
        super().__init__(window, "glass.read", agree=agree)
        self._view = view
        how = "glass.read.how" if recorded else "glass.read.how.unrecorded"
        self.body.addWidget(Words(how, tone="muted", wrap=True))
        self._text = LargeText(size=24)
        worded(self._text, name="glass.read")
        self._scroll = Scroll(self._text)
        self.body.addWidget(self._scroll, 1)
        if recorded:
            self.offer_way_back("glass.read.not_now")
            self.accepted.connect(was_read)
        room = window.size()
        self.resize(min(look().px(820), round(room.width() * 0.9)), round(room.height() * 0.88))
        self.reword()

    def reword(self) -> None:
        """Say everything in the language in force."""
        self._text.show_passages(read_back(self._view))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and page keys read on."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + round(step * self._scroll.viewport().height()))

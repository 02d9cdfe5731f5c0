"""The code large on the screen, to be copied by hand where nothing prints."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desk_app.ports.queries import RequestView
from ui.glass.contents import numbers
from ui.glass.large_text import LargeText
from ui.texts import Worded, worded
from ui.theme import look
from ui.widgets.dialog import Dialog
from ui.widgets.labels import Words


class ByHand(Dialog, Worded):
    """Code, follow-up number and promised day; ``given`` is called when they were handed over."""

    def __init__(self, window: QWidget, view: RequestView, given: Callable[[], object]) -> None:
        super().__init__(window, "glass.by_hand", agree="glass.by_hand.given")
        self._view = view
        self.offer_way_back("glass.by_hand.later")
        self.setMinimumWidth(look().px(620))
        self.body.addWidget(Words("glass.by_hand.how", tone="muted", wrap=True))
        self._text = LargeText()
        self._text.setMinimumHeight(look().px(300))
        worded(self._text, name="glass.by_hand")
        self.body.addWidget(self._text, 1)
        self.accepted.connect(given)
        self.reword()

    def reword(self) -> None:
        """Say everything in the language in force."""
        self._text.show_passages(numbers(self._view))

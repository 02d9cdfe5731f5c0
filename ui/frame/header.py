"""The head of the window: the name of the page and what it puts beside it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import Dressed, look
from ui.widgets.labels import Words
from ui.widgets.showing import StatusPill


class Header(QWidget, Dressed):
    """The title of the page shown, with room at the end of its line.

    ``mark`` stands beside every title once it is shown: what holds for the whole desk.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("header", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = Words(letters="title")
        self._beside: QWidget | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(24, 0, 24, 0)
        self._row.setSpacing(16)
        self._row.addWidget(self._title)
        self._row.addStretch()
        self.mark = StatusPill()
        self.mark.hide()
        self._row.insertWidget(1, self.mark)
        self.restyle()

    def show_title(self, code: str, beside: QWidget | None) -> None:
        """Show the name of a page and its widget beside it."""
        self._title.say(code)
        if self._beside is not None and self._beside is not beside:
            self._row.removeWidget(self._beside)
            self._beside.hide()
        self._beside = beside
        if beside is not None:
            self._row.addWidget(beside)
            beside.show()

    def restyle(self) -> None:
        """Grow with the letters."""
        self.setFixedHeight(look().px(56))

"""The settings page: habits, counter, printers, backups, about."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ui.actions.workplace import Workplace
from ui.frame.keys import bind
from ui.frame.page import Page
from ui.settings.about import AboutCard
from ui.settings.backup import BackupCard
from ui.settings.counter import CounterCard
from ui.settings.habits import HabitsCard
from ui.settings.printers import PrintersCard
from ui.theme import look
from ui.widgets.scroll import Scroll

_WIDE = 900


class SettingsPage(Page):
    """Everything that is set for this machine, in two columns where there is room."""

    def __init__(
        self, place: Workplace, kept: Callable[[], object], show_help: Callable[[], object]
    ) -> None:
        super().__init__()
        self._printers = PrintersCard(place)
        self._counter = CounterCard(place, kept)
        self._backup = BackupCard(place)
        self._habits = HabitsCard()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(16)
        for cards in (
            (self._printers, self._backup),
            (self._habits, self._counter, AboutCard(show_help)),
        ):
            column = QVBoxLayout()
            column.setSpacing(16)
            for card in cards:
                column.addWidget(card)
            column.addStretch()
            self._columns.addLayout(column, 1)
        content = QWidget()
        content.setLayout(self._columns)
        self._columns.setContentsMargins(24, 16, 24, 16)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(Scroll(content))
        bind(self, "Ctrl+N", "settings.printer.new", self._printers.ask_new)

    def opened(self) -> None:
        """Read what is set."""
        for card in (self._printers, self._counter, self._backup):
            card.read()
        first = self._habits.nextInFocusChain()
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column where the window is narrow."""
        super().resizeEvent(event)
        wide = self.width() >= look().px(_WIDE)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(across if wide else down)

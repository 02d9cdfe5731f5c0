"""The visitor's view of their request, on the second screen or over the first."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QMouseEvent, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.ports.queries import RequestView
from ui.glass.contents import for_visitor
from ui.glass.large_text import LargeText
from ui.texts import Worded, worded
from ui.widgets.labels import Words


class VisitorDisplay(QWidget, Worded):
    """A whole screen of large type; ``gone`` is sent when it is taken away.

    On a screen of its own it never takes the keyboard from the officer; over the officer's own
    any key or click takes it away.
    """

    gone = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self._window = window
        self._view: RequestView | None = None
        worded(self, window="glass.show", name="glass.show")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("card", True)
        self._text = LargeText()
        worded(self._text, name="glass.show")
        self._how = Words("glass.show.away", letters="caption", tone="muted", centred=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 12)
        column.addWidget(self._text, 1)
        column.addWidget(self._how)

    @property
    def view(self) -> RequestView | None:
        """The request shown."""
        return self._view

    def show_view(self, view: RequestView) -> None:
        """Show a request, in place of the one before."""
        self._view = view
        self.reword()
        other = second_screen(self._window)
        self._how.setVisible(other is None)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, other is not None)
        screen = other or self._window.screen()
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()
        if other is None:
            self.activateWindow()
            self.setFocus()

    def reword(self) -> None:
        """Say everything in the language in force."""
        if self._view is not None:
            self._text.show_passages(for_visitor(self._view))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Any key gives the officer their screen back."""
        if event.key() not in (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt):
            self.close()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """So does a click or a touch."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing of the request stays behind."""
        self._view = None
        self._text.show_passages(())
        super().closeEvent(event)
        self.gone.emit()


def second_screen(window: QWidget) -> QScreen | None:
    """A screen that the window does not stand on, or None."""
    own = window.screen()
    return next((one for one in QGuiApplication.screens() if one is not own), None)

"""A page that may be higher than the window."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget


class Scroll(QScrollArea):
    """Scrolls its content up and down only, and follows the focus, also when the content grows."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._content = content
        # Not at once: what the content holds takes its new place after the content itself.
        self._grown = QTimer(self)
        self._grown.setSingleShot(True)
        self._grown.timeout.connect(self._on_grown)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The fields inside are the stops of Tab, not the area around them.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What was added above the focus, or around it, leaves it in sight."""
        passed = super().eventFilter(watched, event)
        if watched is self._content and event.type() == QEvent.Type.Resize:
            self._grown.start()
        return passed

    def _on_grown(self) -> None:
        self._on_focus(None, QApplication.focusWidget())

    def _on_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._content.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, 48)

"""What stands over the desk goes out of sight with it: a locked desk shows nobody's request."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid


class Curtain(QObject):
    """Hides the sheets that are open over a part of a window while that part is hidden."""

    def __init__(self, part: QWidget) -> None:
        super().__init__(part)
        self._part = part
        self._behind: list[QDialog] = []
        part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Draw the curtain when the part is hidden, open it when it comes back."""
        if event.type() == QEvent.Type.Hide and not event.spontaneous():
            # A sheet belongs to the whole window, and would keep keys from what comes instead.
            sheets = self._part.window().findChildren(QDialog)
            self._behind = [sheet for sheet in sheets if sheet.isVisible()]
            for sheet in self._behind:
                sheet.hide()
        elif event.type() == QEvent.Type.Show and not event.spontaneous():
            behind, self._behind = self._behind, []
            for sheet in behind:
                if isValid(sheet):
                    sheet.show()
        return False

"""What the line says of scans, in the window's thread, and how to ask it for one."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from desk_app.ports.scan_line import ScanFile, ScanLine, ScanView


class ScanNews(QObject):
    """``changed`` is sent when the view changed, ``arrived`` when a file came."""

    changed = Signal()
    arrived = Signal()
    _heard = Signal(object)

    def __init__(self, line: ScanLine) -> None:
        super().__init__()
        self._line = line
        self.view = line.view()
        self._heard.connect(self._take)
        stop = line.subscribe(self._heard.emit)
        self.destroyed.connect(stop)

    def want(self, files: Sequence[ScanFile]) -> None:
        """Fetch these before everything else."""
        self._line.want(files)

    def _take(self, view: ScanView) -> None:
        before, self.view = self.view, view
        self.changed.emit()
        if view.came != before.came:
            self.arrived.emit()

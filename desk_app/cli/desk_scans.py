"""The scans on the line, as the window sees them and as one round moves them."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from db.scan_shelf import DeskScanShelf
from db.session import Session
from desk_app.ports.scan_line import ScanFile, ScanView
from desk_app.sync.scans import ScanTraffic

if TYPE_CHECKING:
    from desk_app.sync.engine import SyncEngine


class DeskScans:
    """Implements ``ports.scan_line.ScanLine``; ``traffic`` is what the sync engine moves."""

    def __init__(self, session: Session) -> None:
        self._view = ScanView()
        self._hearing: list[Callable[[ScanView], None]] = []
        self._engine: SyncEngine | None = None
        self.traffic = scan_traffic(session, self._note)

    def serve(self, engine: "SyncEngine") -> None:
        """From now on this engine is asked for files."""
        self._engine = engine

    def view(self) -> ScanView:
        """How the scans stand now."""
        return self._view

    def subscribe(self, hear: Callable[[ScanView], None]) -> Callable[[], None]:
        """Call ``hear`` from the engine's thread at each change; returns how to stop."""
        self._hearing.append(hear)
        return lambda: self._hearing.remove(hear) if hear in self._hearing else None

    def want(self, files: Sequence[ScanFile]) -> None:
        """Fetch these next."""
        if self._engine is not None:
            self._engine.want_scans(files)

    def close(self) -> None:
        """Tell nobody any more."""
        self._hearing.clear()

    def _note(self, view: ScanView) -> None:
        self._view = view
        for hear in tuple(self._hearing):
            hear(view)


def scan_traffic(
    session: Session, on_view: Callable[[ScanView], None] = lambda view: None
) -> ScanTraffic:
    """What moves the scans of an open book."""
    return ScanTraffic(DeskScanShelf(session.book, session.scans, _picture), on_view)


def _picture(data: bytes) -> bytes:
    # Loaded when the first is drawn: pdfium and its kin cost a start that few rounds need.
    from desk_app.printing.scan_picture import scan_picture

    return scan_picture(data)

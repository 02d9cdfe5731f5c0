"""Scans that are not at this desk yet: what can be seen of them, and how far they have come."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desk_app.ports.queries import RequestView
from desk_app.ports.scan_line import ScanFile, ScanView
from desk_app.services.scans_here import ScanStanding, scan_standings
from ui.actions.scan_news import ScanNews
from ui.actions.workplace import Workplace

Sentence = tuple[str, dict[str, str | int]]
"""A code and its parameters."""


class FarScans(QObject):
    """The scans of the request that is open; ``changed`` when there is something new to say.

    ``arrived`` carries the name of a scan that was wanted and is here now.
    """

    changed = Signal()
    arrived = Signal(str)

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._request_id = ""
        self._standings: dict[str, ScanStanding] = {}
        self._asked: set[ScanFile] = set()
        self._news = ScanNews(place.desk.line.scans)
        self._news.changed.connect(self.changed)
        self._news.arrived.connect(self._look)

    def show_view(self, view: RequestView) -> None:
        """Look how the scans of a request stand; what little can be seen is asked for once."""
        if view.hit.request_id != self._request_id:
            self._standings = {}
            self._asked.clear()
        self._request_id = view.hit.request_id
        if view.documents:
            self._look()

    def is_far(self, name: str) -> bool:
        """Whether a scan is known not to lie here."""
        standing = self._standings.get(name)
        return standing is not None and not standing.here

    def picture(self, name: str) -> QImage:
        """The small picture of a scan that is not here; null where there is none."""
        standing = self._standings.get(name)
        return QImage.fromData(standing.preview) if standing and standing.preview else QImage()

    def says(self, name: str) -> Sentence:
        """Where a scan that is not here is, or how far it has come."""
        standing = self._standings.get(name)
        return sentence_of(standing, self._news.view) if standing else ("scans.far", {})

    def fetch(self, name: str) -> None:
        """Let a scan come, before everything else."""
        self._news.want([ScanFile(name)])

    def _look(self) -> None:
        desk, request_id = self._place.desk, self._request_id
        self._place.work.read(
            lambda: scan_standings(desk.book, desk.scans, request_id),
            partial(self._take, request_id),
        )

    def _take(self, request_id: str, found: Sequence[ScanStanding]) -> None:
        if request_id != self._request_id:
            return
        before, self._standings = self._standings, {each.name: each for each in found}
        wanted = {each.wanted for each in found if each.wanted is not None} - self._asked
        if wanted:
            self._asked |= wanted
            self._news.want(sorted(wanted, key=lambda file: file.name))
        self.changed.emit()
        for each in found:
            known = before.get(each.name)
            if each.here and known is not None and not known.here:
                self.arrived.emit(each.name)


def sentence_of(standing: ScanStanding, view: ScanView) -> Sentence:
    """What is said of a scan that is not here."""
    if (percent := view.arriving.get(standing.name)) is not None:
        return ("scans.far.coming", {"percent": percent}) if percent else ("scans.far.asked", {})
    absent = view.absent.get(standing.name)
    if absent is not None and absent != "scan.not_at_centre":
        return absent, {}
    if absent is not None:
        still = "scans.far.still" if standing.counter else "scans.far.not_sent"
        return still, {"counter": standing.counter}
    told = "scans.far.counter" if standing.counter else "scans.far"
    return told, {"counter": standing.counter}

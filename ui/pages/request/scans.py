"""The scans of a request: one line each, opened by Enter or a click."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.ports.queries import RequestView, TimelineItem
from ui.pages.hits import shown_moment
from ui.texts import ordered, say, shown, worded
from ui.theme import Dressed
from ui.widgets.face import FaceButton
from ui.widgets.labels import Words

_KIB = 1024


class _ScanButton(FaceButton, Dressed):
    """Title, size and day of one scan."""

    def __init__(self, words: str) -> None:
        super().__init__("attach", spread=True)
        self.setProperty("kind", "quiet")
        self.setText(words)
        self.setAccessibleName(say("scans.look.at", title=words))

    def tone(self) -> str:
        """A line of a list."""
        return "text"


class Scans(QWidget):
    """``wanted`` carries the place of a scan among the documents of the request."""

    wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        worded(self, name="scans.title")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def show_view(self, view: RequestView) -> None:
        """Show the scans of a request in place of the ones before, the newest first."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, document in reversed(list(enumerate(view.documents))):
            button = _ScanButton(title_of(document))
            button.clicked.connect(lambda _=False, one=place: self.wanted.emit(one))
            self._column.addWidget(button)
        self._column.addWidget(Words("scans.how", letters="caption", tone="muted", wrap=True))


def title_of(document: TimelineItem) -> str:
    """A scan's title, which paper it is, its size and when it came."""
    facts = document.facts
    title = str(facts.get("title") or facts.get("paper") or say("scans.untitled"))
    size = int(facts.get("size") or 0)
    paper = str(facts.get("paper") or "")
    parts = [
        ordered(title),
        paper if paper != title else "",
        _size(size),
        shown_moment(document.at),
    ]
    return "  ·  ".join(part for part in parts if part)


def _size(size: int) -> str:
    if size < _KIB * _KIB:
        return say("scans.kib", size=max(1, size // _KIB))
    return say("scans.mib", size=shown(f"{size / _KIB / _KIB:.1f}"))

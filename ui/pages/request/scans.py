"""The scans of a request: one line each, opened by Enter or a click."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desk_app.ports.queries import RequestView, TimelineItem
from ui.pages.hits import shown_moment
from ui.pages.request.far_scans import FarScans
from ui.texts import isolated, say, shown, worded
from ui.theme import Dressed, look
from ui.widgets.face import FaceButton
from ui.widgets.labels import Words

_KIB = 1024
_PICTURE = 64
_NARROWEST = 160
_BESIDE_ICON = 38
"""So that what is said of a scan begins where its title does."""


class _ScanButton(FaceButton, Dressed):
    """Title, size and day of one scan."""

    def __init__(self, words: str) -> None:
        super().__init__("attach", spread=True)
        self.setProperty("kind", "quiet")
        self.setText(words)
        self.setAccessibleName(say("scans.look.at", title=words))
        self.setToolTip(words)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def tone(self) -> str:
        """A line of a list."""
        return "text"

    def minimumSizeHint(self) -> QSize:
        """A long title is cut before it widens the page; the tip holds all of it."""
        return QSize(look().px(_NARROWEST), self.sizeHint().height())


class _Row(QWidget, Dressed):
    """One scan; of one that is not here its small picture, and where it is."""

    def __init__(self, document: TimelineItem) -> None:
        super().__init__()
        self.name = str(document.facts.get("blob") or "")
        self.button = _ScanButton(title_of(document))
        self._image = QImage()
        self._picture = QLabel()
        worded(self._picture, {"title": self.button.text()}, name="scans.far.picture")
        self._where = Words(letters="caption", tone="muted", wrap=True)
        self._below = QHBoxLayout()
        self._below.addWidget(self._where, 1)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(self.button)
        lines.addLayout(self._below)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(lines, 1)
        self.show_here()

    def show_here(self) -> None:
        """It lies here: a line like any other."""
        self._picture.hide()
        self._where.hide()

    def show_far(self, image: QImage, code: str, params: dict[str, str | int]) -> None:
        """It does not lie here."""
        self._image = image
        self._where.say(code, **params)
        self._where.show()
        self._picture.setVisible(not image.isNull())
        self.restyle()

    def says(self) -> str:
        """What stands below the title; empty for a scan that is here."""
        return "" if self._where.isHidden() else self._where.text()

    def restyle(self) -> None:
        """Grow with the letters."""
        side = look().px(_PICTURE)
        # Qt counts these from left to right; both sides alike keep the words below their title.
        beside = look().px(_BESIDE_ICON)
        self._below.setContentsMargins(beside, 0, beside, look().px(4))
        if not self._image.isNull():
            self._picture.setPixmap(_framed(self._image, side))


def _framed(image: QImage, side: int) -> QPixmap:
    """The picture so small that it fits, with an edge: paper is as white as the page."""
    small = QPixmap.fromImage(image).scaled(
        side,
        side,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    painter = QPainter(small)
    painter.setPen(look().colour("line"))
    painter.drawRect(small.rect().adjusted(0, 0, -1, -1))
    painter.end()
    return small


class Scans(QWidget):
    """``wanted`` carries the place of a scan among the documents of the request.

    ``told`` is sent when something else is said of one that is not here.
    """

    wanted = Signal(int)
    told = Signal()

    def __init__(self, far: FarScans) -> None:
        super().__init__()
        worded(self, name="scans.title")
        self._far = far
        self._rows: list[_Row] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        far.changed.connect(self._show_far)

    def show_view(self, view: RequestView) -> None:
        """Show the scans of a request in place of the ones before, the newest first."""
        self._rows = []
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, document in reversed(list(enumerate(view.documents))):
            row = _Row(document)
            row.button.clicked.connect(lambda _=False, one=place: self.wanted.emit(one))
            self._rows.append(row)
            self._column.addWidget(row)
        self._column.addWidget(Words("scans.how", letters="caption", tone="muted", wrap=True))
        self._far.show_view(view)
        self._show_far()

    def says(self) -> list[str]:
        """What is said of each scan besides its title, the newest first."""
        return [row.says() for row in self._rows]

    def _show_far(self) -> None:
        for row in self._rows:
            if self._far.is_far(row.name):
                row.show_far(self._far.picture(row.name), *self._far.says(row.name))
            else:
                row.show_here()
        self.told.emit()


def title_of(document: TimelineItem) -> str:
    """A scan's title, which paper it is, its size and when it came."""
    facts = document.facts
    title = str(facts.get("title") or facts.get("paper") or say("scans.untitled"))
    size = int(facts.get("size") or 0)
    paper = str(facts.get("paper") or "")
    parts = [
        isolated(title),
        paper if paper != title else "",
        _size(size),
        shown_moment(document.at),
    ]
    return "  ·  ".join(part for part in parts if part)


def _size(size: int) -> str:
    if size < _KIB * _KIB:
        return say("scans.kib", size=max(1, size // _KIB))
    return say("scans.mib", size=shown(f"{size / _KIB / _KIB:.1f}"))

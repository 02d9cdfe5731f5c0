"""Keys drawn as key caps, so that what the keyboard does is read off the screen."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.texts import shown
from ui.theme import Dressed, look

_NAMES: Final = {"Return": "Enter", "PgDown": "PgDn"}


def key_names(keys: str) -> list[str]:
    """The caps of a key sequence such as ``Ctrl+S``, in the order they are held."""
    names = QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText)
    # The plus key itself: Ctrl++ parts into Ctrl and two empty names.
    parts = (
        [*names.removesuffix("++").split("+"), "+"] if names.endswith("++") else names.split("+")
    )
    return [_NAMES.get(name, name) for name in parts]


def caps_width(caps: list[str]) -> float:
    """How wide the caps are drawn beside each other."""
    return sum(_widths(caps)) + look().px(4) * (len(caps) - 1)


def draw_caps(painter: QPainter, caps: list[str], left: float, middle: float, ink: QColor) -> None:
    """Draw caps from a left edge on, around the height ``middle``; always left to right."""
    height = look().px(20) - 1.0
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(look().font("caption"))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for cap, width in zip(caps, _widths(caps), strict=True):
        box = QRectF(left + 0.5, round(middle - height / 2) + 0.5, width - 1, height)
        edge = QColor(ink)
        edge.setAlphaF(0.55)
        painter.setPen(QPen(edge, 1))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown(cap) if cap.isdigit() else cap)
        left += width + look().px(4)


def _widths(caps: list[str]) -> list[float]:
    metrics = QFontMetricsF(look().font("caption"))
    least = look().px(20)
    return [max(least, metrics.horizontalAdvance(cap) + look().px(10)) for cap in caps]


class KeyHint(QWidget, Dressed):
    """The caps of one key sequence."""

    def __init__(self, keys: str, tone: str = "muted") -> None:
        super().__init__()
        self._caps = key_names(keys)
        self._tone = tone
        self.setAccessibleName("+".join(self._caps))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def restyle(self) -> None:
        """Grow with the letters."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for its caps."""
        return QSize(round(caps_width(self._caps)) + 1, look().px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the caps."""
        painter = QPainter(self)
        draw_caps(painter, self._caps, 0, self.height() / 2, look().colour(self._tone))

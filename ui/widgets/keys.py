"""Keys drawn as key caps, so that what the keyboard does is read off the screen."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Dressed, look

_NAMES: Final = {"Return": "Enter", "PgUp": "PgUp", "PgDown": "PgDn"}


def key_names(keys: str) -> list[str]:
    """The caps of a key sequence such as ``Ctrl+S``, in the order they are held."""
    names = QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText).split("+")
    return [_NAMES.get(name, name) for name in names if name]


class KeyHint(QWidget, Dressed):
    """The caps of one key sequence; Latin, so always drawn left to right."""

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

    def sizeHint(self) -> QSize:  # noqa: N802
        """Wide enough for its caps."""
        gap = look().px(4)
        width = sum(self._widths()) + gap * (len(self._caps) - 1)
        return QSize(round(width) + 1, look().px(20))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the caps."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look().font("caption"))
        painter.setPen(QPen(look().colour(self._tone), 1))
        left, height = 0.5, self.height() - 1.0
        for cap, width in zip(self._caps, self._widths(), strict=True):
            box = QRectF(left, 0.5, width - 1, height)
            painter.drawRoundedRect(box, 4, 4)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, cap)
            left += width + look().px(4)

    def _widths(self) -> list[float]:
        metrics = QFontMetricsF(look().font("caption"))
        least = look().px(20)
        return [max(least, metrics.horizontalAdvance(cap) + look().px(12)) for cap in self._caps]

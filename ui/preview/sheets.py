"""Pages one under the other as they lie on a desk: white by day and by night."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import look

_GAP = 12


class Sheets(QWidget):
    """Draws ready pictures of pages; their dots are those of the screen."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: list[QImage] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def pages(self) -> Sequence[QImage]:
        """The pages shown."""
        return tuple(self._pages)

    def show_pages(self, pages: Sequence[QImage], ratio: float) -> None:
        """Show other pages, made for a screen of this many dots to a pixel."""
        self._pages = list(pages)
        for page in self._pages:
            page.setDevicePixelRatio(ratio)
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the widest page and as high as all of them."""
        sizes = [page.deviceIndependentSize() for page in self._pages]
        high = sum(size.height() + _GAP for size in sizes)
        return QSize(round(max((size.width() for size in sizes), default=0)) + 2, round(high) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw each page with a hairline round it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        top = 1.0
        for page in self._pages:
            size = page.deviceIndependentSize()
            left = round((self.width() - size.width()) / 2)
            painter.drawImage(QPointF(left, top), page)
            painter.setPen(look().colour("line"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(left - 0.5, top - 0.5, size.width() + 1, size.height() + 1))
            top += size.height() + _GAP

"""Saying yes or no."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox

from ui.texts import language, worded
from ui.theme import Dressed, look


class Check(QCheckBox, Dressed):
    """A yes or no with its words; the box's border is as clear as a field's."""

    def __init__(self, code: str) -> None:
        super().__init__()
        worded(self, text=code, name=code)

    def value(self) -> bool:
        """Whether it is ticked."""
        return self.isChecked()

    def mistake(self) -> None:
        """Yes and no are both right."""
        return

    def restyle(self) -> None:
        """Grow with the letters."""
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Box, gap and words."""
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(look().px(18) + look().px(10) + words + 4, look().px(28))

    def hitButton(self, position: QPoint) -> bool:
        """Words are as good to click as the box."""
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, tick and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self._box()
        self._draw_box(painter, QRectF(box))
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        gap = look().px(10)
        words = self.rect()
        if rtl:
            words.setRight(box.left() - gap)
        else:
            words.setLeft(box.right() + gap)
        painter.setPen(look().colour("text" if self.isEnabled() else "faint"))
        painter.drawText(words, language().start | Qt.AlignmentFlag.AlignVCenter, self.text())

    def _draw_box(self, painter: QPainter, box: QRectF) -> None:
        colours = look()
        ticked, live = self.isChecked(), self.isEnabled()
        if self.hasFocus():
            painter.setPen(QPen(colours.colour("accent"), 1.5))
            painter.drawRoundedRect(box.adjusted(-2.5, -2.5, 2.5, 2.5), 6, 6)
        tone = "accent" if ticked and live else "field_line" if live else "line"
        painter.setPen(QPen(colours.colour(tone), 1))
        painter.setBrush(colours.colour("accent" if ticked and live else "surface"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if not ticked:
            return
        painter.setPen(QPen(colours.colour("on_accent" if live else "faint"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        corner, side = box.topLeft(), box.width()
        steps = ((0.25, 0.52), (0.43, 0.70), (0.76, 0.32))
        tick = [corner + QPointF(across * side, down * side) for across, down in steps]
        painter.drawPolyline(QPolygonF(tick))

    def _box(self) -> QRect:
        side = look().px(18)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = self.width() - side - 3 if rtl else 3
        return QRect(left, (self.height() - side) // 2, side, side)

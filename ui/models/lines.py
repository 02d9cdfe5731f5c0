"""Rows of two lines, as the lists of requests and people show them."""

from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from ui.models.rows import ROW_ROLE
from ui.texts import say
from ui.theme import look
from ui.widgets.showing import PILL_COLOURS, PillTone

ROW_HEIGHT = 56
_UPRIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
_LEFT = Qt.AlignmentFlag.AlignLeft | _UPRIGHT
_RIGHT = Qt.AlignmentFlag.AlignRight | _UPRIGHT


class Line(NamedTuple):
    """One row, every text ready to draw: name and note at the beginning, two texts at the end."""

    id: str
    title: str
    note: str = ""
    aside: str = ""
    aside_note: str = ""
    state: str = ""
    tone: PillTone = "plain"
    fresh: bool = False
    """Whether it changed by what came from elsewhere and nobody opened it since."""

    def spoken(self) -> str:
        """The row as a screen reader says it."""
        news = say("hit.fresh") if self.fresh else ""
        parts = (self.title, self.note, self.state, self.aside, self.aside_note, news)
        return "، ".join(part for part in parts if part)


class LineDelegate(QStyledItemDelegate):
    """Draws a ``Line`` itself: four texts and a pill cost less than the style's one cell."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """One height for every row."""
        return QSize(look().px(240), look().px(ROW_HEIGHT))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the row on its ground."""
        box: QRect = option.rect
        here = look()
        if self._view.selectionModel().isRowSelected(index.row(), QModelIndex()):
            painter.fillRect(box, here.colour("accent_weak"))
            rtl = self._view.layoutDirection() == Qt.LayoutDirection.RightToLeft
            edge = box.right() - 2 if rtl else box.left()
            painter.fillRect(QRect(edge, box.top(), 3, box.height()), here.colour("accent"))
        painter.setPen(here.colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        line = index.data(ROW_ROLE)
        if isinstance(line, Line):
            if line.fresh:
                self._draw_fresh(painter, box)
            self._draw_line(painter, box.adjusted(here.px(16), 0, -here.px(16), 0), line)

    def _draw_fresh(self, painter: QPainter, box: QRect) -> None:
        """A dot before the words; they stay where they are."""
        here = look()
        rtl = self._view.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = here.px(6)
        left = box.right() - here.px(5) - side if rtl else box.left() + here.px(5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(here.colour("accent"))
        painter.drawEllipse(QRectF(left, box.top() + box.height() / 4 - side / 2 + 2, side, side))
        painter.restore()

    def _draw_line(self, painter: QPainter, box: QRect, line: Line) -> None:
        here = look()
        rtl = self._view.layoutDirection() == Qt.LayoutDirection.RightToLeft
        begin, end = (_RIGHT, _LEFT) if rtl else (_LEFT, _RIGHT)
        half = box.height() // 2
        top = QRect(box.left(), box.top() + here.px(4), box.width(), half - here.px(4))
        low = QRect(box.left(), box.top() + half, box.width(), half - here.px(6))
        body, caption = here.font("body"), here.font("caption")
        painter.setFont(body)
        painter.setPen(here.colour("muted"))
        room = QFontMetrics(body).horizontalAdvance(line.aside)
        painter.drawText(top, end, line.aside)
        painter.setPen(here.colour("text"))
        _draw_elided(painter, _shorter(top, room + here.px(16), rtl), begin, line.title)
        painter.setFont(caption)
        room = self._draw_end(painter, low, line, rtl)
        painter.setPen(here.colour("muted"))
        _draw_elided(painter, _shorter(low, room + here.px(16), rtl), begin, line.note)

    def _draw_end(self, painter: QPainter, box: QRect, line: Line, rtl: bool) -> int:
        """Draw pill and second text at the end; the width they took."""
        here, metrics = look(), QFontMetrics(look().font("caption"))
        taken = 0
        if line.state:
            letters, ground = PILL_COLOURS[line.tone]
            width = metrics.horizontalAdvance(line.state) + here.px(16)
            left = box.left() if rtl else box.right() + 1 - width
            pill = QRectF(left, box.top() + here.px(1), width, here.px(20))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(here.colour(ground))
            painter.drawRoundedRect(pill, here.px(10), here.px(10))
            painter.setPen(here.colour(letters))
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, line.state)
            taken = width + here.px(8)
        if line.aside_note:
            painter.setPen(here.colour("muted"))
            rest = _shorter(box, taken, rtl)
            painter.drawText(rest, _LEFT if rtl else _RIGHT, line.aside_note)
            taken += metrics.horizontalAdvance(line.aside_note)
        return taken


def _shorter(box: QRect, by: int, rtl: bool) -> QRect:
    """The box without so much at the end of the line."""
    return box.adjusted(by, 0, 0, 0) if rtl else box.adjusted(0, 0, -by, 0)


def _draw_elided(painter: QPainter, box: QRect, side: Qt.AlignmentFlag, text: str) -> None:
    metrics = painter.fontMetrics()
    painter.drawText(box, side, metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width()))

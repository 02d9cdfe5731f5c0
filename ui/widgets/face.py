"""The face of a button: icon, words and key caps in one line, drawn by the tokens.

Qt lays out icon and text of a button without room for a third thing and, right to left, off the
edge; the style draws the ground and this the rest.
"""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton

from ui.theme import look
from ui.theme.icons import tinted
from ui.widgets.keys import caps_width, draw_caps, key_names

_ICON = 18
_GAP = 8
_EDGE = 16


class FaceButton(QPushButton):
    """A push button that draws its own face.

    ``spread`` puts the words at the beginning and the caps at the end of the line; otherwise all
    stand together in the middle.
    """

    def __init__(self, icon: str = "", keys: str = "", *, spread: bool = False) -> None:
        super().__init__()
        self._icon = icon
        self._caps = key_names(keys) if keys else []
        self._spread = spread
        self._words = ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)

    def text(self) -> str:
        """The words, which Qt's own button is not told so that it draws the ground alone."""
        return self._words

    def setText(self, words: str) -> None:
        """Show other words."""
        self._words = words
        self.restyle()

    def tone(self) -> str:
        """The colour of icon, words and caps."""
        return "text" if self.isEnabled() else "faint"

    def letters(self) -> str:
        """The role of the words in the type scale."""
        return "body"

    def restyle(self) -> None:
        """Grow with the letters."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Everything in one line with room at both ends."""
        here = look()
        return QSize(round(self._width()) + 2 * here.px(_EDGE), here.px(36))

    def minimumSizeHint(self) -> QSize:
        """Words are never cut off."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground by the style, then the face."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here = look()
        room = self.rect().adjusted(here.px(12), 0, -here.px(12), 0)
        if not self._spread:
            room = QRect(0, 0, round(self._width()) + 1, self.height())
            room.moveCenter(self.rect().center())
        self._draw(painter, room)

    def _draw(self, painter: QPainter, room: QRect) -> None:
        here, ink = look(), look().colour(self.tone())
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side, gap, middle = here.px(_ICON), here.px(_GAP), self.height() / 2
        words = QRect(room)
        if self._icon:
            picture = tinted(self._icon, side, ink.name(), self.devicePixelRatioF())
            left = room.right() + 1 - side if rtl else room.left()
            painter.drawPixmap(left, round(middle - side / 2), picture)
            words.adjust(0 if rtl else side + gap, 0, -side - gap if rtl else 0, 0)
        if self._caps:
            width = round(caps_width(self._caps))
            left = room.left() if rtl else room.right() + 1 - width
            draw_caps(painter, self._caps, left, middle, ink)
            words.adjust(width + gap if rtl else 0, 0, 0 if rtl else -width - gap, 0)
        painter.setFont(here.font(self.letters()))
        painter.setPen(ink)
        begin = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        flags = begin | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        text = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, flags, text)

    def _width(self) -> float:
        here = look()
        # One pixel more: the advance is rounded down and an exact fit would be elided.
        width = QFontMetrics(here.font(self.letters())).horizontalAdvance(self.text()) + 1.0
        if self._icon:
            width += here.px(_ICON) + here.px(_GAP)
        if self._caps:
            width += caps_width(self._caps) + here.px(_GAP)
        return width

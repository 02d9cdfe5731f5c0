"""Words on the screen in a role of the type scale."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from ui.texts import Worded, language, worded


def polish(widget: QWidget, **properties: str | bool) -> None:
    """Set properties that the style sheet asks about and apply its answer."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Words(QLabel, Worded):
    """A label that begins at the reading side whatever its text is made of.

    ``letters`` is a role of the type scale, ``tone`` a colour; ``code`` follows the language.
    """

    def __init__(
        self,
        code: str = "",
        *,
        letters: str = "body",
        tone: str = "text",
        wrap: bool = False,
        centred: bool = False,
    ) -> None:
        super().__init__()
        self._centred = centred
        self.setProperty("letters", letters)
        self.setProperty("tone", tone)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if code:
            worded(self, text=code)
        self.reword()

    def say(self, code: str, /, **params: str | int) -> None:
        """Show the sentence of a code from now on."""
        worded(self, params, text=code)

    def set_tone(self, tone: str) -> None:
        """Wear another colour of the palette."""
        # Asking for the style object loads a large class: not for a tone that is worn already.
        if self.property("tone") != tone:
            polish(self, tone=tone)

    def reword(self) -> None:
        """Begin at the reading side of the language in force."""
        upright = Qt.AlignmentFlag.AlignVCenter
        side = Qt.AlignmentFlag.AlignHCenter if self._centred else language().start
        self.setAlignment(side | upright)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw several lines here: Qt's label indents Persian lines by the space they break at."""
        if not self.wordWrap() or language().name != "fa":
            super().paintEvent(event)
            return
        room = self.contentsRect()
        option = QTextOption(self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask)
        option.setTextDirection(self.layoutDirection())
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        lines = QTextLayout(self.text().replace("\n", "\u2028"), self.font())
        lines.setTextOption(option)
        high = 0.0
        lines.beginLayout()
        while (line := lines.createLine()).isValid():
            line.setLineWidth(room.width())
            line.setPosition(QPointF(0, high))
            high += line.height()
        lines.endLayout()
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        lines.draw(painter, QPointF(room.left(), room.top() + max(0.0, room.height() - high) / 2))


class Rule(QFrame):
    """A hairline between two parts of a card."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("rule", True)

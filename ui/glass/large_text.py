"""Text for people at the glass: so large that it is read from a step away, or heard read out."""

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.texts import language, reads_right_to_left
from ui.theme import fonts, look

Role = Literal["label", "words", "strong", "code"]
_SIZES: Final[dict[Role, float]] = {"label": 0.62, "words": 1.0, "strong": 1.25, "code": 2.0}
_BOLD: Final = frozenset({"strong", "code"})
_SMALLEST: Final = 18
_LARGEST: Final = 64
_GAP: Final = 0.7
"""Between two passages, in sizes of the words; a label stands close to what it names."""
_EDGE: Final = 1.0


class Passage(NamedTuple):
    """One paragraph: what it says, how large, in which colour of the palette."""

    text: str
    role: Role = "words"
    tone: str = "text"


class LargeText(QWidget):
    """Passages one under the other.

    With a ``size`` they are set in it and the widget grows as high as they need; without one they
    are as large as the widget has room for.
    """

    def __init__(self, size: int = 0) -> None:
        super().__init__()
        self._size = size
        self._passages: tuple[Passage, ...] = ()
        policy = QSizePolicy.Policy.Expanding
        held = QSizePolicy(policy, QSizePolicy.Policy.Preferred if size else policy)
        held.setHeightForWidth(bool(size))
        self.setSizePolicy(held)

    @property
    def passages(self) -> Sequence[Passage]:
        """What is shown."""
        return self._passages

    def show_passages(self, passages: Sequence[Passage]) -> None:
        """Show these; a screen reader hears them in their order."""
        self._passages = tuple(one for one in passages if one.text)
        self.setAccessibleDescription("\n".join(one.text for one in self._passages))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for a few words; the height follows from the width."""
        width = look().px(480)
        return QSize(width, self.heightForWidth(width) if self._size else look().px(280))

    def heightForWidth(self, width: int) -> int:
        """How high the passages are in their size."""
        return round(self._draw(None, width, look().px(self._size or _SMALLEST)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the passages on the ground of the palette."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), look().colour("surface"))
        size = look().px(self._size) if self._size else self._largest()
        self._draw(painter, self.width(), size)

    def _largest(self) -> int:
        """The largest size in which everything fits."""
        low, high = _SMALLEST, max(_SMALLEST, min(_LARGEST, self.height() // 6))
        while low < high:
            middle = (low + high + 1) // 2
            if self._draw(None, self.width(), middle) <= self.height():
                low = middle
            else:
                high = middle - 1
        return low

    def _draw(self, painter: QPainter | None, width: int, size: int) -> float:
        """Draw, or only measure; the height taken."""
        edge = size * _EDGE
        top = edge * 0.6
        for place, passage in enumerate(self._passages):
            if place:
                named = self._passages[place - 1].role == "label"
                top += size * (0.1 if named else _GAP)
            top += _set(painter, passage, QPointF(edge, top), width - 2 * edge, size)
        return top + edge * 0.6


def _set(
    painter: QPainter | None, passage: Passage, corner: QPointF, width: float, size: int
) -> float:
    """Set one passage with its left upper corner at a point; the height it takes."""
    letters = _letters(passage, width, size)
    code = passage.role == "code"
    right = reads_right_to_left(passage.text) and not code
    option = QTextOption(language().start)
    option.setTextDirection(
        Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
    )
    wrap = QTextOption.WrapMode
    option.setWrapMode(wrap.NoWrap if code else wrap.WrapAtWordBoundaryOrAnywhere)
    lines = QTextLayout(passage.text.replace("\n", "\u2028"), letters)
    lines.setTextOption(option)
    high = 0.0
    lines.beginLayout()
    while (line := lines.createLine()).isValid():
        line.setLineWidth(max(width, 1))
        line.setPosition(QPointF(0, high))
        high += line.height() * 1.1
    lines.endLayout()
    if painter is not None:
        painter.setPen(look().colour(passage.tone))
        lines.draw(painter, corner)
    return high


def _letters(passage: Passage, width: float, size: int) -> QFont:
    """The letters of a passage; a code is never parted, but set smaller."""
    letters = QFont(fonts.FAMILY)
    letters.setBold(passage.role in _BOLD)
    pixels = round(size * _SIZES[passage.role])
    letters.setPixelSize(pixels)
    if passage.role == "code":
        needed = QFontMetrics(letters).horizontalAdvance(passage.text)
        if needed > width > 0:
            letters.setPixelSize(max(1, int(pixels * width / needed)))
    return letters

"""Several lines of text that begin at the right in Persian."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit

from desk_app.records.text import ZWNJ
from ui.digits import persian_letters
from ui.retyping import retypes
from ui.texts import Worded, reads_right_to_left
from ui.theme import Dressed, look


class TextArea(QPlainTextEdit, Worded, Dressed):
    """A text of ``lines`` visible lines; Tab goes to the next field, Ctrl+Tab types a tab."""

    def __init__(self, *, lines: int = 4) -> None:
        super().__init__()
        self._lines = lines
        self._rtl: bool | None = None
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self.reword)
        self.reword()

    def value(self) -> str:
        """What was typed, with Persian letters, without spaces at the ends."""
        return persian_letters(self.toPlainText()).strip()

    def set_value(self, value: str) -> None:
        """Show a value that was kept."""
        self.setPlainText(value)

    def mistake(self) -> None:
        """A free text has no mistake of its own."""
        return

    def reword(self) -> None:
        """Begin at the reading side of the text; Qt would begin Persian text at the left."""
        rtl = reads_right_to_left(self.toPlainText())
        if rtl == self._rtl:
            return
        self._rtl = rtl
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        option = QTextOption(side | Qt.AlignmentFlag.AlignAbsolute)
        option.setTextDirection(
            Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
        )
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)

    def restyle(self) -> None:
        """Grow with the letters."""
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        height = QFontMetrics(look().font("body")).lineSpacing() * self._lines
        return QSize(look().px(320), height + look().px(22))

    def minimumSizeHint(self) -> QSize:
        """Never less than two lines."""
        height = QFontMetrics(look().font("body")).lineSpacing() * min(2, self._lines)
        return QSize(look().px(120), height + look().px(22))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type; Shift+Space is the narrow joiner."""
        if retypes(self, event):
            return
        shifted = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if shifted and event.key() == Qt.Key.Key_Space and not self.isReadOnly():
            self.insertPlainText(ZWNJ)
            return
        super().keyPressEvent(event)

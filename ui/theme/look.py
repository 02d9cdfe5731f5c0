"""The look in force: palette, letter size and what is drawn anew when they change."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from ui.theme import fonts, sheet
from ui.theme.tokens import DARK, LARGEST_LETTERS, LETTERS, LIGHT, SMALLEST_LETTERS, Colours


class Dressed:
    """A widget that measures or draws with tokens itself and is told when they change."""

    def restyle(self) -> None:
        """Take sizes and colours from the look in force."""
        raise NotImplementedError


class Look(QObject):
    """The palette and letter size of the running application."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._dark = False
        self._factor = 1.0
        self._fonts: dict[str, QFont] = {}
        app.layoutDirectionChanged.connect(self._on_direction_changed)

    @property
    def dark(self) -> bool:
        """Whether the palette of the night is worn."""
        return self._dark

    @property
    def factor(self) -> float:
        """The letter size, 0.85 to 1.5, by which sizes and distances grow too."""
        return self._factor

    @property
    def colours(self) -> Colours:
        """The palette worn."""
        return DARK if self._dark else LIGHT

    def colour(self, tone: str) -> QColor:
        """A colour of the palette by its name."""
        return QColor(getattr(self.colours, tone))

    def px(self, size: int) -> int:
        """A distance given for letter size 1, at the letter size in force."""
        return round(size * self._factor)

    def font(self, role: str) -> QFont:
        """The letters of a role of the type scale."""
        if role not in self._fonts:
            size, bold = LETTERS[role]
            made = QFont(fonts.FAMILY)
            made.setPixelSize(self.px(size))
            made.setBold(bold)
            self._fonts[role] = made
        return self._fonts[role]

    def wear(self, *, dark: bool | None = None, factor: float | None = None) -> None:
        """Change palette or letter size at once, in every open window."""
        if dark is not None:
            self._dark = dark
        if factor is not None:
            self._factor = min(max(factor, SMALLEST_LETTERS), LARGEST_LETTERS)
        self._fonts.clear()
        self._app.setPalette(_palette(self.colours))
        self._app.setFont(self.font("body"))
        rtl = self._app.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self._app.setStyleSheet(sheet.filled(self.colours, self._factor, rtl))
        for widget in self._app.allWidgets():
            if isinstance(widget, Dressed):
                widget.restyle()
        self.changed.emit()

    def _on_direction_changed(self) -> None:
        self.wear()


def _palette(colours: Colours) -> QPalette:
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    for name, value in (
        (role.Window, colours.canvas),
        (role.WindowText, colours.text),
        (role.Base, colours.surface),
        (role.AlternateBase, colours.sunken),
        (role.Text, colours.text),
        (role.PlaceholderText, colours.faint),
        (role.Button, colours.surface),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.on_accent),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Accent, colours.accent),
        (role.Link, colours.accent),
        (role.ToolTipBase, colours.text),
        (role.ToolTipText, colours.surface),
        (role.Mid, colours.line),
        (role.Midlight, colours.line),
        (role.Dark, colours.field_line),
        (role.Shadow, colours.shadow),
    ):
        palette.setColor(name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, name, QColor(colours.faint))
    return palette


_worn: list[Look] = []


def dress(app: QApplication, *, dark: bool = False, factor: float = 1.0) -> Look:
    """Put Vazirmatn and the tokens on an application that was started with ``-style Fusion``."""
    if not _worn:
        fonts.load_letters()
        _worn.append(Look(app))
    _worn[0].wear(dark=dark, factor=factor)
    return _worn[0]


def look() -> Look:
    """The look in force; IndexError before ``dress``."""
    return _worn[0]

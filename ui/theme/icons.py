"""Line icons of one family, tinted by a colour and mirrored where reading direction matters."""

from functools import lru_cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap, QTransform
from PySide6.QtWidgets import QAbstractButton

from ui.theme.look import look

_FOLDER: Final = Path(__file__).resolve().parents[2] / "resources" / "icons"
_MIRRORED: Final = frozenset(
    {"back", "forward", "refer", "return", "sign-out", "list", "send", "search"}
)


@lru_cache(maxsize=512)
def pixmap(name: str, size: int, colour: str, ratio: float, mirrored: bool = False) -> QPixmap:
    """The icon as a picture of ``size`` logical pixels at a device ratio."""
    from PySide6.QtSvg import QSvgRenderer

    drawing = (_FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    drawing = drawing.replace("currentColor", colour)
    side = round(size * ratio)
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    if mirrored:
        picture = picture.transformed(QTransform().scale(-1, 1))
    picture.setDevicePixelRatio(ratio)
    return picture


def tinted(name: str, size: int, colour: str, ratio: float) -> QPixmap:
    """The icon for the application's reading direction."""
    rtl = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    return pixmap(name, size, colour, ratio, rtl and name in _MIRRORED)


def icon(name: str, tone: str = "text", size: int = 20) -> QIcon:
    """The icon in a colour of the palette, with its disabled and its active variant."""
    colours = look().colours
    app = QGuiApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    made = QIcon(tinted(name, size, getattr(colours, tone), ratio))
    made.addPixmap(tinted(name, size, colours.faint, ratio), QIcon.Mode.Disabled)
    return made


class _Worn(QObject):
    """The icon on one button, drawn anew when the look changes; lives as long as the button."""

    def __init__(self, button: QAbstractButton, name: str, tone: str, size: int) -> None:
        super().__init__(button)
        self._button, self._name, self._tone, self._size = button, name, tone, size
        look().changed.connect(self._put_on)
        self._put_on()

    def _put_on(self) -> None:
        side = look().px(self._size)
        self._button.setIcon(icon(self._name, self._tone, side))
        self._button.setIconSize(QSize(side, side))


def wear(button: QAbstractButton, name: str, tone: str = "text", size: int = 20) -> None:
    """Give a button an icon that follows palette, letter size and reading direction."""
    for worn in button.findChildren(_Worn, options=Qt.FindChildOption.FindDirectChildrenOnly):
        worn.deleteLater()
    _Worn(button, name, tone, size)

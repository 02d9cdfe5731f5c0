"""The program's icon as the systems want it: PNG files by size, and one ICO file for Windows."""

import struct
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

DRAWING: Final = Path(__file__).with_name("mizban.svg")
SIZES: Final = (16, 24, 32, 48, 64, 128, 256)
"""Edges in pixels; 256 is the largest that an ICO file can hold."""


def png(size: int) -> bytes:
    """The icon as a square PNG file."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """An ICO file of PNG files by size, as Windows reads it since Vista."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    place = len(head) + 16 * len(pictures)
    entries = b""
    for size, picture in pictures.items():
        # A byte holds the edge, and 0 stands for 256.
        edge = size % 256
        entries += struct.pack("<BBBBHHII", edge, edge, 0, 0, 1, 32, len(picture), place)
        place += len(picture)
    return head + entries + b"".join(pictures.values())


def draw_icons(folder: Path) -> None:
    """Write ``mizban-SIZE.png`` and ``mizban.ico`` into a folder."""
    application = QGuiApplication.instance() or QGuiApplication(["icons", "-platform", "offscreen"])
    assert application is not None
    pictures = {size: png(size) for size in SIZES}
    for size, picture in pictures.items():
        (folder / f"mizban-{size}.png").write_bytes(picture)
    (folder / "mizban.ico").write_bytes(ico(pictures))

"""The pages of a scan as pictures, drawn in memory and nowhere else."""

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QImageReader

from desk_app.printing.raster import grey_page, page_sizes
from desk_app.records.errors import MachineFault

_DOTS_PER_MM: Final = 6.0
_LARGEST_SIDE: Final = 2400
"""A photograph is drawn no larger than this: more dots tell nothing on a screen."""


def pages_of(data: bytes) -> int:
    """How many pages a scan has; MachineFault ``scan.damaged`` for what cannot be read."""
    if data.startswith(b"%PDF"):
        try:
            return max(1, len(page_sizes(data)))
        except MachineFault as fault:
            raise MachineFault("scan.damaged") from fault
    # Named, so that bytes and buffer live as long as the reader that looks into them.
    reading = _Reading(data)
    return max(1, reading.reader.imageCount())


def page_picture(data: bytes, number: int) -> QImage:
    """One page (from 0) of a scan; MachineFault ``scan.damaged`` for what cannot be read."""
    if data.startswith(b"%PDF"):
        return _of_pdf(data, number)
    reading = _Reading(data)
    if number:
        reading.reader.jumpToImage(number)
    size = reading.reader.size()
    if max(size.width(), size.height()) > _LARGEST_SIDE:
        reading.reader.setScaledSize(_fitting(size))
    picture = reading.reader.read()
    if picture.isNull():
        raise MachineFault("scan.damaged")
    return picture


class _Reading:
    """A reader over bytes; both live as long as this."""

    def __init__(self, data: bytes) -> None:
        self.bytes = QByteArray(data)
        self.buffer = QBuffer(self.bytes)
        self.buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.reader = QImageReader(self.buffer)
        # A photograph says itself which side is up.
        self.reader.setAutoTransform(True)


def _of_pdf(data: bytes, number: int) -> QImage:
    try:
        grey = grey_page(data, number, _DOTS_PER_MM)
    except MachineFault as fault:
        raise MachineFault("scan.damaged") from fault
    rows, columns = grey.shape
    picture = QImage(grey.tobytes(), columns, rows, columns, QImage.Format.Format_Grayscale8)
    return picture.copy()  # the bytes end here, the picture lives on


def _fitting(size: QSize) -> QSize:
    largest = max(size.width(), size.height())
    return QSize(
        max(1, size.width() * _LARGEST_SIDE // largest),
        max(1, size.height() * _LARGEST_SIDE // largest),
    )

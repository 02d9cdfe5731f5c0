"""The recovery key on paper, through the system's own print sheet."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPaintDevice, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from desk_app.records.errors import MachineFault
from ui.texts import language, say, shown
from ui.theme.fonts import FAMILY

_MM: Final = 25.4
_COLUMNS: Final = 2


def paint_key(device: QPaintDevice, groups: Sequence[str], office: str) -> None:
    """Put office, key and advice on a page of A5 or larger; RuntimeError when it takes no paint."""
    painter = QPainter()
    if not painter.begin(device):
        raise RuntimeError("the page takes no paint")
    try:
        dot = device.logicalDpiX() / _MM
        painter.setLayoutDirection(language().direction)
        page = QRectF(0, 0, device.width(), device.height()).adjusted(
            12 * dot, 12 * dot, -12 * dot, -12 * dot
        )
        top = _line(painter, page, page.top(), say("entrance.paper.title"), 6 * dot, bold=True)
        top = _line(painter, page, top + 2 * dot, office, 4 * dot)
        top = _groups(painter, page, top + 6 * dot, groups, dot)
        for code in ("entrance.paper.keep", "entrance.paper.use"):
            top = _line(painter, page, top + 4 * dot, say(code), 3.6 * dot)
    finally:
        painter.end()


def print_key(
    window: QWidget,
    groups: Sequence[str],
    office: str,
    *,
    printed: Callable[[], object],
    failed: Callable[[MachineFault], object],
) -> None:
    """Ask the system's print sheet for a printer and print there.

    Raises MachineFault where there is no printer. A file is refused: it is no safe place.
    """
    if not QPrinterInfo.availablePrinterNames():
        raise MachineFault("entrance.paper.no_printer")
    device = QPrinter(QPrinter.PrinterMode.HighResolution)
    device.setDocName("Mizban")
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
    device.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    sheet = QPrintDialog(device, window)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def on_finished(result: int) -> None:
        if result != QDialog.DialogCode.Accepted.value:
            return
        if device.outputFormat() != QPrinter.OutputFormat.NativeFormat:
            failed(MachineFault("entrance.paper.no_file"))
            return
        try:
            paint_key(device, groups, office)
        except RuntimeError:
            failed(MachineFault("entrance.paper.failed"))
        else:
            printed()

    sheet.finished.connect(on_finished)
    sheet.setModal(True)
    sheet.show()


def _line(
    painter: QPainter, page: QRectF, top: float, text: str, size: float, *, bold: bool = False
) -> float:
    """Set a text over as many lines as it needs; the height beneath it."""
    painter.setFont(_letters(size, bold))
    room = QRectF(page.left(), top, page.width(), page.bottom() - top)
    flags = int(language().start | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
    painter.drawText(room, flags, text)
    return painter.boundingRect(room, flags, text).bottom()


def _groups(
    painter: QPainter, page: QRectF, top: float, groups: Sequence[str], dot: float
) -> float:
    high, width = 14 * dot, page.width() / _COLUMNS
    for place, group in enumerate(groups):
        row, column = divmod(place, _COLUMNS)
        box = QRectF(page.left() + column * width, top + row * high, width, high)
        painter.setFont(_letters(3.4 * dot, False))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
        upright = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, left | upright, shown(place + 1))
        painter.setFont(_letters(8 * dot, True))
        painter.drawText(box.adjusted(10 * dot, 0, 0, 0), left | upright, shown(group))
    return top + high * -(-len(groups) // _COLUMNS)


def _letters(size: float, bold: bool) -> QFont:
    letters = QFont(FAMILY)
    letters.setPixelSize(max(1, round(size)))
    letters.setBold(bold)
    return letters

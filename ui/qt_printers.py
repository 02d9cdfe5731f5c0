"""Printers that Qt reaches (every printer of Windows) as outputs of the desk.

Pages go out as grey pictures at the printer's own resolution; nothing here needs the window's
thread, and Qt paints on a printer in any thread. Under CUPS Qt puts the job through a temporary
file, so an office there sets its printers up as ``cups``.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from desk_app.ports.printers import (
    Printer,
    PrinterInfo,
    PrinterKind,
    PrinterSetting,
    PrintJob,
    PrintOutcome,
)
from desk_app.printing.raster import PageSize, grey_page, page_sizes, sheet_size
from desk_app.records.errors import MachineFault

FINEST_DPI: Final = 300
_MM_PER_INCH: Final = 25.4


class QtPrinters:
    """The system's printers; implements ``ports.printers.PrinterSource``."""

    def available(self) -> Sequence[PrinterInfo]:
        """The printers that Qt sees now, by the names the system gives them."""
        return [
            PrinterInfo(found.printerName(), PrinterKind.QT, found.printerName(), found.isDefault())
            for found in QPrinterInfo.availablePrinters()
        ]

    def printer(self, setting: PrinterSetting) -> Printer:
        """The output of this setting."""
        return QtPrinter(setting)


class QtPrinter:
    """One of the system's printers, looked up anew for each job."""

    def __init__(self, setting: PrinterSetting) -> None:
        self._setting = setting

    def _fault(self, code: str) -> MachineFault:
        return MachineFault(code, printer=self._setting.name)

    def print_job(self, job: PrintJob, document: bytes) -> PrintOutcome:
        """Hand every page to the system's spooler; Qt cannot follow it any further."""
        if QCoreApplication.instance() is None:
            raise self._fault("printer.no_window")
        sizes = page_sizes(document)
        device = self._device()
        self.put_on(device, job, document, sizes)
        return PrintOutcome(confirmed=False)

    def _device(self) -> QPrinter:
        """The printer itself; never the file that Qt silently writes in place of a lost one."""
        info = QPrinterInfo.printerInfo(self._setting.target)
        if info.isNull():
            raise self._fault("printer.fell_back_to_file")
        if info.state() == QPrinter.PrinterState.Error:
            raise self._fault("printer.offline")
        device = QPrinter(QPrinter.PrinterMode.HighResolution)
        device.setPrinterName(self._setting.target)
        self.require_paper(device)
        return device

    def require_paper(self, device: QPrinter) -> None:
        """Raise printer.fell_back_to_file unless this device is a printer with a name.

        After ``setPrinterName`` with a name that the system has lost, Qt turns to a PDF file
        and still calls itself valid.
        """
        native = device.outputFormat() == QPrinter.OutputFormat.NativeFormat
        if not native or not device.printerName():
            raise self._fault("printer.fell_back_to_file")

    def put_on(
        self, device: QPrinter, job: PrintJob, document: bytes, sizes: Sequence[PageSize]
    ) -> None:
        """Paint every page; a page that does not start or a job that ends ill is a fault."""
        device.setDocName(f"mizban-{job.id}")
        device.setFullPage(True)
        self._lay_out(device, sizes[0])
        painter = QPainter()
        if not painter.begin(device):
            raise self._fault("printer.unreachable")
        try:
            for number, size in enumerate(sizes):
                if number:
                    self._lay_out(device, size)
                    if not device.newPage():
                        device.abort()
                        raise self._fault("printer.partial")
                self._paint(painter, device, grey_image(document, number, device.resolution()))
        finally:
            ended = painter.end()
        failed = (QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error)
        if not ended or device.printerState() in failed:
            raise self._fault("printer.partial")

    def _lay_out(self, device: QPrinter, page: PageSize) -> None:
        """The sheet that lies in the printer, or as much of the roll as the page is long."""
        paper = sheet_size(self._setting.paper) or page
        size = QPageSize(
            QSizeF(paper.width, paper.height),
            QPageSize.Unit.Millimeter,
            "",
            QPageSize.SizeMatchPolicy.ExactMatch,
        )
        device.setPageSize(size)
        device.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)

    def _paint(self, painter: QPainter, device: QPrinter, page: QImage) -> None:
        """The page at its own size at the top, smaller only when the paper is smaller."""
        paper = device.paperRect(QPrinter.Unit.DevicePixel)
        grown = device.resolution() / page.dotsPerMeterX() * 1000 / _MM_PER_INCH
        width, height = page.width() * grown, page.height() * grown
        # A page of the same size comes out a rounding larger: it is not to be scaled for that.
        fit = min(1.0, (paper.width() + 2 * grown) / width, (paper.height() + 2 * grown) / height)
        left = (paper.width() - width * fit) / 2
        painter.drawImage(QRectF(left, 0, width * fit, height * fit), page)


def grey_image(document: bytes, number: int, dpi: int) -> QImage:
    """One page on white at the device's resolution, or at a whole part of a very fine one."""
    fine = dpi / -(-dpi // FINEST_DPI)
    grey = grey_page(document, number, fine / _MM_PER_INCH)
    rows, columns = grey.shape
    image = QImage(
        grey.tobytes(), columns, rows, columns, QImage.Format.Format_Grayscale8
    ).copy()  # the bytes end here, the picture lives on
    image.setDotsPerMeterX(round(fine / _MM_PER_INCH * 1000))
    image.setDotsPerMeterY(round(fine / _MM_PER_INCH * 1000))
    return image

"""Finished papers and settings for the tests of the printers."""

import io

import numpy as np
import zxingcpp
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from desk_app.ports.printers import PrinterKind, PrinterSetting, PrintJob
from desk_app.printing.raster import Bits

MM = 72 / 25.4
CODE = "https://mizban.example/t/42150700012313"
NOON = 1_795_262_400_000  # 2026-11-21 12:00 UTC


def paper(width: float = 72, height: float = 120, pages: int = 1, left: float = 8) -> bytes:
    """A PDF of this size (mm) with words, a shaded field and a QR of 4 dots a module."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width * MM, height * MM), invariant=1)
    modules = zxingcpp.create_barcode(CODE, zxingcpp.BarcodeFormat.QRCode).to_image(scale=1)
    side = 0.5 * MM
    for number in range(pages):
        canvas.setFont("Helvetica", 9)
        canvas.drawString(left * MM, (height - 8) * MM, f"visitor page {number + 1}")
        canvas.setFillGray(0.5)
        canvas.rect(left * MM, (height - 20) * MM, 30 * MM, 6 * MM, stroke=0, fill=1)
        canvas.setFillGray(0)
        for row, line in enumerate(np.asarray(modules).tolist()):
            for column, value in enumerate(line):
                if value == 0:
                    x, y = left * MM + column * side, (height - 30) * MM - row * side
                    canvas.rect(x, y, side, side, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def codes_in(bits: Bits) -> list[str]:
    """The codes that a reader finds on the paper."""
    picture = Image.fromarray(bits).convert("L").point(lambda dot: 255 - dot)
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def setting(kind: PrinterKind, target: str, paper_name: str = "80mm") -> PrinterSetting:
    return PrinterSetting("desk printer", kind, target, paper_name)


def job(number: int = 1, printer: str = "desk printer", created_at: int = NOON) -> PrintJob:
    return PrintJob(
        f"0190aaaa-0000-7000-8000-{number:012d}", printer, "80mm", "receipt", created_at
    )

"""What other programs read from our PDF files: poppler's text, pdfium's pages, two scanners."""

import re
import subprocess
from pathlib import Path
from typing import Any
from unicodedata import normalize

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import zxingcpp
from PIL import Image
from pyzbar import pyzbar

_CONTROLS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def poppler_text(pdf: bytes, folder: Path, *mode: str) -> str:
    """Poppler's text in a mode, without direction controls, with single blanks."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    found = subprocess.run(["pdftotext", *mode, path, "-"], capture_output=True, check=True)
    return plain(found.stdout.decode("utf-8"))


def pdfium_text(pdf: bytes) -> str:
    """Pdfium's text of all pages without direction controls, with single blanks.

    It takes U+06C0 apart, and has no characters above U+FFFF.
    """
    with pdfium.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return plain(normalize("NFC", " ".join(pages)))


def plain(text: str) -> str:
    """The text without direction controls, with single blanks."""
    return " ".join(_CONTROLS.sub("", text).split())


def page_count(pdf: bytes) -> int:
    """How many pages the file has."""
    with pdfium.PdfDocument(pdf) as document:
        return len(document)


def page_image(pdf: bytes, dots_per_inch: float = 203, number: int = 0) -> npt.NDArray[np.uint8]:
    """One page in grey, 0 is black."""
    with pdfium.PdfDocument(pdf) as document:
        bitmap = document[number].render(scale=dots_per_inch / 72, grayscale=True)
        return np.array(bitmap.to_numpy(), dtype=np.uint8).squeeze()


def scanned(pdf: bytes, dots_per_inch: float = 203) -> tuple[set[str], set[str]]:
    """What zxing and zbar read from the first page, printed in pure black and white."""
    grey = page_image(pdf, dots_per_inch)
    image = Image.fromarray(np.where(grey < 160, 0, 255).astype(np.uint8))
    zxing = {found.text for found in zxingcpp.read_barcodes(image)}
    zbar: list[Any] = pyzbar.decode(image)
    return zxing, {found.data.decode("utf-8") for found in zbar}

"""What an administrator hands over: address and code, in a text, a file or a QR picture."""

import re
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtGui import QImage

from desk_app.protocol.enrol_code import read_enrol_code
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.text import to_ascii_digits

LARGEST: Final = 20 * 1024 * 1024
"""In bytes: larger files are neither a ticket nor a photograph of one."""
_LONGEST_TEXT: Final = 16 * 1024
_ADDRESS: Final = re.compile(r"https?://[^\s#\"'،,<>]+")
_PARTS: Final = re.compile(r"[\n\r\t#\"'،,<>{}\[\]]+")


class Ticket(NamedTuple):
    """Address and code as they were found; empty where there is none."""

    central: str
    code: str


def parted(text: str) -> Ticket:
    """Address and code of a text in which they stand together, in any order."""
    text = to_ascii_digits(text)
    address = _ADDRESS.search(text)
    rest = _ADDRESS.sub("\n", text)
    pieces = [piece for part in _PARTS.split(rest) for piece in (part, part.rpartition(":")[2])]
    code = next((piece.strip() for piece in pieces if _is_code(piece)), "")
    return Ticket(address[0].rstrip("/") if address else "", code)


def of_picture(image: QImage) -> str:
    """The text of the first QR or barcode in a picture that holds a ticket.

    UserMistake ``enrol.no_code`` where there is none.
    """
    import zxingcpp

    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    if grey.isNull():
        raise _nothing()
    shape = (grey.height(), grey.bytesPerLine())
    pixels = memoryview(grey.constBits()).cast("B", shape=shape)
    for found in zxingcpp.read_barcodes(pixels):
        if parted(found.text).code:
            return str(found.text)
    raise _nothing()


def of_file(path: Path) -> str:
    """The text of a ticket's file, or of the QR code in a picture file.

    UserMistake ``enrol.unreadable`` or ``enrol.no_code``.
    """
    try:
        data = path.read_bytes() if path.stat().st_size <= LARGEST else b""
    except OSError as error:
        raise UserMistake(Mistake("enrol_code", "enrol.unreadable")) from error
    if len(data) <= _LONGEST_TEXT:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = ""
        if parted(text).code:
            return text
    return of_picture(QImage.fromData(data))


def _is_code(text: str) -> bool:
    try:
        read_enrol_code(text)
    except UserMistake:
        return False
    return True


def _nothing() -> UserMistake:
    return UserMistake(Mistake("enrol_code", "enrol.no_code"))

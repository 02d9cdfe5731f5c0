"""Scans on their way into a request: read, checked and kept encrypted until it is recorded.

Until then they lie in the book's settings, as the rest of an unfinished intake does: no file
stays on the disk for a request that never comes.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QStandardPaths
from PySide6.QtGui import QImage, QImageWriter

from desk_app.ports.book import Book
from desk_app.records.errors import Mistake, UserMistake
from desk_app.services.enclosing import LARGEST_SCAN, Enclosure, media_of
from ui.actions.workplace import Workplace

SCANNER_FOLDER: Final = "intake.scanner_folder"
"""The setting that names the folder into which the scanner puts its files."""
MOST_ATTACHED: Final = 20
FRESH: Final = timedelta(minutes=30)
"""How old a scan or photograph may be to belong to the visitor at the glass."""
_SUFFIXES: Final = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff"})
_PLACE: Final = "draft.file."


class Attached(msgspec.Struct, frozen=True):
    """A scan that waits with an unfinished intake; ``size`` in bytes."""

    slot: int
    title: str
    size: int


Take = Callable[[], tuple[str, bytes]]
"""Gives the title and the bytes of a scan; runs off the window's thread."""


def attach(place: Workplace, slot: int, take: Take, done: Callable[[Attached], object]) -> None:
    """Read a scan, check it and keep it in a slot; what is wrong with it is said in a sentence."""
    book = place.desk.book

    def look() -> tuple[str, bytes] | UserMistake:
        try:
            title, data = take()
            media_of(data)
        except UserMistake as wrong:
            return wrong
        return title, data

    def keep(got: tuple[str, bytes] | UserMistake) -> None:
        if isinstance(got, UserMistake):
            for mistake in got.mistakes:
                place.say(mistake.code, **mistake.params)
            return
        title, data = got
        place.work.write(
            lambda: book.set_setting(_name(book, slot), b64encode(data).decode()),
            lambda _: done(Attached(slot, title, len(data))),
        )

    # A stick or a network folder may be slow: the writing thread does not wait for it.
    place.work.read(look, keep)


def forget_attached(book: Book, slots: Iterable[int]) -> None:
    """Empty slots whose scans are recorded or not wanted."""
    for slot in slots:
        book.set_setting(_name(book, slot), "")


def enclosures(book: Book, attached: Iterable[Attached]) -> tuple[Enclosure, ...]:
    """The scans of an unfinished intake as a request takes them."""
    kept = ((one, book.setting(_name(book, one.slot))) for one in attached)
    return tuple(Enclosure(b64decode(data), one.title) for one, data in kept if data)


def of_file(path: Path) -> Take:
    """A file, whole; UserMistake ``scan.unreadable`` or ``scan.too_large``."""

    def take() -> tuple[str, bytes]:
        try:
            # One that is far too large is not read first.
            size = path.stat().st_size
            data = path.read_bytes() if size <= LARGEST_SCAN else bytes(LARGEST_SCAN + 1)
        except OSError as error:
            raise UserMistake(Mistake("file", "scan.unreadable")) from error
        return path.stem, data

    return take


def of_image(image: QImage, title: str) -> Take:
    """A picture that was pasted or dropped, as PNG."""

    def take() -> tuple[str, bytes]:
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"PNG")).write(image)
        return title, bytes(data.data())

    return take


def newest_of(folder: Path, now_ms: int, missing: str) -> Take:
    """The newest scan in a folder; UserMistake ``missing`` where none is fresh."""

    def take() -> tuple[str, bytes]:
        files = [path for path in _files(folder) if path.suffix.lower() in _SUFFIXES]
        dated = [(path.stat().st_mtime, path) for path in files]
        oldest = now_ms / 1000 - FRESH.total_seconds()
        fresh = [one for one in dated if one[0] >= oldest]
        if not fresh:
            raise UserMistake(Mistake("file", missing))
        return of_file(max(fresh)[1])()

    return take


def camera_folder() -> Path:
    """Where the camera program of Windows puts its photographs."""
    pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    return Path(pictures) / "Camera Roll"


def scanner_folder(place: Workplace, found: Callable[[str], object]) -> None:
    """Look up the folder of the scanner; empty when none was ever named."""
    book = place.desk.book
    place.work.read(lambda: book.setting(SCANNER_FOLDER), found)


def name_scanner_folder(place: Workplace, folder: str, done: Callable[[], object]) -> None:
    """Remember the folder of the scanner."""
    book = place.desk.book
    place.work.write(lambda: book.set_setting(SCANNER_FOLDER, folder), lambda _: done())


def _files(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_file()]
    except OSError:
        return []


def _name(book: Book, slot: int) -> str:
    return f"{_PLACE}{book.officer.user}.{slot}"

"""Pages of an encrypted book read without SQLite, for files that SQLite no longer opens.

SQLCipher 4: pages of 4096 bytes whose last 48 hold an IV and HMAC-SHA256(content ‖ IV ‖ number);
AES-256-CBC under the raw key; the HMAC's key is PBKDF2-SHA512(key, salt ⊕ 0x3a, 2 rounds). The
first 16 bytes of page 1 are the salt. Pages in the write-ahead log are encrypted alike and overlay
the file.
"""

import hmac
from collections.abc import Iterator
from functools import cached_property
from hashlib import pbkdf2_hmac
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

PAGE: Final = 4096
RESERVED: Final = 48
USABLE: Final = PAGE - RESERVED
SALT: Final = 16
_WAL_HEADER: Final = 32
_FRAME_HEADER: Final = 24


class Pages:
    """A book's pages by number (from 1), as the file and its write-ahead log hold them."""

    def __init__(self, path: Path, key: bytes, salt: bytes) -> None:
        self._key = key
        self._hmac_key = pbkdf2_hmac("sha512", key, bytes(b ^ 0x3A for b in salt), 2, 32)
        self._file = path.open("rb")
        self.on_disk = path.stat().st_size // PAGE
        """Whole pages in the file."""
        self._path = path

    def __enter__(self) -> "Pages":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @cached_property
    def logged(self) -> dict[int, bytes]:
        """The newest sealed page of each number that is committed in the write-ahead log."""
        return logged_pages(self._path)

    def numbers(self) -> Iterator[int]:
        """Every page number that may hold something."""
        yield from range(1, self.on_disk + 1)
        yield from sorted(number for number in self.logged if number > self.on_disk)

    def newest(self, number: int) -> bytes | None:
        """A page's content as of the last commit, from the log or else the file."""
        sealed = self.logged.get(number)
        if sealed is not None and (content := self._open(number, sealed)) is not None:
            return content
        return self.page(number)

    def page(self, number: int) -> bytes | None:
        """A page's content in the file; None when it is missing or its HMAC does not fit."""
        self._file.seek((number - 1) * PAGE)
        sealed = self._file.read(PAGE)
        return self._open(number, sealed) if len(sealed) == PAGE else None

    def spoiled(self, first: int, count: int) -> list[int]:
        """Of so many pages in the file from ``first``, those whose HMAC does not fit."""
        self._file.seek((first - 1) * PAGE)
        data = self._file.read(count * PAGE)
        return [
            first + at
            for at in range(len(data) // PAGE)
            if not self._fits(first + at, data[at * PAGE : (at + 1) * PAGE])
        ]

    def _fits(self, number: int, sealed: bytes) -> bool:
        signed = sealed[SALT if number == 1 else 0 : USABLE + 16] + number.to_bytes(4, "little")
        made = hmac.digest(self._hmac_key, signed, "sha256")
        return hmac.compare_digest(made, sealed[USABLE + 16 :])

    def _open(self, number: int, sealed: bytes) -> bytes | None:
        if not self._fits(number, sealed):
            return None
        begin = SALT if number == 1 else 0
        box = Cipher(AES(self._key), CBC(sealed[USABLE : USABLE + 16])).decryptor()
        return bytes(begin) + box.update(sealed[begin:USABLE]) + box.finalize()


def logged_pages(book: Path) -> dict[int, bytes]:
    """The newest sealed page of each number that is committed in a book's write-ahead log."""
    wal = book.with_name(book.name + "-wal")
    return _committed(wal.read_bytes()) if wal.exists() else {}


def pages_in_header(first_page: bytes) -> int:
    """How many pages the book's header says there are."""
    return int.from_bytes(first_page[28:32], "big")


def _committed(wal: bytes) -> dict[int, bytes]:
    """The newest committed content of each page in a write-ahead log (SQLite file format, 4.1)."""
    head = wal[:_WAL_HEADER]
    if len(head) < _WAL_HEADER or int.from_bytes(head[8:12], "big") != PAGE:
        return {}
    order: Final = "big" if head[3] & 1 else "little"
    sums = _checksum((0, 0), head[:24], order)
    if head[24:32] != _words(sums):
        return {}
    found: dict[int, bytes] = {}
    open_frames: dict[int, bytes] = {}
    for at in range(_WAL_HEADER, len(wal) - _FRAME_HEADER - PAGE + 1, _FRAME_HEADER + PAGE):
        frame, content = wal[at : at + _FRAME_HEADER], wal[at + _FRAME_HEADER :][:PAGE]
        sums = _checksum(_checksum(sums, frame[:8], order), content, order)
        if frame[8:16] != head[16:24] or frame[16:24] != _words(sums):
            break
        open_frames[int.from_bytes(frame[:4], "big")] = content
        if any(frame[4:8]):
            found |= open_frames
            open_frames = {}
    return found


def _checksum(sums: tuple[int, int], data: bytes, order: str) -> tuple[int, int]:
    first, second = sums
    little = order == "little"
    for at in range(0, len(data), 8):
        one, two = data[at : at + 4], data[at + 4 : at + 8]
        x = int.from_bytes(one, "little" if little else "big")
        y = int.from_bytes(two, "little" if little else "big")
        first = (first + x + second) & 0xFFFF_FFFF
        second = (second + y + first) & 0xFFFF_FFFF
    return first, second


def _words(sums: tuple[int, int]) -> bytes:
    return sums[0].to_bytes(4, "big") + sums[1].to_bytes(4, "big")

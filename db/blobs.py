"""Scans: one encrypted file each, named by a keyed hash, on the disk before any event names it.

A file is ``MZS1``, a random salt (16 bytes), then chunks of 64 KiB under ChaCha20-Poly1305. The
nonce counts the chunks and marks the last one, so that none can be cut off, moved or doubled.
"""

import hmac
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from db import platform
from desk_app.ports.clock import Entropy
from desk_app.records.errors import MachineFault

SCANS: Final = "scans"
"""The folder's name beside the book and in backups."""
_MAGIC: Final = b"MZS1"
_SALT: Final = 16
_CHUNK: Final = 64 * 1024
_TAG: Final = 16
_NAME: Final = re.compile("[0-9a-f]{40}")


class ScanStore:
    """The scans of a book, under the book's own scan key (32 bytes, kept inside the book)."""

    def __init__(self, folder: Path, key: bytes, entropy: Entropy) -> None:
        self._folder = folder
        self._key = key
        self._entropy = entropy

    def keep(self, data: bytes) -> str:
        """Encrypt and store durably; returns the name. The same scan is kept once.

        Raises MachineFault ``disk.full`` or ``scan.not_kept`` with nothing stored.
        """
        name = hmac.digest(self._derive(b"name", b""), data, "sha256")[:20].hex()
        path = self._folder / name
        if path.exists():
            return name
        with platform.told_of_folder(self._folder.parent, "scan.not_kept"):
            platform.make_private_folder(self._folder)
            platform.replace_file(path, b"".join(self._sealed(data)))
        return name

    def read(self, name: str) -> bytes:
        """The scan as it was; raises MachineFault ``scan.missing`` or ``scan.damaged``."""
        path = self._folder / name
        if not _NAME.fullmatch(name) or not path.exists():
            raise MachineFault("scan.missing")
        try:
            data = b"".join(self._opened(path.read_bytes()))
        except InvalidTag as error:
            raise MachineFault("scan.damaged") from error
        return data

    def names(self) -> list[str]:
        """The names of all scans that are stored."""
        if not self._folder.is_dir():
            return []
        return sorted(path.name for path in self._folder.iterdir() if _NAME.fullmatch(path.name))

    def _sealed(self, data: bytes) -> Iterator[bytes]:
        salt = self._entropy(_SALT)
        box = ChaCha20Poly1305(self._derive(b"scan", salt))
        yield _MAGIC + salt
        for place, at in enumerate(range(0, max(len(data), 1), _CHUNK)):
            last = at + _CHUNK >= len(data)
            yield box.encrypt(_nonce(place, last), data[at : at + _CHUNK], None)

    def _opened(self, file: bytes) -> Iterator[bytes]:
        start = len(_MAGIC) + _SALT
        if file[: len(_MAGIC)] != _MAGIC or len(file) < start + _TAG:
            raise InvalidTag
        box = ChaCha20Poly1305(self._derive(b"scan", file[len(_MAGIC) : start]))
        step = _CHUNK + _TAG
        for place, at in enumerate(range(start, len(file), step)):
            yield box.decrypt(_nonce(place, at + step >= len(file)), file[at : at + step], None)

    def _derive(self, purpose: bytes, salt: bytes) -> bytes:
        return HKDF(SHA256(), 32, salt or None, b"mizban " + purpose).derive(self._key)


def _nonce(place: int, last: bool) -> bytes:
    return place.to_bytes(11, "big") + bytes((last,))


def copy_scans(source: Path, target: Path) -> int:
    """Bring over the scans that the target lacks, each durable; returns how many.

    The files are immutable and encrypted, so a name that is there is never written again.
    """
    found = 0
    for path in sorted(source.iterdir()) if source.is_dir() else ():
        if _NAME.fullmatch(path.name) and not (target / path.name).exists():
            platform.make_private_folder(target)
            platform.replace_file(target / path.name, path.read_bytes())
            found += 1
    return found

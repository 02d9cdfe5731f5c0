"""Scans: one encrypted file each, named by a keyed hash, on the disk before any event names it.

A scan's own key follows from its bytes and the key of the book: the same scan is the same file.
It stands in the event that names the scan, so that another desk of the office can open the file
and an erasure closes it everywhere. A preview is a small picture of a scan under a key that
follows from the scan's own.
"""

import hmac
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from db import platform
from db.scan_files import SALT, opened, salt_of, sealed
from desk_app.records.errors import MachineFault
from desk_app.records.scan_names import is_scan_name, preview_name

SCANS: Final = "scans"
"""The folder's name beside the book and in backups."""
PREVIEWS: Final = "previews"
"""The folder of previews within it; they are in no backup, since they can be made again."""
_KEY_DIGITS: Final = 64


class ScanStore:
    """The scans of a book, under the book's own scan key (32 bytes, kept inside the book)."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._key = key

    def keep(self, data: bytes) -> str:
        """Encrypt and store durably; returns the name. The same scan is kept once.

        Raises MachineFault ``disk.full`` or ``scan.not_kept`` with nothing stored.
        """
        name = self._digest(b"name", data)[:20].hex()
        path = self._folder / name
        if path.exists():
            return name
        salt = self._digest(b"salt", data)[:SALT]
        with platform.told_of_folder(self._folder.parent, "scan.not_kept"):
            platform.make_private_folder(self._folder)
            platform.replace_file(path, sealed(self._own_key(salt), salt, data))
        return name

    def key_of(self, name: str) -> str:
        """The own key of a scan that was kept here, in hexadecimal digits; raises as ``read``."""
        try:
            return self._own_key(salt_of(self._file(name))).hex()
        except InvalidTag as error:
            raise MachineFault("scan.damaged") from error

    def read(self, name: str, key: str = "") -> bytes:
        """The scan as it was; raises MachineFault ``scan.missing`` or ``scan.damaged``.

        ``key`` is its own key; a scan that was kept here opens without.
        """
        file = self._file(name)
        try:
            return opened(_read_key(key) or self._own_key(salt_of(file)), file)
        except InvalidTag as error:
            raise MachineFault("scan.damaged") from error

    def is_here(self, name: str) -> bool:
        """Whether the file of a scan lies here."""
        return is_scan_name(name) and (self._folder / name).exists()

    def keep_preview(self, name: str, data: bytes) -> str:
        """Keep the small picture of a scan that was kept here; returns the preview's name."""
        key = preview_key(bytes.fromhex(self.key_of(name)))
        salt = hmac.digest(key, data, "sha256")[:SALT]
        path = self._folder / PREVIEWS / preview_name(name)
        with platform.told_of_folder(self._folder, "scan.not_kept"):
            platform.make_private_folder(path.parent)
            platform.replace_file(path, sealed(_derive(key, b"preview file", salt), salt, data))
        return path.name

    def preview(self, name: str, key: str = "") -> bytes:
        """The small picture of a scan; empty where none is here or it does not open."""
        if not is_scan_name(name):
            return b""
        try:
            file = (self._folder / PREVIEWS / preview_name(name)).read_bytes()
            own = preview_key(_read_key(key) or bytes.fromhex(self.key_of(name)))
            return opened(_derive(own, b"preview file", salt_of(file)), file)
        except (InvalidTag, OSError, MachineFault):
            return b""

    def names(self) -> list[str]:
        """The names of all scans that are stored."""
        if not self._folder.is_dir():
            return []
        return sorted(path.name for path in self._folder.iterdir() if is_scan_name(path.name))

    def _file(self, name: str) -> bytes:
        if not self.is_here(name):
            raise MachineFault("scan.missing")
        return (self._folder / name).read_bytes()

    def _own_key(self, salt: bytes) -> bytes:
        return _derive(self._key, b"scan", salt)

    def _digest(self, purpose: bytes, data: bytes) -> bytes:
        return hmac.digest(_derive(self._key, purpose, b""), data, "sha256")


def preview_key(key: bytes) -> bytes:
    """The key from which the key of a scan's preview follows."""
    return _derive(key, b"preview", b"")


def copy_scans(source: Path, target: Path) -> int:
    """Bring over the scans that the target lacks, each durable; returns how many.

    The files are immutable and encrypted, so a name that is there is never written again.
    """
    found = 0
    for path in sorted(source.iterdir()) if source.is_dir() else ():
        if is_scan_name(path.name) and not (target / path.name).exists():
            platform.make_private_folder(target)
            platform.replace_file(target / path.name, path.read_bytes())
            found += 1
    return found


def _read_key(text: str) -> bytes:
    """A scan's own key as an event says it; InvalidTag for what is none, nothing for nothing."""
    try:
        if len(text) in (0, _KEY_DIGITS):
            return bytes.fromhex(text)
    except ValueError as error:
        raise InvalidTag from error
    raise InvalidTag


def _derive(key: bytes, purpose: bytes, salt: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt or None, b"mizban " + purpose).derive(key)

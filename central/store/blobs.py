"""The files of scans on the centre's disk, by office; what is held of one is its beginning.

``<folder>/<office>/<two digits>/<name>`` is whole, the same with ``.part`` is still coming.
Every piece is on the disk before it is told.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

from desk_app.records.scan_names import is_scan_name

_PART: Final = ".part"
_CHUNK: Final = 1024 * 1024
_BINARY: Final = getattr(os, "O_BINARY", 0)


class BlobFiles:
    """The files below one folder. Names are checked here, whoever asked with them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def held(self, office: int, name: str) -> tuple[int, bool]:
        """How many bytes are here, and whether they are the whole file."""
        whole = self._path(office, name)
        with suppress(FileNotFoundError):
            return whole.stat().st_size, True
        with suppress(FileNotFoundError):
            return _part(whole).stat().st_size, False
        return 0, False

    def append(self, office: int, name: str, at: int, data: bytes) -> int:
        """Make bytes durable that begin where what is held ends; how many are held then.

        ValueError, with nothing changed, where they begin elsewhere.
        """
        path = _part(self._path(office, name))
        _make_folder(path.parent)
        file = os.open(path, os.O_RDWR | os.O_CREAT | _BINARY, 0o600)
        try:
            if os.fstat(file).st_size != at:
                raise ValueError("the piece begins elsewhere")
            os.lseek(file, at, os.SEEK_SET)
            left = memoryview(data)
            while left:
                left = left[os.write(file, left) :]
            os.fsync(file)
        finally:
            os.close(file)
        if at == 0:
            _sync_folder(path.parent)
        return at + len(data)

    def complete(self, office: int, name: str, digest: str) -> bool:
        """Make what came the whole file; False, and nothing left of it, with another SHA-256."""
        whole = self._path(office, name)
        if _digest_of(_part(whole)) != digest:
            _part(whole).unlink()
            return False
        _part(whole).replace(whole)
        _sync_folder(whole.parent)
        return True

    def read(self, office: int, name: str, at: int, most: int) -> bytes:
        """Bytes of a whole file; FileNotFoundError without one."""
        with self._path(office, name).open("rb") as file:
            file.seek(at)
            return file.read(most)

    def remove(self, office: int, name: str) -> None:
        """Leave nothing of a file."""
        whole = self._path(office, name)
        for path in (whole, _part(whole)):
            path.unlink(missing_ok=True)
        with suppress(FileNotFoundError):
            _sync_folder(whole.parent)

    def _path(self, office: int, name: str) -> Path:
        if not is_scan_name(name):
            raise ValueError("no name of a scan")
        return self._folder / str(office) / name[:2] / name


def whole_files(folder: Path) -> Iterator[Path]:
    """Every whole file below a folder of scans, relative to it: what a backup takes along."""
    for path in sorted(folder.glob("*/*/*")):
        if is_scan_name(path.name):
            yield path.relative_to(folder)


def copy_blobs(source: Path, target: Path) -> int:
    """Bring over the whole files that the target lacks, each durable; returns how many.

    A file never changes under its name, so one that is there is not written again.
    """
    found = 0
    for name in whole_files(source):
        if (target / name).exists():
            continue
        with suppress(FileNotFoundError):  # erased meanwhile
            data = (source / name).read_bytes()
            _make_folder((target / name).parent)
            half = _part(target / name)
            with half.open("wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            half.replace(target / name)
            _sync_folder(half.parent)
            found += 1
    return found


def _part(path: Path) -> Path:
    return path.with_name(path.name + _PART)


def _digest_of(path: Path) -> str:
    found = sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    """Return when names in a folder are on the disk; NTFS sees to that by itself."""
    if hasattr(os, "O_DIRECTORY"):
        file = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)

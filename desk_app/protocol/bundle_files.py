"""Bundles on a stick: written whole or not at all, read with a bound; both ends use this."""

import errno
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from desk_app.protocol.bundle import BUNDLE_SUFFIX, MAX_BUNDLE, read_label
from desk_app.records.errors import DataDamaged, MachineFault

COPY: Final = "-copy"
"""Stands before the suffix in the name of a second copy."""

_SPARE_BYTES: Final = 1_000_000
_LAST: Final = (1 << 62, "", 0)
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_CLOSED: Final = (errno.EROFS, errno.EACCES, errno.EPERM)


def read_bundle(path: Path) -> bytes:
    """The bytes of a file that may be a bundle.

    Raises MachineFault ``bundle.folder``, ``bundle.unreadable`` or ``bundle.not_one`` (too large).
    """
    if path.is_dir():
        raise MachineFault("bundle.folder")
    try:
        with path.open("rb") as source:
            data = source.read(MAX_BUNDLE + 1)
    except OSError as error:
        raise MachineFault("bundle.unreadable") from error
    if len(data) > MAX_BUNDLE:
        raise MachineFault("bundle.not_one")
    return data


def as_damage(path: Path, fault: MachineFault) -> MachineFault:
    """The fault of a file: what is named as a bundle and is none was damaged."""
    if fault.code == "bundle.not_one" and path.suffix.lower() == BUNDLE_SUFFIX:
        return DataDamaged("bundle.damaged")
    return fault


def sorted_bundles(paths: Sequence[Path]) -> list[Path]:
    """Files in the order in which they were made, whatever the order in which they are named.

    What is no whole bundle comes last, to be refused; a file named twice comes once.
    """
    keyed: list[tuple[tuple[int, str, int], Path]] = []
    for path in dict.fromkeys(paths):
        try:
            label = read_label(read_bundle(path))
            keyed.append(((label.at, label.set, label.number), path))
        except MachineFault:
            keyed.append((_LAST, path))
    return [path for _, path in sorted(keyed, key=lambda pair: pair[0])]


def free_bytes(folder: Path) -> int:
    """How many bytes a stick still takes; MachineFault ``carry.gone`` when it is not there."""
    with told_of_stick():
        return shutil.disk_usage(folder).free


def make_room_sure(folder: Path, needed: int) -> None:
    """Raise MachineFault ``carry.full`` unless so many bytes, and some to spare, are free."""
    with told_of_stick():
        folder.mkdir(parents=True, exist_ok=True)
    free = free_bytes(folder)
    if free < needed + _SPARE_BYTES:
        raise MachineFault("carry.full", needed_mb=-(-needed // 1_000_000), free_mb=free // 10**6)


def write_bundles(
    folder: Path, files: Iterable[tuple[str, bytes]], *, copies: int = 1
) -> Iterator[str]:
    """Write named files, and yields each name once its bytes are on the stick.

    When one cannot be written, or the caller stops, those before it are removed again. Raises
    MachineFault ``carry.full``, ``carry.read_only`` or ``carry.gone``.
    """
    written: list[Path] = []
    try:
        for name, data in files:
            for path in _places(folder, name, copies):
                written.append(path)
                with told_of_stick():
                    _write(path, data)
            yield name
        with told_of_stick():
            _sync_folder(folder)
    except BaseException:
        remove_files(written)
        raise


def remove_files(paths: Iterable[Path]) -> None:
    """Remove files as far as the stick lets it."""
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def bundles_of_set(folder: Path, name: str) -> list[Path]:
    """The files of one set in a folder, copies too."""
    with suppress(OSError):
        return sorted(folder.glob(f"mizban-*{name}-*{BUNDLE_SUFFIX}"))
    return []


def _places(folder: Path, name: str, copies: int) -> list[Path]:
    path = folder / name
    second = path.with_name(path.stem + COPY + path.suffix)
    return [path, second][:copies]


def _write(path: Path, data: bytes) -> None:
    half = path.with_name(path.name + ".part")
    try:
        with half.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        half.replace(path)
    except OSError:
        remove_files([half])
        raise


def _sync_folder(folder: Path) -> None:
    """Put the names on the disk, on systems that have a call for it."""
    with suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as error:
            # Some file systems of sticks know no such call.
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise
        finally:
            os.close(handle)


@contextmanager
def told_of_stick() -> Iterator[None]:
    """Tell the system's errors inside the block as faults of the stick."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            code = "carry.full_now"
        elif error.errno in _CLOSED:
            code = "carry.read_only"
        else:
            code = "carry.gone"
        raise MachineFault(code) from error

"""Backups: one encrypted, verified file, made while the desk works; scans beside it.

A backup is a tar of ``manifest.json``, ``slots`` and ``book.db``; the folder ``scans`` beside it
is shared by all backups there, since a scan never changes. It is announced only after every page
and every chain in it was read again. Spare lanes are in no backup.
"""

import re
import tarfile
import tempfile
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import text as sql

from db import platform, slots
from db.blobs import SCANS, ScanStore, copy_scans
from db.copies import copy_book, reading, settle, verify_copy
from db.diagnosis import BOOK, own_logs, salt_of
from db.folder import BookFolder
from db.names import text_of
from db.slots import SLOTS, Slots
from desk_app.records.errors import DataDamaged, MachineFault

MANIFEST: Final = "manifest.json"
KEEP: Final = 3
"""So many of the newest backups stay, and the first of each month besides."""
MONTHS: Final = 12
_NAME: Final = re.compile(r"mizban-([0-9a-f]{8}-\d{6})\d{2}-\d{6}-\d{3}\.mzb")
_CHUNK: Final = 1024 * 1024


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds."""

    format: int = 1
    book: str
    made_at: int
    """In ms since 1970."""
    log: str
    seq: int
    events: int
    scans: int
    sha256: dict[str, str]
    """By name in the file."""


def back_up(
    where: BookFolder,
    now: Slots,
    data_key: bytes,
    target: Path,
    made_at: int,
    progress: Callable[[int, int], None] | None = None,
) -> Path:
    """Make a verified backup with its scans in a folder of a second place; thin out older ones.

    Raises MachineFault ``backup.same_folder``, ``disk.full``, ``backup.not_written``; DataDamaged
    where the book itself does not read. Nothing half-made stays.
    """
    target = target.resolve()
    if target == where.path or where.path in target.parents:
        raise MachineFault("backup.same_folder")
    with platform.told_of_folder(target, "backup.not_written"):
        copy_scans(where.scans, target / SCANS)
    made = pack(where, now, data_key, target, made_at, progress)
    with platform.told_of_folder(target, "backup.not_written"):
        _thin_out(target, now.book)
    return made


def pack(
    where: BookFolder,
    now: Slots,
    data_key: bytes,
    target: Path,
    made_at: int,
    progress: Callable[[int, int], None] | None = None,
) -> Path:
    """A verified backup of book and slots alone, in any folder; raises as ``back_up``."""
    final = target / _name(now.book, made_at)
    with platform.told_of_folder(target, "backup.not_written"):
        platform.make_private_folder(target)
        with tempfile.TemporaryDirectory(prefix=".mizban-", dir=target) as half:
            made = _pack(where, now, data_key, Path(half), made_at, progress)
            platform.move_over(made, final)
    return final


def read_manifest(file: Path) -> Manifest:
    """What a backup says it holds.

    Raises MachineFault ``backup.not_found``; DataDamaged ``backup.damaged`` or ``backup.newer``.
    """
    try:
        with tarfile.open(file) as tar:
            member = tar.extractfile(MANIFEST)
            found = msgspec.json.decode(member.read() if member else b"", type=Manifest)
    except (FileNotFoundError, PermissionError) as error:
        raise MachineFault("backup.not_found") from error
    except (OSError, tarfile.TarError, KeyError, ValueError) as error:
        raise DataDamaged("backup.damaged") from error
    if found.format > 1:
        raise DataDamaged("backup.newer")
    return found


def slots_in(file: Path) -> Slots:
    """The slots packed in a backup; raises as ``read_manifest``."""
    read_manifest(file)
    try:
        with tarfile.open(file) as tar:
            member = tar.extractfile(SLOTS)
            return slots.decode(member.read() if member else b"")
    except (OSError, tarfile.TarError, KeyError, EOFError) as error:
        raise DataDamaged("backup.damaged") from error


def unpack(file: Path, folder: Path | None) -> Manifest:
    """Put a backup's slots and book into a folder, durably; without a folder, only read them.

    Raises DataDamaged ``backup.damaged`` unless each is what was packed; as ``read_manifest``.
    """
    manifest = read_manifest(file)
    try:
        with tarfile.open(file) as tar:
            found = {name: _extract(tar, name, folder) for name in (SLOTS, BOOK)}
    except (tarfile.TarError, KeyError, EOFError) as error:
        raise DataDamaged("backup.damaged") from error
    if found != manifest.sha256:
        raise DataDamaged("backup.damaged")
    return manifest


def _extract(tar: tarfile.TarFile, name: str, folder: Path | None) -> str:
    source = tar.extractfile(name)
    if source is None:
        raise KeyError(name)
    digest = sha256()
    with (folder / name).open("wb") if folder else nullcontext() as out:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            if out is not None:
                out.write(chunk)
    if folder is not None:
        platform.sync_file(folder / name)
        platform.make_private(folder / name)
    return digest.hexdigest()


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    found = sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def backups_in(folder: Path) -> list[Path]:
    """The backups in a folder, oldest first."""
    return sorted(path for path in folder.glob("mizban-*.mzb") if _NAME.fullmatch(path.name))


def to_keep(names: Iterable[str]) -> set[str]:
    """Which of the backups stay: the newest three, and the first of each of twelve months."""
    ordered = sorted(names)
    first_of_month: dict[str, str] = {}
    for name in ordered:
        if found := _NAME.fullmatch(name):
            first_of_month.setdefault(found[1], name)
    return {*ordered[-KEEP:], *list(first_of_month.values())[-MONTHS:]}


def _pack(
    where: BookFolder,
    now: Slots,
    data_key: bytes,
    half: Path,
    made_at: int,
    progress: Callable[[int, int], None] | None,
) -> Path:
    book = half / BOOK
    copy_book(where.book, data_key, book, data_key, progress)
    verify_copy(book, data_key)
    settle(book, data_key)
    # The machine's own way in stays on the machine.
    portable = msgspec.structs.replace(
        now, salt=salt_of(book), next=None, service=None, image=False
    )
    slots.write(portable, half)
    manifest = _manifest(where, now, data_key, half, made_at)
    (half / MANIFEST).write_bytes(msgspec.json.encode(manifest))
    made = half / "backup"
    with tarfile.open(made, "w") as tar:
        for name in (MANIFEST, SLOTS, BOOK):
            tar.add(half / name, name, filter=_nobody)
    platform.sync_file(made)
    platform.make_private(made)
    unpack(made, None)
    return made


def _manifest(where: BookFolder, now: Slots, data_key: bytes, half: Path, made_at: int) -> Manifest:
    with reading(half / BOOK, data_key) as connection:
        current = own_logs(connection)[-1]
        events = connection.execute(sql("SELECT count(*) FROM event")).scalar() or 0
    scans = ScanStore(where.scans, bytes(32)).names()
    digests = {name: digest_of(half / name) for name in (SLOTS, BOOK)}
    return Manifest(
        book=now.book, made_at=made_at, log=text_of(current.id), seq=current.seq,
        events=events, scans=len(scans), sha256=digests,
    )  # fmt: skip


def _nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    # The account's name on this machine is nobody's business elsewhere.
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _name(book: str, made_at: int) -> str:
    moment = datetime.fromtimestamp(made_at / 1000, UTC)
    return f"mizban-{_short(book)}-{moment:%Y%m%d-%H%M%S}-{made_at % 1000:03d}.mzb"


def _short(book: str) -> str:
    return sha256(book.encode()).hexdigest()[:8]


def _thin_out(target: Path, book: str) -> None:
    found = [path for path in backups_in(target) if f"-{_short(book)}-" in path.name]
    kept = to_keep(path.name for path in found)
    for path in found:
        if path.name not in kept:
            path.unlink()

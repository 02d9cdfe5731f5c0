"""Backups of a centre: one file with database and certificates, and the scans beside it.

The file is a compressed tar: ``central.db``, the rows of either database as SQLite, taken from one
snapshot while the centre serves, and ``tls/``, what desks pinned. It holds personal data and
keys, readable by its owner only. Scans are files that never change, so they lie once, in
``scans/`` of the same folder, for all backups there.
"""

import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final

from sqlalchemy.engine import make_url

from central.folder import Folder
from central.store.after_restore import begin_again
from central.store.blobs import copy_blobs
from central.store.copying import copy_everything
from central.store.counts import count
from central.store.database import Database
from central.store.walk import Verdict, verify
from desk_app.records.errors import DataDamaged, MachineFault, Mistake, UserMistake

SUFFIX: Final = ".mizban-central"
_DATABASE: Final = "central.db"
_TLS: Final = "tls"
_SCANS: Final = "scans"
_CERTIFICATES: Final = ("ca.pem", "ca.key", "server.pem", "server.key")
_LEVEL: Final = 3


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that was made: its file, the walk over its logs, and how many scans were new."""

    file: Path
    logs: int
    events: int
    scans: int
    problems: list[dict[str, Any]]


def make_backup(folder: Folder, database: Database, where: Path, now_ms: int) -> Kept:
    """Back up a centre, serving or not, and walk over every log of the copy.

    Raises MachineFault ``central.backup_disk`` when the files cannot be written.
    """
    stamp = datetime.fromtimestamp(now_ms / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    file = where / f"central-{stamp}{SUFFIX}"
    try:
        where.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=where) as work:
            copy = Path(work) / _DATABASE
            found = _copied(database, copy)
            half = Path(work) / file.name
            _pack(half, copy, folder.certificates)
            half.replace(file)
        scans = copy_blobs(folder.scans, where / _SCANS)
    except OSError as error:
        raise MachineFault("central.backup_disk") from error
    wrong = [problem for problem in found.problems if "log" in problem]
    return Kept(file, found.logs, found.events, scans, wrong)


def restore_backup(folder: Folder, file: Path, url: str = "") -> int:
    """Bring a backup back into an empty folder or database; the next lane that will be given.

    Raises UserMistake ``central.in_use`` where a centre is already, MachineFault
    ``central.backup_disk``, or DataDamaged ``central.backup_damaged``.
    """
    if folder.holds_database() or (folder.path / _TLS).exists():
        raise UserMistake(Mistake("data", "central.in_use"))
    try:
        folder.path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.path) as work:
            _unpack(file, Path(work))
            lane = _brought_back(folder, Path(work) / _DATABASE, url)
            if (Path(work) / _TLS).exists():
                (Path(work) / _TLS).replace(folder.certificates)
        copy_blobs(file.parent / _SCANS, folder.scans)
    except OSError as error:
        raise MachineFault("central.backup_disk") from error
    return lane


def _copied(database: Database, path: Path) -> Verdict:
    """A copy of the database as a SQLite file, and the walk over it."""
    with _opened(path) as copy:
        copy_everything(database, copy)
        return verify(copy)


def _brought_back(folder: Folder, path: Path, url: str) -> int:
    chosen = make_url(url or folder.own_database)
    if chosen.get_backend_name() == "sqlite":
        goal = Path(str(chosen.database))
        if goal.exists():
            raise UserMistake(Mistake("database", "central.in_use"))
        with _opened(path) as copy:
            lane = copy.write(begin_again)
        path.replace(goal)
        folder.open_database(url).close()
        return lane
    target = folder.open_database(url)
    try:
        if target.read(count).offices:
            raise UserMistake(Mistake("database", "central.in_use"))
        with _opened(path) as copy:
            copy_everything(copy, target)
        return target.write(begin_again)
    finally:
        target.close()


@contextmanager
def _opened(path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{path.as_posix()}")
    try:
        yield database
    finally:
        database.close()


def _pack(file: Path, database: Path, certificates: Path) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as out:
        with tarfile.open(fileobj=out, mode="w:gz", compresslevel=_LEVEL) as pack:
            pack.add(database, _DATABASE)
            for name in _CERTIFICATES:
                if (certificates / name).exists():
                    pack.add(certificates / name, f"{_TLS}/{name}")
        out.flush()
        os.fsync(out.fileno())


def _unpack(file: Path, into: Path) -> None:
    """Take out what belongs there, under names of our own; DataDamaged for anything else."""
    wanted = {_DATABASE, *(f"{_TLS}/{name}" for name in _CERTIFICATES)}
    try:
        with tarfile.open(file, "r:gz") as pack:
            for member in pack:
                content = pack.extractfile(member) if member.name in wanted else None
                if content is None:
                    raise DataDamaged("central.backup_damaged")
                _write(into / member.name, content)
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise DataDamaged("central.backup_damaged") from error
    if not (into / _DATABASE).exists():
        raise DataDamaged("central.backup_damaged")


def _write(path: Path, content: IO[bytes]) -> None:
    path.parent.mkdir(exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as out:
        shutil.copyfileobj(content, out)
        out.flush()
        os.fsync(out.fileno())

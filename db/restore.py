"""Restoring a backup or a mirror: the book comes back in a new log with a lane of its own.

What stood in the folder is set aside, never overwritten; a folder in use is refused.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from db import platform, slots
from db.backup import unpack
from db.blobs import SCANS, copy_scans
from db.copies import verify_copy
from db.diagnosis import BOOK, fitting_key
from db.examination import HOLDERS
from db.folder import HALF_MADE, BookFolder
from db.going_on import NO_MEANS, Means, WentOn, go_on
from db.holders import require_alone
from db.mirror import Frame, mirrors_on, read_mirror
from db.remaking import Remains, Who, remake
from db.session import HERE, Around, Session
from db.slots import SLOTS, unlock
from desk_app.ports.line import Placed
from desk_app.records.errors import DataDamaged, MachineFault

_UNPACKED: Final = ".restoring"
_MOVED: Final = (BOOK + "-wal", BOOK + "-shm", BOOK, SLOTS)


@dataclass(frozen=True, slots=True)
class Restored:
    """How a restore went."""

    went_on: WentOn
    events: int
    set_aside: Path | None
    """Where the book that stood there before now lies."""


def restore(
    file: Path,
    folder: Path,
    user: str,
    password: str,
    around: Around = HERE,
    *,
    means: Means = NO_MEANS,
) -> tuple[Session, Restored]:
    """Bring a backup back; the password is the one that was right when it was made.

    Raises DataDamaged ``backup.damaged``, ``backup.newer``, ``copy.damaged``; NotAllowed
    ``password.wrong``; MachineFault ``book.in_use``, ``disk.full``; as going on besides: after
    ``lane.none`` the book is back, may be read, and waits for a lane.
    """
    where = BookFolder(folder, around.home, wait_s=around.wait_s)
    where.make()
    with _alone(where):
        half = where.path / _UNPACKED
        shutil.rmtree(half, ignore_errors=True)
        platform.make_private_folder(half)
        try:
            manifest = unpack(file, half)
            now = slots.read(half)
            opened = unlock(now, user, password, cost=around.cost)
            verify_copy(half / BOOK, fitting_key(half / BOOK, opened.data_keys))
            copy_scans(file.parent / SCANS, where.scans)
            set_aside = _set_aside(where, around.clock.now_ms())
            for name in (BOOK, SLOTS):
                platform.move_over(half / name, where.path / name)
        finally:
            shutil.rmtree(half, ignore_errors=True)
    session, went_on = go_on(folder, user, password, "restore", around, means=means, needed=False)
    return session, Restored(went_on, manifest.events, set_aside)


def restore_from_mirror(
    stick: Path,
    folder: Path,
    user: str,
    password: str,
    around: Around = HERE,
    *,
    means: Means = NO_MEANS,
) -> tuple[Session, Restored]:
    """Make the book anew from the mirror on a stick, in a folder without a book.

    Raises MachineFault ``mirror.none``, ``mirror.several`` (name its folder), ``setup.exists``;
    DataDamaged ``mirror.empty``; as ``restore`` besides.
    """
    found = mirrors_on(stick)
    if len(found) != 1:
        raise MachineFault("mirror.several" if found else "mirror.none")
    now = slots.read(found[0])
    opened = unlock(now, user, password, cost=around.cost)
    identity = (opened.identity, opened.public)
    last, settings, keeping = _last(found[0], identity)
    remains = Remains(last.lanes, last.office, settings, keeping, last.acknowledged)
    session, went_on, events = remake(
        folder,
        Who(user, password, now, opened),
        remains,
        _own(found[0], identity),
        (),
        (),
        around,
        means,
    )
    copy_scans(found[0] / SCANS, session.where.scans)
    return session, Restored(went_on, events, None)


def _last(
    folder: Path, identity: tuple[str, str]
) -> tuple[Frame, dict[str, str], dict[str, bytes]]:
    last: Frame | None = None
    settings: dict[str, str] = {}
    keeping: dict[str, bytes] = {}
    for last in read_mirror(folder, *identity):
        settings, keeping = last.settings or settings, last.keeping or keeping
    if last is None:
        raise DataDamaged("mirror.empty")
    return last, settings, keeping


def _own(folder: Path, identity: tuple[str, str]) -> Iterator[Placed]:
    for frame in read_mirror(folder, *identity):
        for event in frame.events:
            yield event.placed()


@contextmanager
def _alone(where: BookFolder) -> Iterator[None]:
    """The folder's book, if it has one, is open nowhere and is not opened meanwhile."""
    if (where.path / HALF_MADE).exists():
        raise MachineFault("setup.running")
    try:
        witness = where.witness(where.slots().book)
    except (DataDamaged, MachineFault):
        yield
        return
    with witness.lock():
        require_alone(witness.folder / HOLDERS)
        yield


def _set_aside(where: BookFolder, at_ms: int) -> Path | None:
    standing = [where.path / name for name in _MOVED if (where.path / name).exists()]
    if not standing:
        return None
    aside = where.path / f"before-restore-{at_ms}"
    platform.make_private_folder(aside)
    for path in standing:
        path.replace(aside / path.name)
    platform.sync_folder(aside)
    platform.sync_folder(where.path)
    return aside

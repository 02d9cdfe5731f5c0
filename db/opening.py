"""Opening a book with a password, a recovery key or the machine's own way in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from db import keys, platform
from db.engine import open_engines
from db.examination import Examined, examine
from db.folder import BookFolder
from db.images import begin_copy
from db.keyring import SERVICE, Keyring, OfficerKeys, unlock_unattended
from db.lockout import Lockout
from db.phone_numbers import read_number
from db.session import HERE, Around, Session
from db.slots import Slots, Unlocked, unlock, unlock_by_number, unlock_by_secret
from db.standing import officer_in_service
from db.witness import Witness
from desk_app.ports.book import Officer
from desk_app.records.errors import DeskError, Mistake, NotAllowed, UserMistake

_RECOVERING: Final = "\0recovery"
"""Under what wrong recovery keys and numbers are counted; no user is called so."""


def open_session(folder: Path, user: str, password: str, around: Around = HERE) -> Session:
    """Open the book for an officer.

    Raises NotAllowed ``password.wrong``, ``password.wait``, ``officer.withdrawn``; MachineFault
    and DataDamaged as ``db.examination`` finds them. A book that may only be read says why in
    ``read_only_reason``.
    """
    where, now, opened = unlocked(folder, user, password, around)
    return _open(where, now, opened, _signed_in(user), around)


def unlocked(
    folder: Path, user: str, password: str, around: Around
) -> tuple[BookFolder, Slots, Unlocked]:
    """The slots of a folder and what the password opens; raises as ``open_session``."""
    where = BookFolder(folder, around.home, wait_s=around.wait_s)
    now = where.slots_to_open()
    lockout = Lockout(where.witness(now.book).folder, around.clock)
    lockout.check(user)
    try:
        opened = unlock(now, user, password, cost=around.cost)
    except NotAllowed:
        lockout.failed(user)
        raise
    lockout.succeeded(user)
    return where, now, opened


def open_unattended(folder: Path, around: Around = HERE) -> Session:
    """Open the book with the machine's own way in, to synchronise; NotAllowed where none is."""
    where = BookFolder(folder, around.home, wait_s=around.wait_s)
    now = where.slots_to_open()
    opened = unlock_unattended(where, now)
    return _open(where, now, opened, lambda _: Officer(SERVICE, "", ""), around)


def recover(
    folder: Path, user: str, printed_key: str, new_password: str, around: Around = HERE
) -> tuple[Session, OfficerKeys, str]:
    """A new password for an officer by the recovery key, which is replaced by the one returned.

    Raises UserMistake for a mistyped key or a password that protects nothing; NotAllowed
    ``recovery.wrong`` and, after several of those, ``password.wait``; as ``open_session`` besides.
    """
    keys.check_password(new_password)
    secret = keys.read_recovery_key(printed_key)
    where = BookFolder(folder, around.home, wait_s=around.wait_s)
    now = where.slots_to_open()
    with _counted(where, now, around):
        opened = unlock_by_secret(now, now.recovery, secret)
    session = _open(where, now, opened, _signed_in(user), around)
    try:
        changed = session.keyring.reset_password(user, new_password)
        return session, changed, session.keyring.new_recovery_key()
    except BaseException:
        session.close()
        raise


def recover_by_number(
    folder: Path, user: str, number: str, new_password: str, around: Around = HERE
) -> tuple[Session, OfficerKeys]:
    """A new password for an officer by a number that was read out; the number is struck off.

    Raises UserMistake for a mistyped number or a password that protects nothing; NotAllowed
    ``recovery_number.wrong``, ``password.wait``; as ``open_session`` besides.
    """
    keys.check_password(new_password)
    digits = read_number(number)
    where = BookFolder(folder, around.home, wait_s=around.wait_s)
    now = where.slots_to_open()
    with _counted(where, now, around):
        opened, place = unlock_by_number(now, digits)
    session = _open(where, now, opened, _signed_in(user), around)
    try:
        _require_change(session, user)
        # First, so that a power cut in between leaves no number that was used.
        session.keyring.strike_number(place)
        return session, session.keyring.reset_password(user, new_password)
    except BaseException:
        session.close()
        raise


def _require_change(session: Session, user: str) -> None:
    """Raise unless the book takes a new password for this officer now."""
    if session.book.read_only_reason is not None:
        raise session.book.read_only_reason
    if session.keyring.slots().officer(user) is None:
        raise UserMistake(Mistake("officer", "officer.unknown"))


@contextmanager
def _counted(where: BookFolder, now: Slots, around: Around) -> Iterator[None]:
    """Wrong recovery keys and numbers are waited out as wrong passwords are."""
    lockout = Lockout(where.witness(now.book).folder, around.clock)
    lockout.check(_RECOVERING)
    try:
        yield
    except NotAllowed:
        lockout.failed(_RECOVERING)
        raise
    lockout.succeeded(_RECOVERING)


def _open(
    where: BookFolder,
    now: Slots,
    opened: Unlocked,
    who: Callable[[Examined], Officer],
    around: Around,
) -> Session:
    if now.image:
        now = begin_copy(where, now, opened, around.clock, around.entropy)
    witness = where.witness(now.book)
    with platform.told_of_folder(witness.folder.parent, "witness.not_written"), witness.lock():
        found = examine(where, opened, witness, around.clock, around.entropy)
        session = session_of(
            where,
            Unlocked(opened.identity, opened.public, (found.data_key,)),
            witness,
            around,
            officer=who(found),
            reason=found.reason,
        )
    if found.reason is None:
        session.keyring.follow(found.officer_keys)
    return session


def session_of(
    where: BookFolder,
    opened: Unlocked,
    witness: Witness,
    around: Around,
    *,
    officer: Officer,
    reason: DeskError | None = None,
) -> Session:
    """The session of a book that was examined; the first data key is the one that fits."""
    return Session(
        where,
        Keyring(where, opened, entropy=around.entropy, cost=around.cost),
        open_engines(where.book, opened.data_keys[0], wait_s=around.wait_s),
        witness,
        officer=officer,
        around=around,
        read_only_reason=reason,
    )


def _signed_in(user: str) -> Callable[[Examined], Officer]:
    return lambda found: officer_in_service(user, found.officers, found.officer_keys)

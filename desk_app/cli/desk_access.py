"""The keys of the open desk: officers admitted, given passwords, followed out of the door."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from db.keyring import OfficerKeys
from db.queries.access import access_log, left_behind, open_work
from db.session import Session
from desk_app.cli.audiences import replace_keys
from desk_app.ports.access import AccessEntry, Leaving, Left, OfficerEntry, OpenWork
from desk_app.ports.book import Officer
from desk_app.records.catalogue import Post
from desk_app.records.errors import DeskError, Mistake, UserMistake
from desk_app.records.jalali import local_date
from desk_app.services.guard import allow, needed
from desk_app.services.leaving import posts_handed_over, reassign_requests
from desk_app.services.office import (
    NewOfficer,
    add_officer,
    rekey_oneself,
    set_items,
    withdraw_officer,
)

TEMPORARY_DIGITS: Final = 10
"""Digits alone: read out, and typed under every layout."""


class DeskAccess:
    """Implements ``ports.access.Access`` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def officers(self) -> Sequence[OfficerEntry]:
        """Those in service, by name; after them who left and has left open requests behind."""
        self._allow()
        book, slots = self._session.book, self._session.keyring.slots()
        today = local_date(self._session.clock.now_ms())
        posts = book.queries.catalogue().all(Post)
        found = []
        for one in book.queries.officers():
            slot = slots.officer(one.user)
            held = tuple(post.title for post in posts if post.holder_on(today) == one.name)
            found.append(
                OfficerEntry(
                    one.user,
                    one.name,
                    one.role,
                    one.unit,
                    one.head,
                    opens=slot is not None,
                    temporary=slot is not None and slot.temporary,
                    posts=held,
                )
            )
        return [*sorted(found, key=lambda each: each.name), *self._leavers()]

    def admit(self, user: str, name: str, role: str, unit: str = "", *, head: bool = False) -> str:
        """Admit an officer; the temporary password, told once."""
        self._allow()
        book, keyring = self._session.book, self._session.keyring
        told = {"officer_name": name, "officer": user}
        empty = [Mistake(field, f"{field}.missing") for field in told if not told[field].strip()]
        if empty:
            raise UserMistake(*empty)
        user, full_name = needed(user, "officer"), needed(name, "officer_name")
        if unit and book.queries.catalogue().unit(unit) is None:
            raise UserMistake(Mistake("unit", "refer.unknown"))
        password = temporary_password()
        known = keyring.admit(user, password, temporary=True)
        try:
            add_officer(book, _recorded(Officer(user, full_name, role, unit, head), known))
        except DeskError:
            keyring.withdraw(user)
            raise
        return password

    def give_password(self, user: str) -> str:
        """A temporary password in place of one that was forgotten, told once."""
        return give_password(self._session, user)

    def change_password(self, old: str, new: str) -> None:
        """One's own new password."""
        book, keyring = self._session.book, self._session.keyring
        with _recorded_or_undone(self._session, book.officer.user):
            known = keyring.change_password(book.officer.user, old, new)
            rekey_oneself(book, known.public_key, known.sealed_key)

    def open_work(self, user: str) -> OpenWork:
        """What an officer who leaves would leave open."""
        self._allow()
        with self._session.book.reader.look() as db:
            return open_work(db, user)

    def leave(self, leaving: Leaving) -> Left:
        """Withdraw an officer's slot, then hand posts and open work over."""
        self._allow()
        book, keyring = self._session.book, self._session.keyring
        names = {one.user: one.name for one in book.queries.officers()}
        if leaving.successor and leaving.successor not in names:
            raise UserMistake(Mistake("successor", "officer.unknown"))
        if leaving.successor == leaving.user:
            raise UserMistake(Mistake("successor", "access.successor.same"))
        if leaving.user in names:
            before = set(keyring.slots().publics())
            withdraw_officer(book, leaving.user, leaving.successor)
            if keyring.slots().officer(leaving.user) is not None:
                keyring.withdraw(leaving.user)
            replace_keys(self._session, before)
        posts = self._hand_posts_over(names.get(leaving.user, ""), names.get(leaving.successor, ""))
        if not leaving.successor:
            return Left(0, posts)
        work = self.open_work(leaving.user)
        ids = (*work.held, *work.taken) if leaving.with_taken else work.held
        return Left(reassign_requests(book, ids, leaving.successor), posts)

    def new_numbers(self) -> tuple[str, ...]:
        """A new sheet of recovery numbers; the old sheet is worthless."""
        self._allow()
        return self._session.keyring.new_numbers()

    def numbers_left(self) -> int:
        """How many numbers of the sheet were not used yet."""
        return len(self._session.keyring.slots().numbers)

    def log(self, limit: int = 50) -> Sequence[AccessEntry]:
        """The latest changes of anybody's access, newest first."""
        self._allow()
        with self._session.book.reader.look() as db:
            return access_log(db, limit)

    def _leavers(self) -> list[OfficerEntry]:
        with self._session.book.reader.look() as db:
            gone = left_behind(db)
        return [
            OfficerEntry(user, name, "", opens=False, left_behind=count)
            for user, (name, count) in gone.items()
        ]

    def _allow(self) -> None:
        allow(self._session.book.officer, "officers")

    def _hand_posts_over(self, leaver: str, successor: str) -> int:
        if not leaver:
            return 0
        book, today = self._session.book, local_date(self._session.clock.now_ms())
        changed = posts_handed_over(book.queries.catalogue(), leaver, successor, today)
        return set_items(book, changed) if changed else 0


def temporary_password() -> str:
    """Ten digits drawn by chance (33 bits), to be changed at the first sign-in."""
    return f"{secrets.randbelow(10**TEMPORARY_DIGITS):0{TEMPORARY_DIGITS}d}"


def give_password(session: Session, user: str) -> str:
    """A temporary password for an officer, recorded with who gave it; UserMistake for a stranger.

    What was sealed to the officer's old key is sealed to the new one from now on.
    """
    book, keyring = session.book, session.keyring
    allow(book.officer, "officers")
    officer = next((one for one in book.queries.officers() if one.user == user), None)
    if officer is None:
        raise UserMistake(Mistake("officer", "officer.unknown"))
    if user == book.officer.user:
        raise UserMistake(Mistake("officer", "access.password.oneself"))
    password, before = temporary_password(), set(keyring.slots().publics())
    with _recorded_or_undone(session, user):
        known = keyring.reset_password(user, password, temporary=True)
        add_officer(book, _recorded(officer, known))
    replace_keys(session, before)
    return password


@contextmanager
def _recorded_or_undone(session: Session, user: str) -> Iterator[None]:
    """A slot changes together with what the record says of it, or stays as it was."""
    if session.book.read_only_reason is not None:
        raise session.book.read_only_reason
    before = session.keyring.slots().officer(user)
    try:
        yield
    except DeskError:
        if before is not None:
            session.keyring.put_back(before)
        raise


def _recorded(officer: Officer, known: OfficerKeys) -> NewOfficer:
    return NewOfficer(
        officer.user,
        officer.name,
        officer.role,
        officer.unit,
        known.public_key,
        known.sealed_key,
        officer.head,
        "supervisor",
    )

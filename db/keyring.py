"""The slots of an open book: officers admitted and withdrawn, passwords and recovery keys changed.

Each change is one atomic writing of the slots file under the witness's lock. Withdrawing also
marks the data key for rotation, which needs the book alone and is done when it next is.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from db import keys, platform, slots
from db.folder import BookFolder
from db.keys import Cost
from db.phone_numbers import SHEET, new_number
from db.slots import OfficerSlot, Slots, Unlocked
from desk_app.ports.clock import Entropy
from desk_app.records.errors import Mistake, NotAllowed, UserMistake

SERVICE: Final = "sync"
"""Who acts when the machine synchronises unattended; may do nothing that needs a role."""


@dataclass(frozen=True, slots=True)
class OfficerKeys:
    """What the record of an officer says of their keys, so that they roam."""

    user: str
    public_key: str
    sealed_key: str
    withdrawn: bool = False
    temporary: bool = False
    rivals: frozenset[str] = frozenset()
    """Public keys of two people who took one user name apart; each keeps the book it opens."""


class Keyring:
    """Who may open this book, changed by somebody who has opened it."""

    def __init__(
        self, folder: BookFolder, opened: Unlocked, *, entropy: Entropy, cost: Cost
    ) -> None:
        self._folder, self._opened = folder, opened
        self._entropy, self._cost = entropy, cost

    @property
    def data_key(self) -> bytes:
        """The key of the book's file."""
        return self._opened.data_keys[0]

    @property
    def identity(self) -> tuple[str, str]:
        """Private and public half of the key that opened the book."""
        return self._opened.identity, self._opened.public

    def slots(self) -> Slots:
        """The slots as they now are."""
        return self._folder.slots()

    def admit(self, user: str, password: str, *, temporary: bool = False) -> OfficerKeys:
        """Give a new officer a slot; raises UserMistake ``officer.exists`` or for the password."""
        slot = self._slot(user, password, temporary)
        if self.slots().officer(user):
            raise UserMistake(Mistake("officer", "officer.exists"))
        self._change(partial(_with, slot=slot))
        return OfficerKeys(user, slot.public, slot.identity.text())

    def withdraw(self, user: str) -> None:
        """Take an officer's slot away; the data key changes as soon as the book is alone.

        Raises UserMistake ``officer.unknown``; ``officer.last`` for the last one.
        """
        now = self.slots()
        if now.officer(user) is None:
            raise UserMistake(Mistake("officer", "officer.unknown"))
        if len(now.officers) == 1:
            raise UserMistake(Mistake("officer", "officer.last"))
        self._change(partial(_without, user=user))

    def change_password(self, user: str, old: str, new: str) -> OfficerKeys:
        """Put the officer's private key under a new password; NotAllowed ``password.wrong``."""
        keys.check_password(new)
        slot = self.slots().officer(user)
        word = slots.typed_password(slot, old) if slot else ""
        identity = keys.unwrap(slot.identity, slot.public, word) if slot else None
        if slot is None or identity is None:
            raise NotAllowed("password.wrong")
        pair = keys.KeyPair(identity, slot.public)
        wrapped = keys.wrap(pair, new, self._cost, self._entropy)
        own = msgspec.structs.replace(slot, identity=wrapped, temporary=False)
        self._change(lambda now: _with(now, own))
        return OfficerKeys(user, slot.public, wrapped.text())

    def reset_password(self, user: str, new: str, *, temporary: bool = False) -> OfficerKeys:
        """Give an officer whose password is lost a new slot with a new key pair."""
        slot = self._slot(user, new, temporary)
        before = self.slots().officer(user)
        # The records still tell the old key; until they tell another, this one stands.
        told = before.told if before else slot.told
        self._change(partial(_with, slot=msgspec.structs.replace(slot, told=told)))
        return OfficerKeys(user, slot.public, slot.identity.text())

    def put_back(self, slot: OfficerSlot) -> None:
        """A slot as it was: what should have been recorded of its change was not."""
        self._change(partial(_with, slot=slot))

    def new_recovery_key(self) -> str:
        """Replace the recovery key; the printed form is shown once and stored nowhere.

        Whoever opened the book with the old one keeps its key pair under the new one: sealed
        reports may have no other reader.
        """
        secret = self._entropy(16)
        standing = self.slots().recovery
        identity, public = self.identity
        kept = standing is not None and standing.public == public
        pair = keys.KeyPair(identity, public) if kept else None
        slot = slots.secret_slot(self.data_key, secret, pair=pair)
        self._change(lambda now: msgspec.structs.replace(now, recovery=slot))
        return keys.print_recovery_key(secret)

    def new_numbers(self) -> tuple[str, ...]:
        """A new sheet of telephone numbers in place of the old; shown once and stored nowhere."""
        made = [
            new_number(place, self.data_key, cost=self._cost, entropy=self._entropy)
            for place in range(1, SHEET + 1)
        ]
        fresh = tuple(slot for slot, _ in made)
        self._change(lambda now: msgspec.structs.replace(now, numbers=fresh))
        return tuple(number for _, number in made)

    def strike_number(self, place: int) -> None:
        """A number of the sheet was used: it opens nothing any more."""
        self._change(
            lambda now: msgspec.structs.replace(
                now, numbers=tuple(slot for slot in now.numbers if slot.place != place)
            )
        )

    def follow(self, officers: Iterable[OfficerKeys]) -> None:
        """Admit, withdraw and re-key as the records say that arrived from elsewhere."""
        for told in officers:
            slot = self.slots().officer(told.user)
            if told.withdrawn:
                if slot is not None and len(self.slots().officers) > 1:
                    self._change(partial(_without, user=told.user))
                continue
            wrapped = keys.wrapped_from(told.sealed_key)
            heard = slots.digest(told.sealed_key)
            known = slot is not None and slot.told == heard
            if wrapped is None or known or heard in self.slots().withdrawn:
                continue
            if slot is not None and slot.public != told.public_key and slot.public in told.rivals:
                continue
            if slot is not None and slots.digest(slot.identity.text()) == heard:
                # Made here, and the records tell of it now.
                self._change(partial(_with, slot=msgspec.structs.replace(slot, told=heard)))
                continue
            made = OfficerSlot(
                user=told.user,
                public=told.public_key,
                identity=wrapped,
                key=keys.seal_key(self.data_key, told.public_key),
                told=heard,
                temporary=told.temporary,
            )
            self._change(partial(_with, slot=made))

    def allow_unattended(self) -> None:
        """Let this machine open the book without a password, to synchronise."""
        secret = self._entropy(32)
        keep = service_secret(self._folder, self.slots().book)
        with platform.told_of_folder(keep.parent, "slots.not_written"):
            stored = platform.protect(secret, keep)
        slot = slots.secret_slot(self.data_key, secret, stored)
        self._change(lambda now: msgspec.structs.replace(now, service=slot))

    def forbid_unattended(self) -> None:
        """Take the machine's own way in away; the data key changes as for an officer."""
        service_secret(self._folder, self.slots().book).unlink(missing_ok=True)
        self._change(lambda now: msgspec.structs.replace(now, service=None, rotate=True))

    def _slot(self, user: str, password: str, temporary: bool) -> OfficerSlot:
        slot, _ = slots.officer_slot(
            user, password, self.data_key, cost=self._cost, entropy=self._entropy
        )
        return msgspec.structs.replace(slot, temporary=temporary)

    def _change(self, change: Callable[[Slots], Slots]) -> None:
        lock = self._folder.witness(self.slots().book).lock()
        with lock, platform.told_of_folder(self._folder.path, "slots.not_written"):
            self._folder.write_slots(change(self._folder.slots()))


def service_secret(folder: BookFolder, book: str) -> Path:
    """Where the machine's own secret lies on systems that keep none for it."""
    return folder.home / book / "service"


def unlock_unattended(folder: BookFolder, now: Slots) -> Unlocked:
    """The machine's own way in; raises NotAllowed ``service.not_allowed`` where there is none."""
    if now.service is None:
        raise NotAllowed("service.not_allowed")
    try:
        secret = platform.unprotect(now.service.stored, service_secret(folder, now.book))
    except OSError as error:
        raise NotAllowed("service.not_allowed") from error
    return slots.unlock_by_secret(now, now.service, secret)


def _with(now: Slots, slot: OfficerSlot) -> Slots:
    others = tuple(one for one in now.officers if one.user != slot.user)
    return msgspec.structs.replace(now, officers=(*others, slot))


def _without(now: Slots, user: str) -> Slots:
    rest = tuple(one for one in now.officers if one.user != user)
    gone = tuple(one.told for one in now.officers if one.user == user)
    return msgspec.structs.replace(
        now, officers=rest, withdrawn=(*now.withdrawn, *gone), rotate=True
    )

"""The slots file: who can open the book, and what is needed to save it when it is damaged.

It lies in the data folder beside the book, with a twin beside the witness and one in every backup.
It holds no names but user names, and nothing that opens the book without a password or key.
"""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from db import keys, platform
from db.keys import PRODUCTION, Cost, KeyPair, Wrapped
from db.phone_numbers import NumberSlot, digits_of
from desk_app.ports.clock import Entropy
from desk_app.records.errors import DataDamaged, NotAllowed

SLOTS: Final = "slots"
"""The file's name in every folder where it lies."""
_FORMAT: Final = 1
_TITLE: Final = b"mizban-slots"


class OfficerSlot(msgspec.Struct, frozen=True, kw_only=True):
    """An officer's way in: a key pair under the password, and the data key sealed to it."""

    user: str
    public: str
    identity: Wrapped
    key: bytes
    told: str = ""
    """Digest of the key's roaming form that the records last told."""
    temporary: bool = False
    """Whether the password was given by somebody else, in digits, until the officer chooses one."""


class SecretSlot(msgspec.Struct, frozen=True, kw_only=True):
    """A way in by a strong secret: the printed recovery key, or this machine's account."""

    public: str
    identity: bytes
    key: bytes
    stored: bytes = b""
    """What the platform needs to find the machine's secret again; empty for the recovery key."""


class Rotation(msgspec.Struct, frozen=True, kw_only=True):
    """A data key about to take over: sealed to the same public keys, for the rewritten file."""

    salt: bytes
    keys: dict[str, bytes]
    """The sealed new data key by public key."""


class Slots(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the file says."""

    book: str
    """Id of this incarnation of the book: what the witness is kept under."""
    schema: str
    """The migration that the book's tables stand at."""
    salt: bytes
    """The first 16 bytes of the book, without which a damaged first page loses everything."""
    officers: tuple[OfficerSlot, ...] = ()
    recovery: SecretSlot | None = None
    service: SecretSlot | None = None
    numbers: tuple[NumberSlot, ...] = ()
    """Those of the sheet of telephone numbers that were not used yet."""
    withdrawn: tuple[str, ...] = ()
    """Digests of the roaming keys of officers withdrawn here: no older record brings them back."""
    next: Rotation | None = None
    rotate: bool = False
    """Whether somebody was withdrawn since the data key was made."""
    image: bool = False
    """Whether this is a prepared image, whose copies each make their identity at first start."""

    def officer(self, user: str) -> OfficerSlot | None:
        """The slot of a user."""
        return next((slot for slot in self.officers if slot.user == user), None)

    def publics(self) -> Iterator[str]:
        """The public keys that open the book."""
        for slot in (*self.officers, self.recovery, self.service, *self.numbers):
            if slot is not None:
                yield slot.public


def officer_slot(
    user: str, password: str, data_key: bytes, *, cost: Cost, entropy: Entropy
) -> tuple[OfficerSlot, KeyPair]:
    """A slot with a fresh key pair; raises UserMistake for a password that protects nothing."""
    keys.check_password(password)
    pair = keys.new_pair()
    wrapped = keys.wrap(pair, password, cost, entropy)
    sealed = keys.seal_key(data_key, pair.public)
    slot = OfficerSlot(
        user=user, public=pair.public, identity=wrapped, key=sealed, told=digest(wrapped.text())
    )
    return slot, pair


def digest(sealed_key: str) -> str:
    """What stands for a key's roaming form, to see whether the records tell another."""
    return sha256(sealed_key.encode()).hexdigest()[:16]


def secret_slot(
    data_key: bytes, secret: bytes, stored: bytes = b"", pair: keys.KeyPair | None = None
) -> SecretSlot:
    """A slot under a secret of at least 16 random bytes; a fresh key pair unless one is given."""
    pair = pair or keys.new_pair()
    return SecretSlot(
        public=pair.public,
        identity=keys.lock_away(pair.identity, secret),
        key=keys.seal_key(data_key, pair.public),
        stored=stored,
    )


class Unlocked(msgspec.Struct, frozen=True):
    """What a way in leads to: the private key, and the data keys that may fit the file."""

    identity: str
    public: str
    data_keys: tuple[bytes, ...]
    """The one in force first, then one that is about to take over."""


def unlock(slots: Slots, user: str, password: str, *, cost: Cost = PRODUCTION) -> Unlocked:
    """What an officer's password opens; raises NotAllowed ``password.wrong``.

    An unknown user costs as much time and gets the same answer.
    """
    slot = slots.officer(user)
    if slot is None:
        keys.wrap(KeyPair("", ""), password, cost, bytes)
        raise NotAllowed("password.wrong")
    identity = keys.unwrap(slot.identity, slot.public, typed_password(slot, password))
    if identity is None:
        raise NotAllowed("password.wrong")
    return _unlocked(slots, slot.key, slot.public, identity)


def typed_password(slot: OfficerSlot, password: str) -> str:
    """What was typed as this officer's password: a temporary one in any digits and groups."""
    return digits_of(password) if slot.temporary else password


def unlock_by_number(slots: Slots, number: str) -> tuple[Unlocked, int]:
    """What a telephone number (24 digits) opens, and its place on the sheet.

    Raises NotAllowed ``recovery_number.wrong``; a number that was struck off is wrong.
    """
    for slot in slots.numbers:
        if slot.place == int(number[0]):
            identity = keys.unwrap(slot.identity, slot.public, number)
            if identity is not None:
                return _unlocked(slots, slot.key, slot.public, identity), slot.place
    raise NotAllowed("recovery_number.wrong")


def unlock_by_secret(slots: Slots, slot: SecretSlot | None, secret: bytes) -> Unlocked:
    """What a recovery key or machine secret opens; raises NotAllowed ``recovery.wrong``."""
    identity = keys.bring_back(slot.identity, secret) if slot else None
    if slot is None or identity is None:
        raise NotAllowed("recovery.wrong")
    return _unlocked(slots, slot.key, slot.public, identity)


def _unlocked(slots: Slots, sealed: bytes, public: str, identity: str) -> Unlocked:
    found = [keys.open_key(sealed, identity)]
    if slots.next and public in slots.next.keys:
        found.append(keys.open_key(slots.next.keys[public], identity))
    data_keys = tuple(key for key in found if key is not None)
    if not data_keys:
        raise DataDamaged("slots.damaged")
    return Unlocked(identity, public, data_keys)


def encode(slots: Slots) -> bytes:
    """The file's bytes: a line with the format and a checksum, then JSON."""
    body = msgspec.json.encode(slots)
    checksum = sha256(body).hexdigest().encode()
    return b"%s %d %s\n%s\n" % (_TITLE, _FORMAT, checksum, body)


def decode(data: bytes) -> Slots:
    """What the bytes say; raises DataDamaged ``slots.damaged`` or ``book.newer``."""
    head, _, body = data.partition(b"\n")
    try:
        title, version, checksum = head.split()
        if title != _TITLE or sha256(body.rstrip(b"\n")).hexdigest().encode() != checksum:
            raise DataDamaged("slots.damaged")
        if int(version) > _FORMAT:
            raise DataDamaged("book.newer")
        return msgspec.json.decode(body, type=Slots)
    except (ValueError, msgspec.DecodeError) as error:
        raise DataDamaged("slots.damaged") from error


def read(folder: Path) -> Slots:
    """The slots of a folder; raises DataDamaged when missing or damaged."""
    try:
        data = (folder / SLOTS).read_bytes()
    except FileNotFoundError as error:
        raise DataDamaged("slots.missing") from error
    return decode(data)


def write(slots: Slots, *folders: Path) -> None:
    """Write the slots to each of the folders in turn, so that one whole copy always exists."""
    for folder in folders:
        platform.replace_file(folder / SLOTS, encode(slots))

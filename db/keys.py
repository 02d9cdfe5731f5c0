"""Keys: the data key of a book, officers' key pairs under their passwords, the recovery key.

The data key is 32 random bytes, used raw. An officer's key pair is X25519 (age); its private half
lies under Argon2id(password) with ChaCha20-Poly1305, and the data key is sealed to its public
half. The recovery key (128 bits) is printed once as eight groups of six digits, each a multiple of
eleven, so that a wrong digit or a swap is found in the group where it was typed.
"""

import base64
from typing import Final, NamedTuple

import msgspec
import pyrage
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desk_app.ports.clock import Entropy
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.text import to_ascii_digits

DATA_KEY_BYTES: Final = 32
SHORTEST_PASSWORD: Final = 6
"""In characters; what is shorter is guessed in no time by whoever carries the folder away."""
_RECOVERY_GROUPS: Final = 8


class Cost(msgspec.Struct, frozen=True):
    """What one guess at a password costs: memory in KiB, passes, parallel lanes (RFC 9106)."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4


PRODUCTION: Final = Cost()
"""About a quarter of a second and 64 MiB for each guess."""


class Wrapped(msgspec.Struct, frozen=True):
    """A private key under a password; the same form lies in a slot and roams in an event."""

    cost: Cost
    salt: bytes
    nonce: bytes
    cipher: bytes

    def text(self) -> str:
        """One line of ASCII."""
        return base64.b64encode(msgspec.json.encode(self)).decode("ascii")


class KeyPair(NamedTuple):
    """An age identity (private) and its recipient (public), as age writes them."""

    identity: str
    public: str


def new_pair() -> KeyPair:
    """A fresh key pair."""
    identity = pyrage.x25519.Identity.generate()
    return KeyPair(str(identity), str(identity.to_public()))


def check_password(password: str) -> None:
    """Raise UserMistake ``password.empty`` or ``password.short`` for one that protects nothing."""
    if not password.strip():
        raise UserMistake(Mistake("password", "password.empty"))
    if len(password) < SHORTEST_PASSWORD:
        raise UserMistake(Mistake("password", "password.short", {"least": SHORTEST_PASSWORD}))


def wrap(pair: KeyPair, password: str, cost: Cost, entropy: Entropy) -> Wrapped:
    """The private half under a password."""
    salt, nonce = entropy(16), entropy(12)
    box = ChaCha20Poly1305(_stretch(password, salt, cost))
    cipher = box.encrypt(nonce, pair.identity.encode(), pair.public.encode())
    return Wrapped(cost, salt, nonce, cipher)


def unwrap(wrapped: Wrapped, public: str, password: str) -> str | None:
    """The private half, or None when the password is wrong."""
    box = ChaCha20Poly1305(_stretch(password, wrapped.salt, wrapped.cost))
    try:
        return box.decrypt(wrapped.nonce, wrapped.cipher, public.encode()).decode()
    except InvalidTag:
        return None


def wrapped_from(text: str) -> Wrapped | None:
    """What ``Wrapped.text`` wrote; None for anything else."""
    try:
        return msgspec.json.decode(base64.b64decode(text, validate=True), type=Wrapped)
    except (ValueError, msgspec.DecodeError):
        return None


def seal_key(data_key: bytes, public: str) -> bytes:
    """The data key sealed to a public key."""
    sealed: bytes = pyrage.encrypt(data_key, [pyrage.x25519.Recipient.from_str(public)])
    return sealed


def open_key(sealed: bytes, identity: str) -> bytes | None:
    """The data key, or None when it was sealed to somebody else."""
    try:
        data_key: bytes = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(identity)])
    except pyrage.DecryptError:
        return None
    return data_key


def lock_away(identity: str, secret: bytes) -> bytes:
    """A private key under a strong secret of at least 16 bytes, used for nothing else."""
    return ChaCha20Poly1305(_derive(secret)).encrypt(bytes(12), identity.encode(), None)


def bring_back(locked: bytes, secret: bytes) -> str | None:
    """The private key that ``lock_away`` hid, or None when the secret is another."""
    try:
        return ChaCha20Poly1305(_derive(secret)).decrypt(bytes(12), locked, None).decode()
    except InvalidTag:
        return None


def print_recovery_key(secret: bytes) -> str:
    """The sixteen bytes as they stand on paper."""
    groups = (int.from_bytes(secret[at : at + 2]) * 11 for at in range(0, 16, 2))
    return "-".join(f"{group:06d}" for group in groups)


def read_recovery_key(text: str) -> bytes:
    """The sixteen bytes of a typed recovery key, in any digits and however grouped.

    Raises UserMistake ``recovery.length`` or, naming the group (from 1), ``recovery.group``.
    """
    typed = "".join(mark for mark in to_ascii_digits(text) if mark.isdigit())
    if len(typed) != 6 * _RECOVERY_GROUPS or not typed.isascii():
        raise UserMistake(Mistake("recovery_key", "recovery.length", {"digits": len(typed)}))
    secret = b""
    for place in range(_RECOVERY_GROUPS):
        group, rest = divmod(int(typed[6 * place : 6 * place + 6]), 11)
        if rest or group > 0xFFFF:
            raise UserMistake(Mistake("recovery_key", "recovery.group", {"group": place + 1}))
        secret += group.to_bytes(2)
    return secret


def _stretch(password: str, salt: bytes, cost: Cost) -> bytes:
    return hash_secret_raw(
        password.encode(), salt, cost.passes, cost.memory_kib, cost.lanes, 32, Type.ID
    )


def _derive(secret: bytes) -> bytes:
    # The secret is random and used once, so a fixed nonce under this key is safe.
    return HKDF(SHA256(), 32, None, b"mizban slot").derive(secret)

"""Bundles: files that carry the line's messages on a stick, encrypted to the one who may read them.

A file is a mark, a label in clear, an age file, and the SHA-256 of all of it. The label holds no
name: whoever carries the file can see whether it is whole and which of its set are missing, and
nothing else. Inside lie the statement of whoever made it, their signature, and a compressed body.
"""

from hashlib import sha256
from typing import Final, Literal

import msgspec
import pyrage

from desk_app.protocol.blobs import MAX_BLOB
from desk_app.protocol.bundle_statements import Statement
from desk_app.protocol.keys import b64, is_signed, sign, unb64
from desk_app.protocol.limits import MAX_INFLATED, MAX_PAGE_INFLATED, PROTOCOL
from desk_app.protocol.problems import Problem
from desk_app.protocol.squeeze import inflate
from desk_app.records.errors import DataDamaged, MachineFault

BUNDLE_SUFFIX: Final = ".mzc"
"""How the name of a bundle ends."""

BUNDLE_TYPE: Final = "application/x-mizban-bundle"
"""Its media type on the line."""

MAX_BUNDLE: Final = 24_000_000
"""Bytes of a file; larger ones are refused before they are read."""

SET_LENGTH: Final = 16
"""Hexadecimal digits of a set's name."""

_MARK: Final = b"mizban-bundle-1\n"
_SUM: Final = 32
_MOST_LABEL: Final = 1000
_SIGNED: Final = b"mizban-bundle-1|"

BundleKind = Literal["entries", "scan", "onward", "answer", "roster"]
"""What a desk recorded, a scan to it, what a hub passes on, an answer, whom a hub shall know."""


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """What anyone may read of a bundle.

    ``to`` is the age recipient, ``number`` the file's place among the ``of`` files of its set
    (from 1), ``at`` when the set was made (ms since 1970).
    """

    p: int = PROTOCOL
    kind: BundleKind
    to: str
    set: str
    number: int
    of: int
    at: int

    @property
    def file_name(self) -> str:
        """The usual name of the file."""
        answer = "answer-" if self.kind == "answer" else ""
        return f"mizban-{answer}{self.set}-{self.number:04d}{BUNDLE_SUFFIX}"


class _Letter(msgspec.Struct, frozen=True, kw_only=True):
    """Who made a bundle: a device by its id, or a centre by its public key; their signature."""

    sender: str
    sig: str


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle that was decrypted: its label stands in the signed statement, its body is whole."""

    label: Label
    sender: str
    statement: Statement
    said: bytes
    """The statement's exact bytes."""
    sig: bytes
    """64 bytes over ``said``."""
    body: bytes
    """Inflated."""

    def is_signed_by(self, public: bytes) -> bool:
        """Whether the statement was signed with the private half of a key (32 bytes)."""
        return is_statement_signed(public, self.sig, self.said)


_LIMITS: Final = {"answer": MAX_PAGE_INFLATED, "scan": MAX_BLOB}
_label: Final = msgspec.json.Decoder(Label)
_letter: Final = msgspec.json.Decoder(_Letter)
_statement: Final = msgspec.json.Decoder(Statement)


def is_statement_signed(public: bytes, sig: bytes, said: bytes) -> bool:
    """Whether the bytes of a statement carry the signature of a key."""
    return is_signed(public, sig, _SIGNED + sha256(said).digest())


def read_statement(said: bytes) -> Statement:
    """The statement of its bytes; ValueError for bytes that are none."""
    return _statement.decode(said)


def write_bundle(
    label: Label, statement: Statement, squeezed: bytes, *, sender: str, key: bytes
) -> bytes:
    """A whole file with a compressed body, signed with the maker's private key (32 bytes)."""
    statement = msgspec.structs.replace(
        statement, set=label.set, number=label.number, of=label.of, kind=label.kind, at=label.at,
        digest=b64(sha256(squeezed).digest()),
    )  # fmt: skip
    said = msgspec.json.encode(statement)
    sig = b64(sign(key, _SIGNED + sha256(said).digest()))
    letter = msgspec.json.encode(_Letter(sender=sender, sig=sig))
    recipient = pyrage.x25519.Recipient.from_str(label.to)
    sealed: bytes = pyrage.encrypt(b"\n".join((letter, said, squeezed)), [recipient])
    told = _MARK + msgspec.json.encode(label) + b"\n" + sealed
    return told + sha256(told).digest()


def read_label(data: bytes) -> Label:
    """The label of a file whose every byte is as it was written.

    Raises MachineFault ``bundle.not_one`` for something else, DataDamaged ``bundle.damaged``, and
    MachineFault ``bundle.newer`` for one of a later protocol.
    """
    return _parts(data)[0]


def open_bundle(data: bytes, identity: str) -> Opened:
    """What a file says to the holder of an age identity.

    Raises as ``read_label``, and ``not_for_here`` when it was made for somebody else.
    Whose signature counts, the caller decides.
    """
    label, sealed = _parts(data)
    own = pyrage.x25519.Identity.from_str(identity)
    if label.to != str(own.to_public()):
        raise not_for_here(label)
    try:
        inside = pyrage.decrypt(sealed, [own])
        first, said, squeezed = inside.split(b"\n", 2)
        letter, statement = _letter.decode(first), _statement.decode(said)
        sig = unb64(letter.sig, 64)
    except (pyrage.DecryptError, ValueError, msgspec.DecodeError) as error:
        raise DataDamaged("bundle.damaged") from error
    if not statement.belongs_to(label.set, label.number, label.of, label.kind, label.at) or (
        statement.digest != b64(sha256(squeezed).digest())
    ):
        raise DataDamaged("bundle.damaged")
    limit = _LIMITS.get(label.kind, MAX_INFLATED)
    try:
        body = inflate(squeezed, "zstd", limit)
    except Problem as error:
        raise DataDamaged("bundle.damaged") from error
    return Opened(
        label=label, sender=letter.sender, statement=statement, said=said, sig=sig, body=body
    )


def not_for_here(label: Label) -> MachineFault:
    """Why a bundle for somebody else is not taken.

    ``bundle.passing`` is an answer on its way to another desk, which a stick may well carry
    beside what is for here; ``bundle.foreign`` anything else.
    """
    return MachineFault("bundle.passing" if label.kind == "answer" else "bundle.foreign")


def is_recipient(text: str) -> bool:
    """Whether a text is an age recipient."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except (pyrage.RecipientError, ValueError):
        return False
    return True


def _parts(data: bytes) -> tuple[Label, bytes]:
    """The label and the age file of a bundle that is whole."""
    if not data.startswith(_MARK):
        raise MachineFault("bundle.not_one")
    told, found = data[:-_SUM], data[-_SUM:]
    if len(data) < len(_MARK) + _SUM or sha256(told).digest() != found:
        raise DataDamaged("bundle.damaged")
    end = told.find(b"\n", len(_MARK), len(_MARK) + _MOST_LABEL)
    try:
        label = _label.decode(told[len(_MARK) : end] if end > 0 else b"")
    except msgspec.DecodeError as error:
        raise DataDamaged("bundle.damaged") from error
    if label.p != PROTOCOL:
        raise MachineFault("bundle.newer")
    if not _is_usable(label):
        raise DataDamaged("bundle.damaged")
    return label, told[end + 1 :]


def _is_usable(label: Label) -> bool:
    letters = set(label.set)
    return (
        len(label.set) == SET_LENGTH
        and letters <= set("0123456789abcdef")
        and (0 < label.number <= label.of < 1 << 31)
    )

"""Bodies sealed to a narrow audience (age, X25519).

A sealed event's bytes name the audience and hold one value: the ciphertext of its real body and
personal values. Only a key of the audience opens it; nobody else learns more than that it exists.
"""

from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Sequence
from hashlib import scrypt
from typing import Any

import msgspec
import pyrage

from desk_app.records.event import BadEntry, Draft, Event, Held, canonical

PADDING = 512
"""Plaintexts are padded to a multiple of this many bytes, so that length tells little."""


class Inside(msgspec.Struct, frozen=True, kw_only=True):
    """What is under the seal."""

    body: dict[str, Any]
    values: tuple[Any, ...] = ()
    pad: str = ""


def receipt_mark(code: str, follow_up: str) -> str:
    """What a sealed registration shows of its receipt, so that who holds it is acknowledged.

    Slow to make (scrypt of RFC 7914, 4 MiB), so that the numbers of a receipt are dear to guess
    from it.
    """
    said = f"mizban-receipt|{code}|{follow_up}".encode()
    made = scrypt(said, salt=b"mizban sealed receipt", n=1 << 12, r=8, p=1, dklen=18)
    return urlsafe_b64encode(made).decode()


def seal(draft: Draft, public_keys: Sequence[str], mark: str = "") -> Draft:
    """The draft with its body and values sealed to the audience's age public keys.

    ``mark`` stays outside the seal, see ``receipt_mark``. Raises ValueError when the audience has
    no key: such a body is never written open.
    """
    if not draft.audience or not public_keys:
        raise ValueError("a sealed body needs an audience with keys")
    inside = canonical(Inside(body=draft.body, values=draft.values))
    pad = " " * (-len(inside) % PADDING)
    plain = canonical(Inside(body=draft.body, values=draft.values, pad=pad))
    recipients = [pyrage.x25519.Recipient.from_str(key) for key in sorted(set(public_keys))]
    sealed = b64encode(pyrage.encrypt(plain, recipients)).decode()
    body = {"sealed": 0, "mark": mark} if mark else {"sealed": 0}
    return msgspec.structs.replace(draft, body=body, values=(sealed,))


def seal_file(data: bytes, public_keys: Sequence[str]) -> bytes:
    """A file for the holders of an audience's keys alone, as any age program opens it.

    Raises ValueError when the audience has no key.
    """
    if not public_keys:
        raise ValueError("a sealed file needs an audience with keys")
    recipients = [pyrage.x25519.Recipient.from_str(key) for key in sorted(set(public_keys))]
    sealed: bytes = pyrage.encrypt(data, recipients)
    return sealed


def unseal_file(data: bytes, identity: str) -> bytes | None:
    """What ``seal_file`` sealed, for a holder of a key of the audience; None for anyone else."""
    try:
        opened: bytes = pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(identity)])
    except (pyrage.DecryptError, pyrage.IdentityError):
        return None
    return opened


def is_public_key(text: str) -> bool:
    """Whether a text is an age public key to which a body can be sealed."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def unseal(
    event: Event, beside: dict[str, Held], identity: str
) -> tuple[Event, dict[str, Held]] | None:
    """The event as meant, for a holder of an audience key; None for anyone else, or if erased.

    Raises BadEntry when the seal opens and what is inside does not read.
    """
    if len(event.held) != 1 or event.held[0] not in beside:
        return None
    try:
        cipher = b64decode(msgspec.json.decode(beside[event.held[0]].value, type=str))
        plain = pyrage.decrypt(cipher, [pyrage.x25519.Identity.from_str(identity)])
    except pyrage.DecryptError:
        return None
    except ValueError as error:
        raise BadEntry("entry.seal") from error
    try:
        inside = msgspec.json.decode(plain, type=Inside)
    except (ValueError, RecursionError) as error:
        raise BadEntry("entry.seal") from error
    names = tuple(f"{event.id}/{place}" for place in range(len(inside.values)))
    opened = msgspec.structs.replace(event, body=inside.body, held=names)
    values = {
        name: Held("", msgspec.Raw(canonical(value)))
        for name, value in zip(names, inside.values, strict=True)
    }
    return opened, values

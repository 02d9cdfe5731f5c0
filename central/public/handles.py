"""What a page that shows a request gives its forms: who may write on it, sealed, for an hour.

A handle is opaque and travels in the body of a form only. It names the request, never a person.
"""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import msgspec
from cryptography.fernet import Fernet, InvalidToken

from central.public.lookup import Found

LIFE_SECONDS: Final = 3600
MOST_LENGTH: Final = 1000


@dataclass(frozen=True, slots=True)
class Handle:
    """The request that a form is about."""

    office: int
    request: str


class Handles:
    """Makes and reads handles; the secret is the centre's, so that they outlive a restart."""

    def __init__(self, secret: bytes) -> None:
        self._box = Fernet(urlsafe_b64encode(sha256(b"mizban-page|" + secret).digest()))

    def make(self, found: Found, now_ms: int) -> str:
        """A handle for the forms of one page."""
        said = msgspec.json.encode((found.office, found.request))
        return self._box.encrypt_at_time(said, now_ms // 1000).decode()

    def read(self, text: str, now_ms: int) -> Handle | None:
        """What a handle says; None for one that is too old or was never made here."""
        if len(text) > MOST_LENGTH:
            return None
        try:
            said = self._box.decrypt_at_time(text.encode(), LIFE_SECONDS, now_ms // 1000)
        except (InvalidToken, UnicodeEncodeError):
            return None
        return Handle(*msgspec.json.decode(said, type=tuple[int, str]))

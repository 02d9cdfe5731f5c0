"""The hash chain of a log: each head covers every byte before it."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

START: Final = bytes(32)
"""The head of an empty log."""


def next_head(head: bytes, entry: bytes) -> bytes:
    """``sha256(head ‖ entry)``, the head after one more entry."""
    return sha256(head + entry).digest()


def heads(start: bytes, entries: Iterable[bytes]) -> list[bytes]:
    """The head after each of the entries in turn."""
    found = []
    for entry in entries:
        start = sha256(start + entry).digest()
        found.append(start)
    return found

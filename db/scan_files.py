"""How a scan lies on a disk and travels: one encrypted file, its chunks in their order.

A file is ``MZS1``, a salt (16 bytes), then chunks of 64 KiB under ChaCha20-Poly1305. The nonce
counts the chunks and marks the last one, so that none can be cut off, moved or doubled.
"""

from collections.abc import Iterator
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

SALT: Final = 16
_MAGIC: Final = b"MZS1"
_START: Final = len(_MAGIC) + SALT
_CHUNK: Final = 64 * 1024
_TAG: Final = 16


def sealed(key: bytes, salt: bytes, data: bytes) -> bytes:
    """The file of some bytes; a key (32 bytes) is good for one file only."""
    return b"".join(_sealed(ChaCha20Poly1305(key), salt, data))


def salt_of(file: bytes) -> bytes:
    """The salt in a file's beginning; InvalidTag for what is no such file."""
    if file[: len(_MAGIC)] != _MAGIC or len(file) < _START + _TAG:
        raise InvalidTag
    return file[len(_MAGIC) : _START]


def opened(key: bytes, file: bytes) -> bytes:
    """What a file holds; InvalidTag where it is damaged or the key is another's."""
    salt_of(file)
    return b"".join(_opened(ChaCha20Poly1305(key), file))


def _sealed(box: ChaCha20Poly1305, salt: bytes, data: bytes) -> Iterator[bytes]:
    yield _MAGIC + salt
    for place, at in enumerate(range(0, max(len(data), 1), _CHUNK)):
        yield box.encrypt(_nonce(place, at + _CHUNK >= len(data)), data[at : at + _CHUNK], None)


def _opened(box: ChaCha20Poly1305, file: bytes) -> Iterator[bytes]:
    step = _CHUNK + _TAG
    for place, at in enumerate(range(_START, len(file), step)):
        yield box.decrypt(_nonce(place, at + step >= len(file)), file[at : at + step], None)


def _nonce(place: int, last: bool) -> bytes:
    return place.to_bytes(11, "big") + bytes((last,))

"""Segments: append-only files of encrypted frames, whole up to wherever a stick was pulled out.

A segment begins with ``MZM1``, its header's length and the header: a fresh key of its own, sealed
to everyone who may open the book. Then come frames: length, then ChaCha20-Poly1305 ciphertext whose
nonce counts the frames. A frame that is cut or does not open ends the segment.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from db import keys, platform
from desk_app.ports.clock import Entropy

LARGEST: Final = 8 * 1024 * 1024
"""A segment that has grown past this many bytes is followed by a new one."""
_MAGIC: Final = b"MZM1"


class _Header(msgspec.Struct, frozen=True):
    keys: dict[str, bytes]


class SegmentWriter:
    """A new segment in a folder, open for appending; each frame is on the disk when it returns."""

    def __init__(self, folder: Path, publics: tuple[str, ...], entropy: Entropy) -> None:
        self.path = folder / f"{next_number(folder):06d}.seg"
        key = entropy(32)
        header = msgspec.json.encode(
            _Header({public: keys.seal_key(key, public) for public in publics})
        )
        self._box = ChaCha20Poly1305(key)
        self._frames = 0
        self._file = self.path.open("xb", buffering=0)
        self.size = self._put(_MAGIC + len(header).to_bytes(4, "big") + header)
        platform.sync_folder(folder)

    def append(self, data: bytes) -> None:
        """Put a frame on the disk; raises OSError when the stick is gone or full."""
        sealed = self._box.encrypt(_nonce(self._frames), data, None)
        self.size += self._put(len(sealed).to_bytes(4, "big") + sealed)
        self._frames += 1

    def close(self) -> None:
        """End the segment."""
        self._file.close()

    def _put(self, data: bytes) -> int:
        written = self._file.write(data)
        if written != len(data):
            raise OSError("the stick did not take everything")
        os.fsync(self._file.fileno())
        return written


def segments(folder: Path) -> list[Path]:
    """The segments of a folder, oldest first."""
    return sorted(path for path in folder.glob("*.seg") if path.stem.isdigit())


def next_number(folder: Path) -> int:
    """The number of the segment that would come next; the first is 1."""
    return 1 + max((int(path.stem) for path in segments(folder)), default=0)


def frames(path: Path, identity: str, public: str) -> Iterator[bytes]:
    """The frames that are whole, in order; nothing when the key opens none.

    Read one at a time, so that a segment of any size takes little memory.
    """
    with path.open("rb") as file:
        box = _box(file, identity, public)
        place = 0
        while box is not None and len(length := file.read(4)) == 4:
            sealed = file.read(min(int.from_bytes(length, "big"), 2 * LARGEST))
            try:
                yield box.decrypt(_nonce(place), sealed, None)
            except InvalidTag:
                return
            place += 1


def _box(file: BinaryIO, identity: str, public: str) -> ChaCha20Poly1305 | None:
    if file.read(len(_MAGIC)) != _MAGIC:
        return None
    try:
        header = msgspec.json.decode(file.read(int.from_bytes(file.read(4), "big")), type=_Header)
    except ValueError:
        return None
    key = keys.open_key(header.keys.get(public, b""), identity)
    return None if key is None else ChaCha20Poly1305(key)


def _nonce(place: int) -> bytes:
    return place.to_bytes(12, "big")

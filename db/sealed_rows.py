"""Rows of a file that were recorded under seal, so that whoever reads the file again is answered.

What was answered lies encrypted under a key made of the row itself: nobody learns from it but who
has the row.
"""

from hashlib import blake2b
from typing import Any, Final

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from desk_app.ports.book import RecordedRow

_KEPT: Final = "SELECT value FROM keeping WHERE name = ?"
_KEEP: Final = "INSERT OR REPLACE INTO keeping(name, value) VALUES(?, ?)"
_row: Final = msgspec.json.Decoder(RecordedRow)


def keep_row(db: Any, key: bytes, row: bytes, recorded: RecordedRow, nonce: bytes) -> None:
    """Remember what a row was answered; ``key`` is the book's own, ``nonce`` 12 random bytes."""
    name, secret = _name_and_secret(key, row)
    box = ChaCha20Poly1305(secret).encrypt(nonce, msgspec.json.encode(recorded), None)
    db.execute(_KEEP, (name, nonce + box))


def kept_row(db: Any, key: bytes, row: bytes) -> RecordedRow | None:
    """What a row was answered; None for one that was never recorded under seal here."""
    name, secret = _name_and_secret(key, row)
    found = db.execute(_KEPT, (name,)).fetchone()
    if found is None:
        return None
    kept = bytes(found[0])
    return _row.decode(ChaCha20Poly1305(secret).decrypt(kept[:12], kept[12:], None))


def _name_and_secret(key: bytes, row: bytes) -> tuple[str, bytes]:
    mark = blake2b(b"sealed row " + row, key=key, digest_size=16).hexdigest()
    return "row." + mark, blake2b(b"what it was answered " + row, key=key, digest_size=32).digest()

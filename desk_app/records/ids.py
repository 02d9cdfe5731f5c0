"""Names of things: UUID version 7 (RFC 9562), so that ids sort by the time they were made."""

import uuid


def new_id(at_ms: int, entropy: bytes) -> str:
    """A UUIDv7 as dashed lower-case text from an instant (ms since 1970) and ten random bytes."""
    if len(entropy) != 10:
        raise ValueError("an id takes ten random bytes")
    noise = int.from_bytes(entropy, "big")
    high = (at_ms & 0xFFFF_FFFF_FFFF) << 16 | 0x7000 | (noise >> 62) & 0x0FFF
    low = 0b10 << 62 | noise & 0x3FFF_FFFF_FFFF_FFFF
    return _dashed(f"{high << 64 | low:032x}")


def id_bytes(text: str) -> bytes:
    """The sixteen bytes of an id; raises ValueError for anything that is not one."""
    return uuid.UUID(text).bytes


def id_text(raw: bytes) -> str:
    """The text form of sixteen bytes."""
    if len(raw) != 16:
        raise ValueError("an id has sixteen bytes")
    return _dashed(raw.hex())


def _dashed(digits: str) -> str:
    groups = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    return "-".join(groups)

"""The hybrid logical clock: wall time that never runs backwards (Kulkarni et al., 2014).

A reading is one integer: milliseconds since 1970 shifted left by 16, plus a counter.
"""

from typing import Final

FAR_AHEAD_MS: Final = 5 * 60 * 1000
"""A remote clock further ahead than this never advances ours."""


def tick(last: int, now_ms: int) -> int:
    """The reading of a new event after ``last``, at wall time ``now_ms``."""
    return max(last + 1, now_ms << 16)


def heard(last: int, remote: int, now_ms: int) -> int:
    """Our last reading after an event with the reading ``remote`` has arrived."""
    if wall_ms(remote) > now_ms + FAR_AHEAD_MS:
        return last
    return max(last, remote)


def wall_ms(reading: int) -> int:
    """The wall time of a reading, in milliseconds since 1970."""
    return reading >> 16

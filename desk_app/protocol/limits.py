"""How much the two ends take from one another; both keep to the same numbers."""

from typing import Final

PROTOCOL: Final = 1
"""The version this program speaks; each side names its own and fields are only ever added."""

MAX_EVENTS: Final = 1000
"""Events in one batch."""

MAX_SQUEEZED: Final = 2_000_000
"""Bytes of a compressed body."""

MAX_INFLATED: Final = 16_000_000
"""Bytes of a body once inflated."""

MAX_MESSAGE: Final = 64 * 1024
"""Bytes of a plain JSON message."""

MAX_PAGE_EVENTS: Final = 2000
"""Events in one page of a pull; a page always holds at least one whole batch."""

MAX_PAGE_BYTES: Final = 4_000_000
"""Bytes of entries after which a page takes no further batch."""

MAX_WAIT_SECONDS: Final = 55
"""The longest long poll; shorter than the minute after which middleboxes cut a silent line."""

MAX_PAGE_INFLATED: Final = 20_000_000
"""Bytes of a page once inflated: the largest batch and its header always fit."""

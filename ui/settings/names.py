"""The names of this machine's settings that the window reads and writes."""

from typing import Final

COUNTER: Final = "counter"
"""The number of the counter, as receipts print it."""
LOCK_MINUTES: Final = "window.lock_minutes"
"""Minutes without a touch after which the desk locks; 0 for never."""
USUAL_LOCK_MINUTES: Final = 10

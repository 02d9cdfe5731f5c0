"""The machine's clock and its source of random bytes."""

import os
import time
from typing import Final

from desk_app.ports.clock import Clock, Entropy


class SystemClock:
    """The wall clock of the machine."""

    def now_ms(self) -> int:
        """Milliseconds since 1970, UTC."""
        return time.time_ns() // 1_000_000


SYSTEM_ENTROPY: Final[Entropy] = os.urandom
"""Random bytes of the operating system."""
SYSTEM_CLOCK: Final[Clock] = SystemClock()
"""The clock that ticks."""

"""How often one address, and one lane, may ask; what is over that is refused or slowed down.

Addresses live in memory only, for as long as their allowance takes to fill up again.
"""

from collections.abc import Callable
from typing import Final

from central.web.rates import Allowance, Rate

ASKING: Final = Allowance(60, 1 / 2)
"""Pages for one address: a family, an internet café or a village may share it."""

MISSING: Final = Allowance(20, 1 / 60)
"""Lookups of one address that found nothing."""

LANE_MISSING: Final = Allowance(60, 1 / 20)
"""Lookups in one lane, from anywhere, that found nothing; beyond it the lane answers slowly."""

WRITING: Final = Allowance(10, 1 / 600)
"""What one address may write."""

IN_CONFIDENCE: Final = Allowance(3, 1 / (8 * 3600))
"""Sealed complaints on one request, which nothing that is shown may count."""


class Limits:
    """Every allowance of the page. ``clock`` tells seconds that never go back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.asking = Rate(ASKING, clock)
        self.missing = Rate(MISSING, clock)
        self.lanes = Rate(LANE_MISSING, clock)
        self.writing = Rate(WRITING, clock)
        self.in_confidence = Rate(IN_CONFIDENCE, clock)

"""The papers that are printed on; lengths in millimetres.

A roll has no height: its page is as long as its content and as wide as the printer reaches,
whole dots of a thermal head of 8 dots to the millimetre.
"""

from dataclasses import dataclass
from typing import Final

DOTS_PER_MM: Final = 8
"""The pitch of thermal heads called 203 dpi."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as it is sold, and what a page on it may use; ``height_mm`` is None for rolls."""

    name: str
    width_mm: float
    printable_mm: float
    height_mm: float | None
    margin_mm: float

    @property
    def is_roll(self) -> bool:
        """Whether the page is as long as its content."""
        return self.height_mm is None

    @property
    def page_width_mm(self) -> float:
        """The width of the PDF page: the printable width of a roll, the whole of a sheet."""
        return self.printable_mm if self.is_roll else self.width_mm

    @property
    def dots(self) -> int:
        """Dots across the printable width at 203 dpi."""
        return round(self.printable_mm * DOTS_PER_MM)


A4: Final = Paper("a4", 210, 200, 297, 18)
A5: Final = Paper("a5", 148, 138, 210, 12)
A6: Final = Paper("a6", 105, 97, 148, 8)
ROLL_80: Final = Paper("80mm", 80, 72, None, 1)
ROLL_58: Final = Paper("58mm", 58, 48, None, 0.5)

PAPERS: Final = {paper.name: paper for paper in (A4, A5, A6, ROLL_80, ROLL_58)}
RECEIPT_PAPERS: Final = ("a5", "a6", "80mm", "58mm")
SHEET_PAPERS: Final = ("a4", "a5")

"""The palette by daylight and by night, and the contrast between two of its colours."""

from typing import Final, NamedTuple

from PySide6.QtGui import QColor


class Colours(NamedTuple):
    """One palette; every colour as ``#rrggbb``, named by what it is used for."""

    canvas: str  # behind everything
    surface: str  # cards, fields, lists
    sunken: str  # table heads, wells, hovered rows
    rail: str  # the navigation rail
    text: str
    muted: str  # second lines, labels, hints
    faint: str  # placeholders and what is disabled
    line: str  # hairlines that only decorate
    field_line: str  # borders that say "type here"
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    accent_weak: str  # selected rows, active navigation
    good: str
    good_weak: str
    warn: str
    warn_weak: str
    bad: str
    bad_weak: str
    on_bad: str
    shadow: str


LIGHT: Final = Colours(
    canvas="#f3f6f6",
    surface="#ffffff",
    sunken="#edf2f2",
    rail="#e6edee",
    text="#14252a",
    muted="#4a5f66",
    faint="#61747a",
    line="#d8e1e3",
    field_line="#74868c",
    accent="#0b6b77",
    accent_hover="#095a64",
    accent_pressed="#074a53",
    on_accent="#ffffff",
    accent_weak="#dcf0f2",
    good="#1b6e38",
    good_weak="#e2f3e7",
    warn="#805200",
    warn_weak="#fdf0d2",
    bad="#b0231c",
    bad_weak="#fce8e6",
    on_bad="#ffffff",
    shadow="#0f2327",
)

DARK: Final = Colours(
    canvas="#0f1719",
    surface="#172124",
    sunken="#1e2a2e",
    rail="#0b1214",
    text="#e4edef",
    muted="#a3b5ba",
    faint="#84979d",
    line="#2a383c",
    field_line="#6d8289",
    accent="#54c2cd",
    accent_hover="#76d1da",
    accent_pressed="#3fb0bc",
    on_accent="#04262a",
    accent_weak="#143a40",
    good="#74cf8f",
    good_weak="#163021",
    warn="#f0bb57",
    warn_weak="#362b12",
    bad="#ff938a",
    bad_weak="#3d1d1b",
    on_bad="#3a0b08",
    shadow="#000000",
)

SPACE: Final = (0, 4, 8, 12, 16, 24, 32, 48)
"""Distances in pixels at letter size 1; layouts use these and nothing between."""

RADIUS_CONTROL: Final = 6
RADIUS_CARD: Final = 10
CONTROL_HEIGHT: Final = 36
CHIP_HEIGHT: Final = 28
RAIL_ITEM_HEIGHT: Final = 40

LETTERS: Final[dict[str, tuple[int, bool]]] = {
    "caption": (12, False),
    "body": (14, False),
    "strong": (14, True),
    "section": (16, True),
    "title": (20, True),
    "display": (26, True),
    "code": (30, True),
}
"""The type scale: role → (pixels at letter size 1, bold)."""

SMALLEST_LETTERS: Final = 0.85
LARGEST_LETTERS: Final = 1.5


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    tint = QColor(colour)
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (tint.redF(), tint.greenF(), tint.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

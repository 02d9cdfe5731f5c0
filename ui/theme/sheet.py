"""The style sheet of the desk: the shipped text with tokens put in for ``@names``."""

import re
from functools import cache
from pathlib import Path
from typing import Final

from ui.theme.tokens import (
    CHIP_HEIGHT,
    CONTROL_HEIGHT,
    LETTERS,
    RADIUS_CARD,
    RADIUS_CONTROL,
    RAIL_ITEM_HEIGHT,
    SPACE,
    Colours,
)

_FILE: Final = Path(__file__).resolve().parents[2] / "resources" / "theme" / "desk.qss"
_NAME: Final = re.compile(r"@([a-z][a-z0-9_]*)")


@cache
def _template() -> str:
    return _FILE.read_text(encoding="utf-8")


def filled(colours: Colours, factor: float, rtl: bool) -> str:
    """The sheet for a palette and a letter size; KeyError for a name that is no token."""
    values = colours._asdict()
    values |= {f"letters_{role}": f"{round(px * factor)}px" for role, (px, _) in LETTERS.items()}
    values |= {f"space{step}": f"{round(px * factor)}px" for step, px in enumerate(SPACE)}
    # Qt counts borders outside min-height: 1 px each side at rest, 2 px in focus.
    for name, height in (("control", CONTROL_HEIGHT), ("chip", CHIP_HEIGHT)):
        values[name] = f"{round(height * factor) - 2}px"
        values[f"{name}_inner"] = f"{round(height * factor) - 4}px"
    values["rail_item"] = f"{round(RAIL_ITEM_HEIGHT * factor)}px"
    values["rail_inner"] = f"{round(RAIL_ITEM_HEIGHT * factor) - 4}px"
    values["chip_radius"] = f"{round(CHIP_HEIGHT * factor) // 2 - 1}px"
    values["button_inner"] = f"{round(SPACE[4] * factor) - 1}px"
    values["segment_inner"] = f"{round(SPACE[3] * factor) - 1}px"
    values["start"] = "right" if rtl else "left"
    values["radius"] = f"{RADIUS_CONTROL}px"
    values["radius_card"] = f"{RADIUS_CARD}px"
    return _NAME.sub(lambda found: values[found[1]], _template())

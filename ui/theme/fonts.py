"""The letters the desk writes with: Vazirmatn, shipped with the program."""

from pathlib import Path
from typing import Final

from PySide6.QtGui import QFontDatabase

FAMILY: Final = "Vazirmatn"
_FOLDER: Final = Path(__file__).resolve().parents[2] / "resources" / "fonts"


def load_letters() -> None:
    """Make Vazirmatn known to Qt; RuntimeError when a shipped font cannot be read."""
    for weight in ("Regular", "Bold"):
        if QFontDatabase.addApplicationFont(str(_FOLDER / f"{FAMILY}-{weight}.ttf")) < 0:
            raise RuntimeError(f"{FAMILY}-{weight}.ttf cannot be read")

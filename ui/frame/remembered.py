"""What the window remembers from one day to the next: place, palette, letters, language."""

import json
from pathlib import Path
from typing import Final, NamedTuple

_FILE: Final = "window.json"


class Remembered(NamedTuple):
    """The habits of the window; ``place`` is (left, top, width, height), None when never shown."""

    place: tuple[int, int, int, int] | None = None
    maximised: bool = True
    dark: bool = False
    letters: float = 1.0
    language: str = ""


def recall(folder: Path) -> Remembered:
    """What was kept in a folder; what is missing or cannot be read is as on the first day."""
    try:
        kept = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        place = kept["place"]
        return Remembered(
            place=(int(place[0]), int(place[1]), int(place[2]), int(place[3])) if place else None,
            maximised=bool(kept["maximised"]),
            dark=bool(kept["dark"]),
            letters=float(kept["letters"]),
            language=str(kept["language"]),
        )
    except (OSError, ValueError, TypeError, KeyError, IndexError):
        return Remembered()


def keep(folder: Path, habits: Remembered) -> None:
    """Keep the habits in a folder, whole or not at all; OSError when it cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{_FILE}.new"
    fresh.write_text(json.dumps(habits._asdict()), encoding="utf-8")
    fresh.replace(folder / _FILE)

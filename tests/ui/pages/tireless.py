"""An officer who types without ever resting; run as a program, to be killed while typing.

Prints what the book keeps of the text, a line each time there is more of it.
"""

import asyncio
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.pages.hands import SHIFT, Hands, shown
from tests.ui.pages.office import HandClock, found

PARKED = "علی"
LETTERS = "آب روستا از دیروز قطع است و "
STEP_S = 0.03


async def type_for_ever(folder: Path) -> None:
    """Put one visitor aside, then type the text of the next, letter after letter."""
    async with shown(found(folder, HandClock())) as hands:
        await hands.type("0012345679")
        await hands.type(PARKED)
        await hands.press(Qt.Key.Key_F3, SHIFT)
        hands.intake.form.matter.rows.editor("body").setFocus()
        told = 0
        while True:
            for letter in LETTERS:
                await hands.type(letter)
                await asyncio.sleep(STEP_S)
            told = _tell(hands, told)


def _tell(hands: Hands, told: int) -> int:
    kept = hands.setting("draft.intake.sara").count("روستا")
    if kept > told:
        sys.stdout.write(f"{kept}\n")
        sys.stdout.flush()
    return max(kept, told)


if __name__ == "__main__":
    import qasync

    from ui.texts import language
    from ui.theme import dress

    app = QApplication(["mizban", "-style", "Fusion"])
    language().speak("fa")
    dress(app)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    loop.run_until_complete(type_for_ever(Path(sys.argv[1])))

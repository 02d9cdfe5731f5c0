"""An officer who types without ever resting; run as a program, to be killed while typing.

The first argument is the folder, the second where is typed. Prints what the book keeps of the
text, a line each time there is more of it.
"""

import asyncio
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.keys import type_text
from tests.ui.pages.hands import SHIFT, Hands, shown
from tests.ui.pages.office import HandClock, found
from tests.ui.pages.test_request_page import open_newest
from tests.ui.settings.rooms import section
from ui.settings.calendar.announce import Announce
from ui.settings.calendar.section import CalendarSection
from ui.settings.catalogue.section import CatalogueSection

PARKED = "علی"
LETTERS = "آب روستا از دیروز قطع است و "
STEP_S = 0.03
Begun = tuple[str, QWidget]
"""The setting that keeps what is typed, and the field in which it is typed."""


async def type_for_ever(folder: Path, where: str) -> None:
    """Go to where is typed, then type letter after letter."""
    async with shown(found(folder, HandClock())) as hands:
        setting, here = await _BEGIN[where](hands)
        told = 0
        while True:
            for letter in LETTERS:
                type_text(here, letter)
                await asyncio.sleep(STEP_S)
            told = _tell(hands, setting, told)


async def _at_intake(hands: Hands) -> Begun:
    """Put one visitor aside, and begin the text of the next."""
    await hands.type("0012345679")
    await hands.type(PARKED)
    await hands.press(Qt.Key.Key_F3, SHIFT)
    return "draft.intake.sara", hands.intake.form.matter.rows.editor("body")


async def _at_a_deed(hands: Hands) -> Begun:
    await open_newest(hands)
    await hands.press(Qt.Key.Key_F2)
    assert hands.request.panel.form is not None
    return "draft.deeds.sara", hands.request.panel.form.rows.editor("text")


async def _in_the_catalogue(hands: Hands) -> Begun:
    hands.frame.open("settings")
    await hands.quiet()
    found_section = await section(hands, "catalogue", CatalogueSection)
    assert found_section.desk.form is not None
    return "draft.catalogue.sara", found_section.desk.form._rows.editor("rights")


async def _at_a_closure(hands: Hands) -> Begun:
    hands.frame.open("settings")
    await hands.quiet()
    (await section(hands, "calendar", CalendarSection)).announce()
    await hands.quiet()
    sheet = hands.frame.findChild(Announce)
    assert sheet is not None
    return "draft.sheet.closure.sara", sheet._rows["reason"].editor


_BEGIN = {
    "intake": _at_intake,
    "deed": _at_a_deed,
    "catalogue": _in_the_catalogue,
    "closure": _at_a_closure,
}


def _tell(hands: Hands, setting: str, told: int) -> int:
    kept = hands.setting(setting).count("روستا")
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
    loop.run_until_complete(type_for_ever(Path(sys.argv[1]), sys.argv[2]))

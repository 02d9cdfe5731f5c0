"""The program is killed while an officer types; what was typed is there when it opens again."""

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt

from tests.ui.pages.hands import CTRL, shown
from tests.ui.pages.office import HandClock, again
from tests.ui.pages.tireless import PARKED
from tests.ui.settings.rooms import section
from ui.settings.calendar.announce import Announce
from ui.settings.calendar.section import CalendarSection
from ui.settings.catalogue.section import CatalogueSection

ROOT = Path(__file__).resolve().parents[3]
Key = Qt.Key


async def test_a_hand_that_never_rests_loses_nothing_to_a_sudden_end(tmp_path: Path) -> None:
    kept = _killed_while_typing(tmp_path)
    async with shown(again(tmp_path, HandClock())) as hands:
        assert hands.intake.keeper.offer.isVisible()
        await hands.press(Key.Key_F11)
        assert hands.intake.form.draft().matter.text.count("روستا") >= kept
        await hands.press(Key.Key_5, CTRL)
        assert hands.intake.form.draft().parties[0].first_name == PARKED


async def test_the_form_of_a_deed_is_there_after_a_sudden_end(tmp_path: Path) -> None:
    kept = _killed_while_typing(tmp_path, "deed")
    async with shown(again(tmp_path, HandClock())) as hands:
        hands.open_desk.place.open_request(hands.hits()[0].request_id)
        await hands.quiet()
        await hands.press(Key.Key_F2)
        form = hands.request.panel.form
        assert form is not None
        assert form.rows.text("text").count("روستا") >= kept


async def test_an_item_of_the_catalogue_is_there_after_a_sudden_end(tmp_path: Path) -> None:
    kept = _killed_while_typing(tmp_path, "catalogue")
    async with shown(again(tmp_path, HandClock()), first="settings") as hands:
        body = await section(hands, "catalogue", CatalogueSection)
        assert body.desk.form is not None
        assert body.desk.form.values()["rights"].count("روستا") >= kept


async def test_the_reason_of_a_closure_is_there_after_a_sudden_end(tmp_path: Path) -> None:
    kept = _killed_while_typing(tmp_path, "closure")
    async with shown(again(tmp_path, HandClock()), first="settings") as hands:
        (await section(hands, "calendar", CalendarSection)).announce()
        await hands.quiet()
        sheet = hands.frame.findChild(Announce)
        assert sheet is not None
        assert sheet._text("reason").count("روستا") >= kept


def _killed_while_typing(folder: Path, where: str = "intake") -> int:
    """Kill the program once it kept some of what is being typed; how often it kept the word."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.ui.pages.tireless", str(folder), where],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as typing:
        assert typing.stdout is not None
        try:
            told = [int(typing.stdout.readline() or "0") for _ in range(2)]
        finally:
            typing.kill()
    assert told[1] > told[0] > 0
    return told[1]

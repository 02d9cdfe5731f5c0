"""What the settings and the sheet of a leaving officer say of the line and of what is at risk."""

import asyncio
from pathlib import Path

from PySide6.QtWidgets import QLabel, QWidget

from desk_app.ports.access import OfficerEntry
from desk_app.ports.desk import LineState
from tests.db import desks
from tests.ui.pages.beside import on_line, unguarded, until
from tests.ui.pages.hands import Hands, shown
from tests.ui.pages.office import HandClock, found
from ui.enrol.card import JoinCard
from ui.enrol.sheet import JoinSheet
from ui.pages.line.risk import RiskCard
from ui.settings.officer_sheets import LeavingSheet
from ui.settings.page import SettingsPage
from ui.texts import say


async def section(hands: Hands, key: str) -> QWidget:
    hands.frame.open("settings")
    page = hands.frame.stack.page
    assert isinstance(page, SettingsPage)
    body = page.body(key)
    await hands.quiet()
    return body


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if not label.isHidden()]


async def test_an_office_alone_is_led_to_a_centre_and_told_what_is_at_risk(tmp_path: Path) -> None:
    async with shown(found(tmp_path, HandClock())) as hands:
        (card,) = (await section(hands, "counter")).findChildren(JoinCard)
        assert say("remedy.join") in words(card)
        card.join.click()
        (sheet,) = hands.frame.findChildren(JoinSheet)
        sheet.reject()
        (risk,) = (await section(hands, "safety")).findChildren(RiskCard)
        assert say("line_page.risk.safe") not in words(risk)
        await asyncio.to_thread(unguarded_backup, hands, tmp_path)
        (risk,) = (await section(hands, "safety")).findChildren(RiskCard)
        risk.read()
        await hands.quiet()
        assert say("line_page.risk.safe") in words(risk)


def unguarded_backup(hands: Hands, folder: Path) -> None:
    hands.desk.backups.keep_in(folder / "second")
    hands.desk.backups.back_up()


async def test_a_desk_of_a_centre_names_it_and_a_leaving_officer_takes_nothing_along(
    tmp_path: Path,
) -> None:
    async with on_line(tmp_path) as (hands, centre, _clock):
        (card,) = (await section(hands, "counter")).findChildren(JoinCard)
        address = f"\u2066{centre.address}\u2069"
        assert say("enrol.belongs", central=address) in words(card)
        assert card.join.isHidden()
        centre.stop()
        await until(hands, LineState.NO_LINE)
        await asyncio.to_thread(desks.register, unguarded(hands), "روشنایی کوچه")
        await until(hands, LineState.NO_LINE, 1)
        leaver = OfficerEntry("omid", "امید کرمی", "officer")
        sheet = LeavingSheet(hands.frame, hands.open_desk.place, leaver, [], lambda _: None)
        await hands.quiet()
        assert say("line_page.leave", count=1) in words(sheet)
        sheet.reject()

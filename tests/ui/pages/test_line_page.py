"""The page of the line: its state in words, what waits, the rounds, what would be lost."""

import asyncio
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from central.store.lane_slip import lease_by_slip
from desk_app.ports.desk import LineState, LineView
from desk_app.sync.states import REMEDIES, Remedy, remedy_of
from desk_app.texts import LANGUAGES, knows
from desk_app.texts import say as say_in
from tests.db import desks
from tests.ui.pages.beside import on_line, unguarded, until
from tests.ui.pages.hands import CTRL, SHIFT, Hands, shown
from tests.ui.pages.office import again
from ui.models.lines import Line
from ui.pages.line.page import LinePage
from ui.pages.line.slip import SlipSheet
from ui.texts import language, say
from ui.widgets.messages import Banner

Key = Qt.Key


def page_of(hands: Hands) -> LinePage:
    page = hands.frame.stack.built("line")
    assert isinstance(page, LinePage)
    return page


def rows(hands: Hands, name: str = "waiting") -> list[Line]:
    model = page_of(hands).lists[name].model()
    found = [model.index(place, 0).data(256) for place in range(model.rowCount())]
    return [row for row in found if isinstance(row, Line)]


def told_at(sheet: SlipSheet) -> str:
    """The code of what is told at the field of a slip."""
    return sheet.row.wrong.code if sheet.row.wrong is not None else ""


async def open_line(hands: Hands) -> LinePage:
    hands.frame.status.line.click()
    await hands.quiet()
    assert hands.frame.stack.key == "line"
    return page_of(hands)


async def take(hands: Hands, subject: str) -> None:
    """A colleague at this desk takes a request."""
    await asyncio.to_thread(desks.register, unguarded(hands), subject)
    await hands.quiet()


def nearly_used_up(hands: Hands) -> None:
    """One code is left in the lane."""
    with unguarded(hands).transaction() as turn:
        turn.own.serial = 999_998


async def test_the_bar_says_one_quiet_state_and_leads_to_the_page(tmp_path: Path) -> None:
    async with on_line(tmp_path) as (hands, centre, _clock):
        bar = hands.frame.status.line
        await until(hands, LineState.UP_TO_DATE, 0)
        assert bar.text() == say("status.line.up")
        centre.stop()
        await until(hands, LineState.NO_LINE)
        assert bar.text() == say("status.line.since", hour="۱۰:۲۴")
        await take(hands, "روشنایی کوچه")
        await until(hands, LineState.NO_LINE, 1)
        assert bar.text().endswith(say("status.unsent", count=1))
        page = await open_line(hands)
        assert page.state.advice.text() == say("remedy.wait")


async def test_what_waits_is_told_record_by_record_and_goes_when_it_is_sent(
    tmp_path: Path,
) -> None:
    async with on_line(tmp_path) as (hands, centre, _clock):
        centre.stop()
        await until(hands, LineState.NO_LINE)
        await take(hands, "روشنایی کوچه")
        await take(hands, "آسفالت میدان")
        await open_line(hands)
        assert [row.title for row in rows(hands)][:2] == ["آسفالت میدان", "روشنایی کوچه"]
        assert rows(hands)[0].state == say("line_page.why.line")
        await hands.press(Key.Key_Down)
        await hands.press(Key.Key_Return)
        assert hands.frame.stack.key == "request"
        assert hands.view(rows(hands)[1].id).hit.subject == "روشنایی کوچه"
        await hands.press(Key.Key_Escape)
        assert hands.frame.stack.key == "line"
        centre.start()
        await hands.press(Key.Key_S, CTRL | SHIFT)
        await until(hands, LineState.UP_TO_DATE, 0)
        assert rows(hands) == []


async def test_rounds_are_there_after_the_program_was_closed(tmp_path: Path) -> None:
    async with on_line(tmp_path) as (hands, centre, clock):
        await until(hands, LineState.UP_TO_DATE, 0)
        await open_line(hands)
        await hands.press(Key.Key_2, CTRL)
        told = [row.title for row in rows(hands, "rounds")]
        assert any(say("line_page.sent", count=1)[2:] in title for title in told)
        centre.stop()
    async with shown(again(tmp_path, clock), first="line") as hands:
        await until(hands, LineState.NO_LINE)
        found = rows(hands, "rounds")
        assert found[0].state == say("line_page.round.line")
        assert [row.title for row in found][-len(told) :] == told


async def test_what_would_be_lost_is_counted_until_it_is_sent(tmp_path: Path) -> None:
    async with on_line(tmp_path) as (hands, centre, _clock):
        centre.stop()
        await until(hands, LineState.NO_LINE)
        await take(hands, "روشنایی کوچه")
        page = await open_line(hands)
        await hands.press(Key.Key_3, CTRL)
        code = rows(hands)[0].note
        words = [label.text() for label in page.risk.findChildren(QLabel)]
        assert any(code.rpartition("·")[2].strip() in text for text in words)
        assert say("line_page.risk.safe") not in words
        centre.start()
        hands.desk.line.wake()
        await until(hands, LineState.UP_TO_DATE, 0)
        words = [label.text() for label in page.risk.findChildren(QLabel)]
        assert say("line_page.risk.safe") in words


async def test_a_lane_is_taken_by_telephone_and_a_wrong_digit_is_told_with_the_last(
    tmp_path: Path,
) -> None:
    async with on_line(tmp_path) as (hands, centre, _clock):
        page = await open_line(hands)
        before = await asyncio.to_thread(hands.desk.joining.standing)
        _, slip = centre.database.write(lambda c: lease_by_slip(c, before.device, centre.clock.ms))
        await hands.press(Key.Key_B, CTRL)
        (sheet,) = hands.frame.findChildren(SlipSheet)
        digits = slip.replace(" ", "")
        wrong = digits[:-1] + str((int(digits[-1]) + 1) % 10)
        sheet.line.setText(wrong[:-1])
        assert told_at(sheet) == ""
        sheet.line.setText(wrong)
        assert told_at(sheet) == "slip.digits"
        sheet.line.setText(digits)
        assert told_at(sheet) == ""
        sheet.accept()
        await hands.quiet()
        after = await asyncio.to_thread(hands.desk.joining.standing)
        assert after.spare_lanes == before.spare_lanes + 1
        assert page.isVisible()
        hands.frame.open("line")
        await hands.press(Key.Key_B, CTRL)
        sheet = hands.frame.findChildren(SlipSheet)[-1]
        sheet.line.setText(digits)
        sheet.accept()
        await hands.quiet()
        assert told_at(sheet) == "lane.used"
        sheet.reject()


async def test_a_used_up_lane_goes_on_under_new_codes_at_one_key(tmp_path: Path) -> None:
    async with on_line(tmp_path) as (hands, centre, _clock):
        await asyncio.to_thread(nearly_used_up, hands)
        await take(hands, "آخرین کد این دسته")
        page = await open_line(hands)
        assert not page.buttons["go_on"].isHidden()
        before = await asyncio.to_thread(hands.desk.joining.standing)
        await hands.press(Key.Key_O, CTRL)
        after = await asyncio.to_thread(hands.desk.joining.standing)
        assert after.lane != before.lane
        assert after.codes_left > 900_000
        await take(hands, "پس از کدهای تازه")
        await until(hands, LineState.UP_TO_DATE, 0)
        assert centre.verify().problems == []


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_every_trouble_of_the_line_has_its_sentence_and_its_remedy(tongue: str) -> None:
    assert [code for code in REMEDIES if not knows(code, tongue)] == []
    remedies = {remedy_of(code) for code in (*REMEDIES, "disk.full", "line.something_new")}
    remedies.add(remedy_of("line.revoked", {"state": "stolen"}))
    assert remedies == set(get_args(Remedy))
    for remedy in remedies:
        sentence = say_in(f"remedy.{remedy}", tongue)
        assert sentence != f"remedy.{remedy}"
        assert len(sentence) < 220


async def test_a_refusal_is_a_banner_with_its_remedy_that_opens_the_page(tmp_path: Path) -> None:
    async with on_line(tmp_path) as (hands, _centre, _clock):
        hands.open_desk._show_line(LineView(LineState.REFUSED, code="line.revoked"))
        (banner,) = [
            one
            for one in hands.frame.findChildren(Banner)
            if one.accessibleName() == say("line.revoked")
        ]
        words = [label.text() for label in banner.findChildren(QLabel)]
        assert say("remedy.retired") in words
        stolen = LineView(LineState.REFUSED, code="line.revoked", params={"state": "stolen"})
        hands.open_desk._show_line(stolen)
        newest = hands.frame.banners.itemAt(0)
        assert newest is not None
        stolen_banner = newest.widget()
        assert isinstance(stolen_banner, Banner)
        words = [label.text() for label in stolen_banner.findChildren(QLabel)]
        assert say("remedy.stolen") in words
        assert hands.frame.status.line.text() == say("status.line.refused")


async def test_the_page_speaks_the_other_language_at_once(tmp_path: Path) -> None:
    async with on_line(tmp_path) as (hands, _centre, _clock):
        await until(hands, LineState.UP_TO_DATE, 0)
        page = await open_line(hands)
        language().speak("en")
        assert page.state.sentence.text() == "Everything is with the centre"
        language().speak("fa")
        assert page.state.sentence.text() == say("line_page.up")

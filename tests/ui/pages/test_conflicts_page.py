"""Conflicts over all requests: walked by arrows, settled by one key, and gone at both desks."""

import asyncio
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desk_app.ports.desk import LineState
from desk_app.services.standing import prioritise
from tests.centres import Headquarters
from tests.ui.pages.beside import Beside, a_centre, beside, joined, on_line, unguarded, until
from tests.ui.pages.colleagues import signed_in_as, staffed
from tests.ui.pages.hands import CTRL, Hands, shown
from tests.ui.pages.office import HandClock
from tests.ui.pages.test_visits import take_again, take_zahra
from ui.models.lines import Line
from ui.pages.conflicts.page import ConflictsPage
from ui.texts import say
from ui.widgets.buttons import Button

Key = Qt.Key


def page_of(hands: Hands) -> ConflictsPage:
    page = hands.frame.stack.page
    assert isinstance(page, ConflictsPage)
    return page


def rows(hands: Hands) -> list[Line]:
    model = page_of(hands).list.model()
    found = [model.index(place, 0).data(256) for place in range(model.rowCount())]
    return [row for row in found if isinstance(row, Line)]


async def disagree(hands: Hands, centre: Headquarters, other: Beside) -> None:
    """Both desks say how urgent every request is, apart from each other."""
    await asyncio.to_thread(other.sync)
    centre.stop()
    await until(hands, LineState.NO_LINE)
    for hit in hands.hits():
        here = partial(prioritise, unguarded(hands), hit.request_id, "urgent")
        await asyncio.to_thread(here)
        await asyncio.to_thread(other.prioritise, hit.request_id, "critical")
    centre.start()
    await asyncio.to_thread(other.sync)
    hands.desk.line.wake()
    await until(hands, LineState.UP_TO_DATE, 0)


async def test_today_leads_to_the_page_and_one_key_settles_for_both_desks(tmp_path: Path) -> None:
    async with (
        on_line(tmp_path) as (hands, centre, clock),
        beside(tmp_path, centre, clock) as other,
    ):
        await take_zahra(hands)
        await take_again(hands, "آب")
        await until(hands, LineState.UP_TO_DATE, 0)
        await disagree(hands, centre, other)
        hands.frame.open("today")
        await hands.quiet()
        await hands.press(Key.Key_7, CTRL)
        assert hands.frame.stack.key == "conflicts"
        first, second = rows(hands)
        words = [label.text() for label in page_of(hands).values.findChildren(QLabel)]
        assert {say("priority.urgent"), say("priority.critical")} <= set(words)
        await hands.press(Key.Key_Down)
        await hands.press(Key.Key_2)
        assert [row.id for row in rows(hands)] == [first.id]
        settled = hands.view(second.id.partition("/")[0])
        assert (settled.conflicts, settled.timeline[-1].type) == ((), "Settled")
        await hands.press(Key.Key_1)
        assert rows(hands) == []
        await until(hands, LineState.UP_TO_DATE, 0)
        await asyncio.to_thread(other.sync)
        assert other.desk.book.queries.counts().conflicts == 0
        await hands.press(Key.Key_Escape)
        assert hands.frame.stack.key == "today"


async def test_a_digit_without_a_value_changes_nothing_and_enter_opens(tmp_path: Path) -> None:
    async with (
        on_line(tmp_path) as (hands, centre, clock),
        beside(tmp_path, centre, clock) as other,
    ):
        await take_zahra(hands)
        await until(hands, LineState.UP_TO_DATE, 0)
        await disagree(hands, centre, other)
        hands.frame.open("conflicts")
        await hands.quiet()
        await hands.press(Key.Key_9)
        assert len(rows(hands)) == 1
        await hands.press(Key.Key_Return)
        assert hands.frame.stack.key == "request"
        assert hands.view(hands.hits()[0].request_id).conflicts


async def test_who_may_not_settle_sees_the_values_and_no_keys(tmp_path: Path) -> None:
    clock = HandClock()
    staffed(tmp_path, clock)
    with a_centre(tmp_path, clock) as centre:
        async with shown(signed_in_as(tmp_path, clock, "sara")) as hands:
            await joined(hands, centre)
            async with beside(tmp_path, centre, clock) as other:
                await disagree(hands, centre, other)
        async with shown(signed_in_as(tmp_path, clock, "omid"), first="conflicts") as hands:
            count = len(rows(hands))
            assert count > 0
            words = [label.text() for label in page_of(hands).values.findChildren(QLabel)]
            assert say("conflict.leader") in words
            assert page_of(hands).values.findChildren(Button) == []
            await hands.press(Key.Key_1)
            assert len(rows(hands)) == count

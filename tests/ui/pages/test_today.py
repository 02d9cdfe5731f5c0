"""Today: the day in figures over the counters, each by keyboard the way to its list."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.ui.pages.colleagues import signed_in_as, staffed
from tests.ui.pages.hands import CTRL, Hands
from tests.ui.pages.hands import shown as at_desk
from tests.ui.pages.office import HandClock
from tests.ui.pages.test_visits import take_zahra
from ui.pages.today.page import TodayPage
from ui.texts import say, shown

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


def page_of(hands: Hands) -> TodayPage:
    page = hands.frame.stack.built("today")
    assert isinstance(page, TodayPage)
    return page


def figures(hands: Hands) -> set[str]:
    return {figure.accessibleName() for figure in page_of(hands).figures.values()}


def cells(hands: Hands, row: int = 0) -> list[str]:
    """A row of the table of counters as it is read."""
    model = page_of(hands).counters.model()
    return [str(model.index(row, at).data()) for at in range(model.columnCount())]


def lines(hands: Hands) -> list[str]:
    """The list behind a figure as it is read out."""
    model = page_of(hands).list.view.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


@asynccontextmanager
async def of(folder: Path, user: str) -> AsyncIterator[Hands]:
    clock = HandClock()
    staffed(folder, clock)
    async with at_desk(signed_in_as(folder, clock, user), first="") as hands:
        yield hands


async def test_figures_follow_what_is_recorded(hands: Hands) -> None:
    await hands.press(Key.Key_3, ALT)
    assert f"{say('today.visits')}: {shown(0)}" in figures(hands)
    await hands.press(Key.Key_1, ALT)
    await take_zahra(hands)
    await hands.press(Key.Key_3, ALT)
    assert f"{say('today.visits')}: {shown(1)}" in figures(hands)
    assert f"{say('today.requests')}: {shown(1)}" in figures(hands)


async def test_a_figure_opens_its_list(hands: Hands) -> None:
    await take_zahra(hands)
    await hands.press(Key.Key_3, ALT)
    await hands.press(Key.Key_Return)
    assert hands.frame.stack.key == "find"
    assert hands.find.results.model().rowCount() == 1


async def test_every_figure_has_a_key_of_its_own(hands: Hands) -> None:
    await take_zahra(hands)
    for place, count in ((2, 1), (3, 0), (4, 0)):
        await hands.press(Key.Key_3, ALT)
        await hands.press(Qt.Key(Key.Key_0 + place), CTRL)
        assert hands.frame.stack.key == "find"
        assert hands.find.results.model().rowCount() == count
    await hands.press(Key.Key_3, ALT)
    await hands.press(Key.Key_7, CTRL)
    assert hands.frame.stack.key == "conflicts"


async def test_visits_are_listed_and_escape_comes_back(hands: Hands) -> None:
    await take_zahra(hands)
    await hands.press(Key.Key_3, ALT)
    await hands.press(Key.Key_1, CTRL)
    assert len(lines(hands)) == 1
    assert say("ending.taken") in lines(hands)[0]
    await hands.press(Key.Key_Escape)
    assert hands.focus is page_of(hands).figures["visits"]


async def test_an_outcome_opens_its_visits_and_an_officer_the_requests_taken(
    hands: Hands,
) -> None:
    await take_zahra(hands)
    await hands.press(Key.Key_3, ALT)
    page = page_of(hands)
    page.groups["by_outcome"].setFocus()
    await hands.press(Key.Key_Return)
    assert len(lines(hands)) == 1
    await hands.press(Key.Key_Escape)
    page.groups["by_officer"].setFocus()
    await hands.press(Key.Key_Return)
    assert hands.frame.stack.key == "find"
    assert hands.find.results.model().rowCount() == 1
    await hands.press(Key.Key_3, ALT)
    page.groups["by_kind"].setFocus()
    await hands.press(Key.Key_Return)
    assert hands.frame.stack.key == "find"


async def test_a_counters_numbers_are_walked_by_arrows_and_open_their_lists(
    hands: Hands,
) -> None:
    await take_zahra(hands)
    await hands.press(Key.Key_3, ALT)
    row = cells(hands)
    assert row[0] == say("today.counter.own", counter=shown("3"))
    assert row[1:3] == [shown(1), shown(1)]
    assert row[-1] == say("today.counter.as_of", hour=shown("10:24"))
    page_of(hands).counters.setFocus()
    await hands.press(Key.Key_Left)
    await hands.press(Key.Key_Return)
    assert hands.frame.stack.key == "find"
    assert hands.find.results.model().rowCount() == 1


async def test_yesterday_and_any_day_are_looked_at_and_no_day_to_come(hands: Hands) -> None:
    await take_zahra(hands)
    await hands.press(Key.Key_3, ALT)
    page = page_of(hands)
    today = page.line.day
    await hands.press(Key.Key_PageUp)
    assert (today - page.line.day).days == 1
    assert f"{say('today.requests')}: {shown(0)}" in figures(hands)
    await hands.press(Key.Key_PageDown)
    await hands.press(Key.Key_PageDown)
    assert page.line.day == today
    await hands.press(Key.Key_F2)
    page.line.date.selectAll()
    await hands.type("14050801")
    await hands.press(Key.Key_Return)
    assert page.line.day.isoformat() == "2026-10-23"
    await hands.press(Key.Key_T, CTRL)
    assert page.line.day == today
    assert f"{say('today.requests')}: {shown(1)}" in figures(hands)


async def test_an_officer_has_the_own_counter_and_nothing_set_aside(tmp_path: Path) -> None:
    async with of(tmp_path, "omid") as hands:
        await hands.press(Key.Key_3, ALT)
        page = page_of(hands)
        assert not page.counters.isVisible()
        assert not page.figures["parked"].isVisible()
        assert f"{say('today.requests')}: {shown(3)}" in figures(hands)
        await hands.press(Key.Key_8, CTRL)
        assert lines(hands) == []
        assert hands.frame.stack.key == "today"
        await hands.press(Key.Key_2, CTRL)
        assert hands.find.results.model().rowCount() == 3


async def test_a_supervisor_begins_with_the_day_over_all_counters(tmp_path: Path) -> None:
    async with of(tmp_path, "mina") as hands:
        assert hands.frame.stack.key == "today"
        assert page_of(hands).counters.isVisible()
        assert page_of(hands).figures["parked"].isVisible()
        await hands.press(Key.Key_8, CTRL)
        assert hands.focus is page_of(hands).list.view
        assert lines(hands) == []


@pytest.mark.parametrize("language", ["fa", "en"])
async def test_numbers_are_read_out_with_their_counter_and_name(
    hands: Hands, language: str
) -> None:
    from ui.texts import language as spoken

    spoken().speak(language)
    await hands.press(Key.Key_3, ALT)
    model = page_of(hands).counters.model()
    told = str(model.index(0, 2).data(Qt.ItemDataRole.AccessibleTextRole))
    assert say("today.column.requests") in told
    assert shown("3") in told

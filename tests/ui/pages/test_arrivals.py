"""What a second desk sends through a real centre is on the screen at once, and nothing is lost."""

import asyncio
from pathlib import Path

from PySide6.QtCore import Qt

from desk_app.ports.desk import LineState
from desk_app.services.follow_up import Refer, refer_request
from tests.ui.pages.beside import Beside, a_centre, arrived, beside, joined, on_line, until
from tests.ui.pages.colleagues import UNIT, signed_in_as, staffed
from tests.ui.pages.hands import Hands, shown
from tests.ui.pages.office import HandClock
from tests.ui.pages.test_visits import take_again, take_zahra
from ui.models.lines import Line
from ui.pages.today.page import TodayPage
from ui.pages.unit.page import UnitPage
from ui.texts import say

Key = Qt.Key


async def send(hands: Hands, other: Beside, subject: str) -> str:
    """The other desk takes a request and sends it; its id, once it is shown here."""
    made: list[str] = []

    def take() -> None:
        made.append(other.register(subject))
        other.sync()

    await arrived(hands, lambda: asyncio.to_thread(take))
    return made[0]


def lines(hands: Hands) -> list[Line]:
    model = hands.find.results.model()
    rows = [model.index(place, 0).data(256) for place in range(model.rowCount())]
    return [row for row in rows if isinstance(row, Line)]


async def test_find_keeps_row_text_and_cursor_while_something_arrives(tmp_path: Path) -> None:
    async with on_line(tmp_path) as (hands, centre, clock):
        await take_zahra(hands)
        await take_again(hands, "آب")
        async with beside(tmp_path, centre, clock) as other:
            hands.frame.open("find")
            await hands.quiet()
            await hands.press(Key.Key_Down)
            kept = hands.find.results.current_row()
            assert isinstance(kept, Line)
            new = await send(hands, other, "روشنایی کوچه")
            found = lines(hands)
            assert found[0].id == new
            assert [line.fresh for line in found] == [True, False, False]
            assert say("hit.fresh") in found[0].spoken()
            still = hands.find.results.current_row()
            assert isinstance(still, Line)
            assert still.id == kept.id
            assert hands.focus is hands.find.line


async def test_a_filtered_search_shows_what_arrives_and_opening_takes_the_mark(
    tmp_path: Path,
) -> None:
    async with (
        on_line(tmp_path, first="find") as (hands, centre, clock),
        beside(tmp_path, centre, clock) as other,
    ):
        await hands.type("روشنایی")
        assert lines(hands) == []
        new = await send(hands, other, "روشنایی کوچه")
        assert [line.id for line in lines(hands)] == [new]
        assert hands.find.line.value() == "روشنایی"
        await hands.press(Key.Key_Return)
        assert hands.frame.stack.key == "request"
        await hands.press(Key.Key_Escape)
        assert [line.fresh for line in lines(hands)] == [False]


async def test_the_request_on_the_screen_follows_and_what_is_typed_stays(tmp_path: Path) -> None:
    async with (
        on_line(tmp_path) as (hands, centre, clock),
        beside(tmp_path, centre, clock) as other,
    ):
        new = await send(hands, other, "روشنایی کوچه")
        hands.open_desk.place.open_request(new)
        await hands.quiet()
        await hands.press(Key.Key_F2)
        form = hands.request.panel.form
        assert form is not None
        await hands.type("تلفنی پرسید")

        def urge() -> None:
            other.prioritise(new, "urgent")
            other.sync()

        await arrived(hands, lambda: asyncio.to_thread(urge))
        assert hands.view(new).priority == "urgent"
        assert hands.request.panel.form is form
        assert "تلفنی پرسید" in [form.rows.text(name) for name in form.rows.names]


async def test_today_counts_what_arrives(tmp_path: Path) -> None:
    async with on_line(tmp_path, first="today") as (hands, centre, clock):
        page = hands.frame.stack.page
        assert isinstance(page, TodayPage)
        async with beside(tmp_path, centre, clock) as other:
            before = page.figures["requests"].accessibleName()
            await send(hands, other, "روشنایی کوچه")
            assert page.figures["requests"].accessibleName() != before
            assert say("today.figure", name=say("today.requests"), count=1) == (
                page.figures["requests"].accessibleName()
            )


async def test_a_flood_marks_nothing(tmp_path: Path) -> None:
    async with on_line(tmp_path) as (hands, _centre, _clock):
        place = hands.open_desk.place
        place._mark(frozenset(str(number) for number in range(60)))
        assert not place.is_fresh("7")
        place._mark(frozenset({"7"}))
        assert place.is_fresh("7")


async def test_referrals_that_arrive_are_told_to_the_expert_on_whatever_page(
    tmp_path: Path,
) -> None:
    clock = HandClock()
    staffed(tmp_path, clock)
    with a_centre(tmp_path, clock) as centre:
        async with shown(signed_in_as(tmp_path, clock, "sara")) as hands:
            await joined(hands, centre)
        async with (
            beside(tmp_path, centre, clock) as other,
            shown(signed_in_as(tmp_path, clock, "reza"), first="") as hands,
        ):
            await until(hands, LineState.UP_TO_DATE, 0)
            said: list[str] = []
            hands.open_desk.place.said.connect(lambda code, _: said.append(code))
            hands.frame.open("find")
            await hands.quiet()

            def refer() -> None:
                other.sync()
                new = other.register("روشنایی کوچه")
                told = Refer(new, "بررسی شود", unit=UNIT, due="2026-11-25")
                refer_request(other.desk.book, told)
                other.sync()

            await arrived(hands, lambda: asyncio.to_thread(refer))
            assert "unit.arrived" in said
            hands.frame.open("unit")
            await hands.quiet()
            page = hands.frame.stack.page
            assert isinstance(page, UnitPage)
            first = page.queue.current_row()
            model = page.queue.model()
            rows = [model.index(place, 0).data(256) for place in range(model.rowCount())]
            assert [row.fresh for row in rows] == [True, False, False]
            assert "روشنایی کوچه" in rows[0].title
            assert say("unit.due", day="۱۴۰۵/۰۹/۰۴") == rows[0].aside
            assert isinstance(first, Line)

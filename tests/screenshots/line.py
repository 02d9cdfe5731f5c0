"""The page of the line and the sheets about it, with a real centre that comes and goes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt

from desk_app.ports.desk import LineState
from desk_app.services.standing import prioritise
from tests.centres import Headquarters
from tests.db import desks
from tests.screenshots.pages import LONG
from tests.screenshots.scenes import SCENES, Stage, entrance, full, scene
from tests.ui.entrance.seats import Seat
from tests.ui.pages.beside import arrived, beside, unguarded, until
from tests.ui.pages.beside import on_line as joined_desk
from tests.ui.pages.hands import CTRL, Hands
from tests.ui.pages.office import HandClock
from ui.demo.hands import Hands as KeyHands
from ui.pages.line.slip import SlipSheet

Key = Qt.Key


class Scenery(NamedTuple):
    """The desk in its frame, its centre, their clock, and where all of it lies."""

    hands: Hands
    centre: Headquarters
    clock: HandClock
    folder: Path


Play = Callable[[Scenery], Awaitable[None]]


class OnLine(NamedTuple):
    """One state of a desk that has joined a centre, by its play with both."""

    name: str
    play: Play

    @asynccontextmanager
    async def shown(self, folder: Path) -> AsyncIterator[Stage]:
        """The state on the screen; the centre serves until it was looked at."""
        async with joined_desk(folder) as (hands, centre, clock):
            await full(hands)
            await self.play(Scenery(hands, centre, clock, folder))
            yield Stage(hands.frame, hands.quiet)


def on_line(name: str) -> Callable[[Play], Play]:
    """Adds a state of a joined desk under a name."""

    def add(play: Play) -> Play:
        SCENES.append(OnLine(name, play))
        return play

    return add


async def open_line(hands: Hands) -> None:
    """The page of the line."""
    hands.frame.open("line")
    await hands.quiet()


@scene("line-alone", role="admin")
async def line_alone(hands: Hands) -> None:
    await full(hands)
    await open_line(hands)


@scene("line-alone-risk", role="admin")
async def line_alone_risk(hands: Hands) -> None:
    await line_alone(hands)
    await hands.press(Key.Key_3, CTRL)


@scene("line-join", role="admin")
async def line_join(hands: Hands) -> None:
    await line_alone(hands)
    await hands.press(Key.Key_E, CTRL)


@on_line("line-up")
async def line_up(on: Scenery) -> None:
    await until(on.hands, LineState.UP_TO_DATE, 0)
    await open_line(on.hands)


@on_line("line-rounds")
async def line_rounds(on: Scenery) -> None:
    await line_up(on)
    await on.hands.press(Key.Key_2, CTRL)


@on_line("line-desk")
async def line_desk(on: Scenery) -> None:
    await line_up(on)
    await on.hands.press(Key.Key_4, CTRL)


@on_line("line-down")
async def line_down(on: Scenery) -> None:
    await until(on.hands, LineState.UP_TO_DATE, 0)
    on.centre.stop()
    await until(on.hands, LineState.NO_LINE)
    for subject in ("روشنایی کوچه", LONG):
        await asyncio.to_thread(desks.register, unguarded(on.hands), subject)
    await open_line(on.hands)


@on_line("line-down-risk")
async def line_down_risk(on: Scenery) -> None:
    await line_down(on)
    await on.hands.press(Key.Key_3, CTRL)


@on_line("line-slip")
async def line_slip(on: Scenery) -> None:
    await line_up(on)
    await on.hands.press(Key.Key_B, CTRL)
    (sheet,) = on.hands.frame.findChildren(SlipSheet)
    sheet.line.setText("۴۲۱۵ ۰۷۱۲ ۳۴۵۶")


@on_line("line-conflicts")
async def line_conflicts(on: Scenery) -> None:
    await in_conflict(on)
    on.hands.frame.open("conflicts")
    await on.hands.quiet()


async def in_conflict(on: Scenery) -> None:
    """Two requests whose priority another desk called otherwise meanwhile."""
    hands = on.hands
    async with beside(on.folder, on.centre, on.clock) as other:
        await asyncio.to_thread(other.sync)
        on.centre.stop()
        await until(hands, LineState.NO_LINE)
        for hit in hands.hits()[:2]:
            here = partial(prioritise, unguarded(hands), hit.request_id, "urgent")
            await asyncio.to_thread(here)
            await asyncio.to_thread(other.prioritise, hit.request_id, "critical")
        on.centre.start()
        await asyncio.to_thread(other.sync)
        hands.desk.line.wake()
        await until(hands, LineState.UP_TO_DATE, 0)


@on_line("find-arrived")
async def find_arrived(on: Scenery) -> None:
    hands = on.hands
    hands.frame.open("find")
    async with beside(on.folder, on.centre, on.clock) as other:

        def send() -> None:
            other.register("روشنایی کوچه")
            other.sync()

        await arrived(hands, lambda: asyncio.to_thread(send))


@scene("line-no-conflicts")
async def line_no_conflicts(hands: Hands) -> None:
    hands.frame.open("conflicts")
    await hands.quiet()


@entrance("first-run-join-typed", founded=False)
async def first_run_join_typed(seat: Seat, hands: KeyHands) -> None:
    await hands.press("2")
    seat.fill(central="https://markaz.example.ir:8470", enrol_code="ABCD-EFGH-1")

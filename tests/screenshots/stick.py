"""The page of sticks: nothing plugged in, carried out, an answer, a file that is refused."""

import asyncio

from PySide6.QtCore import Qt

from tests.screenshots.line import Scenery, on_line
from tests.screenshots.scenes import full, scene
from tests.ui.pages.hands import Hands
from ui.pages.stick.page import StickPage

Key = Qt.Key


async def open_sticks(hands: Hands) -> StickPage:
    """The page of sticks."""
    hands.frame.open("stick")
    await hands.quiet()
    page = hands.frame.stack.page
    assert isinstance(page, StickPage)
    return page


@scene("stick-alone", role="admin")
async def stick_alone(hands: Hands) -> None:
    await full(hands)
    await open_sticks(hands)


@on_line("stick-none")
async def stick_none(on: Scenery) -> None:
    await open_sticks(on.hands)


@on_line("stick-carried")
async def stick_carried(on: Scenery) -> None:
    page = await open_sticks(on.hands)
    for name in ("حافظهٔ مأموریت خراسان", "یدکی"):
        folder = on.folder / name
        await asyncio.to_thread(folder.mkdir)
        page.add_folder(str(folder))
    await on.hands.quiet()
    await on.hands.press(Key.Key_F6)


@on_line("stick-refused")
async def stick_refused(on: Scenery) -> None:
    await stick_carried(on)
    page = await open_sticks(on.hands)
    damaged = on.folder / "یدکی" / "half.mzc"
    await asyncio.to_thread(damaged.write_bytes, b"mizban-bundle-1\n{")
    page.sticks.go_to(1)
    await on.hands.press(Key.Key_F7)

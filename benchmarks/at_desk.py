"""The real window on no screen, with an officer signed in to the desk of a made book."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks.books import OFFICER, PASSWORD, around_of
from desk_app.cli.house import House
from ui.demo.hands import Hands
from ui.desk_window import DeskWindow
from ui.loop import run
from ui.program import Sitting, now
from ui.signed_in import SignedIn


class AtDesk(NamedTuple):
    """What a measurement has at hand in the window."""

    window: DeskWindow
    open_desk: SignedIn
    hands: Hands


def in_window(folder: Path, work: Callable[[AtDesk], Awaitable[None]]) -> None:
    """Open the desk of a made folder in its window, let something be done there, close it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    house = House(folder, home=around_of(folder).home)
    failed: list[BaseException] = []

    async def live(window: DeskWindow, _: asyncio.Event) -> None:
        window.showNormal()
        window.activateWindow()
        sitting = Sitting(window, house)
        try:
            desk = await asyncio.to_thread(house.sign_in, OFFICER, PASSWORD)
            await work(AtDesk(window, window.furnish(desk), Hands(window)))
        except BaseException as error:
            failed.append(error)
            raise
        finally:
            await sitting.close()

    run([], folder / "habits", lambda: DeskWindow(now), live)
    if failed:
        raise failed[0]

"""Scans of another counter: a small picture first, the scan itself when it is opened."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from db.line_book import DeskLineBook
from desk_app.ports.changes import Changes
from desk_app.printing.scan_picture import scan_picture
from desk_app.sync.enrol import Candidate, join_alone
from tests.centres import Headquarters, lite_url
from tests.db.desks import Told, make_desk, register
from tests.sync.scan_desks import ScanDesk
from tests.ui.pages.hands import CTRL, Hands
from tests.ui.pages.office import GuardedBook
from ui.pages.request.scan_sheet import ScanSheet
from ui.pages.request.scans import Scans
from ui.texts import say

WHOLE = {"scan": 1, "scans": 1, "page": 1, "pages": 1}


def photograph(side: int = 900) -> bytes:
    """A page as a scanner gives it, larger than one piece of the line."""
    out = BytesIO()
    noise = Image.effect_noise((side, side), 120).convert("RGB")
    noise.save(out, "JPEG", quality=90)
    return out.getvalue()


@dataclass
class Apart:
    """The desk on the screen, another counter of its office, and their centre."""

    hands: Hands
    other: ScanDesk
    centre: Headquarters

    async def until(self, done: Callable[[], bool], scans: Scans | None = None) -> None:
        """Wait for the line, and for what is said of the scans, to come so far."""
        bell, loop, desk = asyncio.Event(), asyncio.get_running_loop(), self.hands.desk

        def hear(_: Changes) -> None:
            loop.call_soon_threadsafe(bell.set)

        stop = desk.book.subscribe(hear)
        told = scans.told.connect(bell.set) if scans is not None else None
        try:
            while not done():
                await bell.wait()
                bell.clear()
                await self.hands.quiet()
        finally:
            stop()
            if scans is not None and told is not None:
                scans.told.disconnect(told)
        await self.hands.quiet()

    async def send(self) -> None:
        """The other counter speaks with the centre once."""
        assert (await asyncio.to_thread(self.other.sync)).state == "ok"

    async def open(self, told: Told) -> Scans:
        """Open the page of a request once it has come."""
        await self.until(lambda: told.id in {hit.request_id for hit in self.hands.hits()})
        self.hands.open_desk.place.open_request(told.id)
        await self.hands.quiet()
        return self.hands.request.findChildren(Scans)[0]

    def pictured(self, scans: Scans) -> bool:
        """Whether a small picture stands beside a scan."""
        return any(not label.pixmap().isNull() for label in scans.findChildren(QLabel))

    @property
    def sheet(self) -> ScanSheet:
        return self.hands.frame.findChildren(ScanSheet)[-1]


@asynccontextmanager
async def counters_apart(hands: Hands, tmp_path: Path) -> AsyncIterator[Apart]:
    centre = Headquarters(lite_url(tmp_path), scans=tmp_path / "held")
    centre.start()
    other = ScanDesk(make_desk(tmp_path / "other", seed=4, lane=421_504), picture=scan_picture)
    book = hands.desk.book
    assert isinstance(book, GuardedBook)
    line = DeskLineBook(book.beneath)
    clock, candidate = hands.desk.clock, Candidate(centre.address, centre.code())
    await asyncio.to_thread(join_alone, line, candidate, clock, other.desk.entropy)
    hands.desk.line.wake()
    await asyncio.to_thread(other.join, centre)
    try:
        yield Apart(hands, other, centre)
    finally:
        await asyncio.to_thread(centre.close)
        other.close()


async def test_a_scan_of_another_counter_shows_its_small_picture_and_comes_when_it_is_opened(
    hands: Hands, tmp_path: Path
) -> None:
    async with counters_apart(hands, tmp_path) as apart:
        told, data = register(apart.other.desk), photograph()
        apart.other.attach(data, told)
        await apart.send()
        scans = await apart.open(told)
        await apart.until(lambda: apart.pictured(scans), scans)
        assert scans.says() == [say("scans.far.counter", counter="3")]
        await apart.hands.press(Qt.Key.Key_I, CTRL)
        await apart.until(lambda: apart.sheet.says() == say("scans.where", **WHOLE), scans)
        assert (apart.sheet.picture().width(), apart.sheet.picture().height()) == (900, 900)
        assert scans.says() == [""]
        apart.sheet.close()
        await apart.hands.quiet()


async def test_a_scan_that_is_still_at_its_counter_says_so_and_comes_later(
    hands: Hands, tmp_path: Path
) -> None:
    async with counters_apart(hands, tmp_path) as apart:
        told = register(apart.other.desk)
        await apart.send()
        scans = await apart.open(told)
        apart.other.attach(photograph(), told)
        # Only the record has come so far; the scan itself broke off at its counter.
        await asyncio.to_thread(apart.other.push_alone)
        await apart.until(lambda: bool(scans.says()), scans)
        await apart.hands.press(Qt.Key.Key_I, CTRL)
        still = say("scans.far.still", counter="3")
        await apart.until(lambda: apart.sheet.says() == still, scans)
        assert scans.says() == [still]
        apart.sheet.close()
        await apart.send()
        await apart.hands.press(Qt.Key.Key_I, CTRL)
        await apart.until(lambda: apart.sheet.says() == say("scans.where", **WHOLE), scans)
        apart.sheet.close()
        await apart.hands.quiet()

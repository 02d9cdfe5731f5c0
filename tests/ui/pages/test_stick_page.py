"""The page of sticks: what is plugged in, carried out and in by keys, told in one sentence."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from central.answering import Answering
from central.receiving import Receiving
from central.store.devices import all_devices
from desk_app.ports.desk import LineState
from desk_app.protocol.bundle_files import sorted_bundles
from tests.carry.trips import Traveller
from tests.centres import Headquarters
from tests.db import desks
from tests.sync.memory_book import MemoryBook
from tests.ui.pages.beside import on_line, unguarded, until
from tests.ui.pages.hands import CTRL, Hands, open_desk
from ui.models.lines import Line
from ui.pages.stick.page import StickPage
from ui.texts import language, say

Key = Qt.Key


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stick that the machine names."""
    folder = tmp_path / "سفر"
    folder.mkdir()
    monkeypatch.setenv("MIZBAN_STICKS", str(folder))
    return folder


def rows(page: StickPage) -> list[Line]:
    model = page.sticks.model()
    found = [model.index(place, 0).data(256) for place in range(model.rowCount())]
    return [row for row in found if isinstance(row, Line)]


def pulled_out(stick: Path) -> None:
    """Nothing can be made any more where the stick was."""
    stick.rmdir()
    blocked = stick.with_name("blocked")
    blocked.write_bytes(b"")
    stick.symlink_to(blocked / "gone")


def on(stick: Path) -> list[Path]:
    return sorted(stick.iterdir())


async def open_sticks(hands: Hands) -> StickPage:
    assert hands.frame.open("stick")
    await hands.quiet()
    page = hands.frame.stack.built("stick")
    assert isinstance(page, StickPage)
    return page


async def take(hands: Hands, count: int) -> None:
    for number in range(count):
        await asyncio.to_thread(desks.register, unguarded(hands), f"درخواست {number}")
    await hands.quiet()


def at_the_centre(centre: Headquarters, stick: Path) -> int:
    """The centre takes what is on the stick and answers; how many entries were new."""
    receiving = Receiving(centre.database, centre.clock.now_ms)
    files = sorted_bundles(sorted(stick.glob("*.mzc")))
    new = sum(receiving.take(path.read_bytes()).new for path in files)
    answering = Answering(centre.database, centre.clock.now_ms)
    for device in centre.database.read(all_devices):
        for made in answering.answer(device):
            (stick / made.name).write_bytes(made.data)
    return new


async def test_a_trip_there_and_back_with_keys_alone(tmp_path: Path, stick: Path) -> None:
    async with on_line(tmp_path) as (hands, centre, _clock):
        centre.stop()
        await until(hands, LineState.NO_LINE)
        await take(hands, 3)
        page = await open_sticks(hands)
        assert page.sentence.text() == say("stick.unsent", count=hands.desk.line.view().unsent)
        assert [row.title for row in rows(page)] == ["سفر"]
        assert rows(page)[0].note == say("stick.has.nothing")
        await hands.press(Key.Key_F6)
        waiting = hands.desk.line.view().unsent
        assert page.result.text() == say("stick.out.done", events=waiting, files=1)
        assert rows(page)[0].state == say("stick.state.travelling")
        assert page.travelling.text()
        assert at_the_centre(centre, stick) == waiting
        page.look()
        await hands.quiet()
        assert rows(page)[0].state == say("stick.state.answer")
        await hands.press(Key.Key_F7)
        assert page.result.text() == say(
            "stick.in.done", events=0, acknowledged=waiting, delivered=0
        )
        assert page.sentence.text() == say("stick.nothing")
        assert page.travelling.text() == ""
        await hands.press(Key.Key_F7)
        assert page.result.text() == say("stick.in.known")


async def test_a_damaged_file_is_named_in_the_sentence(tmp_path: Path, stick: Path) -> None:
    async with on_line(tmp_path) as (hands, _centre, _clock):
        (stick / "half.mzc").write_bytes(b"mizban-bundle-1\n{")
        page = await open_sticks(hands)
        assert rows(page)[0].state == say("stick.state.damaged")
        await hands.press(Key.Key_F7)
        assert "half.mzc" in page.result.text()
        assert say("bundle.damaged") in page.result.text()


async def test_a_stick_that_is_pulled_out_is_told_and_leaves_the_list(
    tmp_path: Path, stick: Path
) -> None:
    async with on_line(tmp_path) as (hands, _centre, _clock):
        page = await open_sticks(hands)
        pulled_out(stick)
        await hands.press(Key.Key_F6)
        assert page.result.text() == say("carry.gone")
        assert rows(page) == []


async def test_another_folder_can_be_chosen_and_two_copies_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MIZBAN_STICKS", raising=False)
    async with on_line(tmp_path) as (hands, _centre, _clock):
        page = await open_sticks(hands)
        folder = tmp_path / "folder"
        folder.mkdir()
        page.add_folder(str(folder))
        await hands.quiet()
        page.copies.setChecked(True)
        await hands.press(Key.Key_F6)
        assert len(list(folder.glob("*.mzc"))) == 2
        assert page.result.text() == say("stick.out.asked")


async def test_what_was_brought_for_the_centre_goes_when_there_is_a_line(
    tmp_path: Path, stick: Path
) -> None:
    async with on_line(tmp_path) as (hands, centre, _clock):
        away = Traveller(MemoryBook(7, lane=421_777), tmp_path / "kept")
        await asyncio.to_thread(centre.enrol, away.book)
        away.book.register(2)
        away.out(stick)
        centre.stop()
        await until(hands, LineState.NO_LINE)
        page = await open_sticks(hands)
        await hands.press(Key.Key_F7)
        assert page.result.text() == say("stick.in.waiting", count=1)
        assert say("stick.kept", count=1) in page.travelling.text()
        centre.start()
        hands.desk.line.wake()
        await until(hands, LineState.UP_TO_DATE)
        await wait_for(hands, lambda: centre.counts().events >= 2)
        assert page.travelling.text() == ""


async def wait_for(hands: Hands, reached: Callable[[], bool]) -> None:
    """Let the window go on until something is so."""
    async with asyncio.timeout(20):
        while not await asyncio.to_thread(reached):
            await hands.quiet()
            await asyncio.sleep(0)
    await hands.quiet()


async def test_an_office_on_its_own_is_told_that_there_is_nothing_to_carry(
    tmp_path: Path, stick: Path
) -> None:
    async with open_desk(tmp_path) as hands:
        page = await open_sticks(hands)
        assert page.sentence.text() == say("stick.alone")
        assert not page.buttons["out"].isEnabled()
        await hands.press(Key.Key_F6)
        assert not on(stick)


async def test_the_page_speaks_both_languages_and_names_its_controls(
    tmp_path: Path, stick: Path
) -> None:
    async with on_line(tmp_path) as (hands, _centre, _clock):
        page = await open_sticks(hands)
        for button in page.buttons.values():
            assert button.accessibleName()
        language().speak("en")
        try:
            assert rows(page)[0].note == say("stick.has.nothing")
        finally:
            language().speak("fa")
        await hands.press(Key.Key_O, CTRL)
        await hands.press(Key.Key_Escape)

"""What is wrong with the data has a page of its own: what happened, what is missing, what to do."""

import shutil
from pathlib import Path

import pytest

from desk_app.cli.window import Door
from desk_app.ports.desk import LineState
from desk_app.records.errors import DataDamaged, MachineFault
from desk_app.texts import LANGUAGES, knows
from tests.ui.entrance.seats import PASSWORD, founded, seated
from ui.entrance.fault import FaultPage, GoOnForm, family_of
from ui.entrance.sign_in import SignIn
from ui.qt_printers import QtPrinters
from ui.widgets.labels import Words
from ui.widgets.messages import Banner

FAMILIES = ("behind", "copy", "newer", "damaged", "disk", "busy", "other")


def told(page: FaultPage) -> str:
    return "\n".join(words.text() for words in page.findChildren(Words))


def record_something(folder: Path) -> None:
    door = Door(folder / "desk", QtPrinters(), folder / "witness")
    desk = door.sign_in("zahra", PASSWORD)
    assert desk.line.view().state is LineState.ALONE
    desk.close("left")
    door.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("family", FAMILIES)
def test_every_kind_of_trouble_says_what_is_missing_and_what_to_do(
    family: str, language: str
) -> None:
    for part in ("", ".missing", ".do"):
        assert knows(f"entrance.fault.{family}{part}", language)


def test_codes_belong_to_their_kind_of_trouble() -> None:
    assert family_of("book.behind") == "behind"
    assert family_of("book.copied_machine") == "copy"
    assert family_of("book.newer") == "newer"
    assert family_of("book.truncated") == "damaged"
    assert family_of("slots.damaged") == "damaged"
    assert family_of("disk.full") == "disk"
    assert family_of("book.in_use.command") == "busy"
    assert family_of("central.not_started") == "other"


async def test_an_older_copy_is_told_read_and_gone_on_with(tmp_path: Path) -> None:
    founded(tmp_path)
    shutil.copytree(tmp_path / "desk", tmp_path / "older")
    record_something(tmp_path)
    shutil.rmtree(tmp_path / "desk")
    (tmp_path / "older").rename(tmp_path / "desk")
    async with seated(tmp_path) as seat:
        assert isinstance(seat.page, SignIn)
        await seat.sign_in()
        page = seat.page
        assert isinstance(page, FaultPage)
        assert page.fault.code == "book.behind"
        assert "عقب" in told(page)
        page.reading.emit()
        banners = seat.open_desk.frame.findChildren(Banner)
        assert "دفتر فقط برای خواندن باز است" in [one.accessibleName() for one in banners]
    async with seated(tmp_path) as again:
        await again.sign_in()
        assert isinstance(again.page, FaultPage)
        await again.press_first()
        form = again.page
        assert isinstance(form, GoOnForm)
        await again.press_first()
        assert again.wrong() == {"reason": "reason.missing", "password": "password.empty"}
        again.fill(reason="نسخهٔ کهنه بازگردانده شد")
        await again.sign_in()
        assert again.open_desk.desk.reason is None
        assert again.open_desk.frame.isVisible()


async def test_damaged_data_is_told_and_tried_again_once_it_is_mended(tmp_path: Path) -> None:
    founded(tmp_path)
    book = tmp_path / "desk" / "book.db"
    whole = book.read_bytes()
    book.write_bytes(whole[: len(whole) // 2])
    async with seated(tmp_path) as seat:
        await seat.sign_in()
        page = seat.page
        assert isinstance(page, FaultPage)
        assert page.fault.code == "book.truncated"
        assert seat.window.signed_in is None
        book.write_bytes(whole)
        await seat.press_first()
        assert isinstance(seat.page, SignIn)
        await seat.sign_in()
        assert seat.open_desk.desk.reason is None


async def test_lost_keys_are_told_before_anybody_types_a_password(tmp_path: Path) -> None:
    founded(tmp_path)
    (tmp_path / "desk" / "slots.json").unlink(missing_ok=True)
    shutil.rmtree(tmp_path / "witness")
    for path in (tmp_path / "desk").iterdir():
        if path.name.startswith("slots"):
            path.unlink()
    async with seated(tmp_path) as seat:
        page = seat.page
        assert isinstance(page, FaultPage)
        assert page.fault.code == "slots.missing"


def test_a_page_offers_only_the_ways_that_there_are() -> None:
    readable = FaultPage(DataDamaged("book.damaged", pages=3), readable=True)
    assert readable.primary is not None
    assert readable.primary.text() == "باز کردن فقط برای خواندن"
    healed = FaultPage(DataDamaged("book.behind", missing=3), readable=True)
    assert healed.primary is not None
    assert healed.primary.text() == "ادامه با کدهای تازه"
    closed = FaultPage(MachineFault("disk.read_only"))
    assert closed.primary is not None
    assert closed.primary.text() == "دوباره بیازما"

"""Papers not out: listed by one key, repeated, given to another printer, copied by hand."""

import shutil
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desk_app.ports.printers import JobState, PrinterKind, PrinterSetting
from tests.ui.pages.hands import CTRL, SHIFT, Hands, open_desk, shown
from tests.ui.pages.office import HandClock, again
from tests.ui.pages.test_visits import take_again, take_zahra
from ui.glass.by_hand import ByHand
from ui.pages.unprinted import UnprintedSheet
from ui.texts import say
from ui.widgets.labels import Words
from ui.widgets.messages import Banner

Key = Qt.Key


async def jam(hands: Hands, folder: Path) -> None:
    """The printer's folder is away: the receipt of a visit fails."""
    shutil.move(folder / "papers", folder / "away")
    await take_zahra(hands)


def mend(folder: Path) -> None:
    shutil.move(folder / "away", folder / "papers")


async def the_list(hands: Hands) -> UnprintedSheet:
    await hands.press(Key.Key_J, CTRL)
    (sheet,) = hands.frame.findChildren(UnprintedSheet)
    await hands.quiet()
    return sheet


async def press(hands: Hands, sheet: UnprintedSheet, key: Qt.Key) -> None:
    QTest.keyClick(sheet._list, key)
    await hands.quiet()


def banners(hands: Hands) -> list[str]:
    return [
        words.text()
        for banner in hands.frame.findChildren(Banner)
        if banner.isVisible()
        for words in banner.findChildren(Words)
    ]


async def test_one_key_lists_what_failed_and_enter_prints_it(hands: Hands, tmp_path: Path) -> None:
    await jam(hands, tmp_path)
    hands.frame.open("today")
    sheet = await the_list(hands)
    chosen = sheet.chosen
    assert chosen is not None
    assert chosen.job is not None
    assert chosen.job.state is JobState.FAILED
    assert sheet._why.text() == say("printer.folder", printer="باجه")
    mend(tmp_path)
    await press(hands, sheet, Key.Key_Return)
    assert hands.hits()[0].printed
    assert sheet.chosen is None
    assert not banners(hands)


async def test_one_key_prints_everything_again_from_any_page(hands: Hands, tmp_path: Path) -> None:
    await jam(hands, tmp_path)
    await take_again(hands, "آب")
    mend(tmp_path)
    hands.frame.open("find")
    await hands.press(Key.Key_J, CTRL | SHIFT)
    assert [hit.printed for hit in hands.hits()] == [True, True]
    assert len(list((tmp_path / "papers").glob("*.pdf"))) == 2


async def test_a_paper_goes_to_another_printer_set_anew_for_its_paper(
    hands: Hands, tmp_path: Path
) -> None:
    await jam(hands, tmp_path)
    (usual,) = hands.desk.printers.settings()
    roll = tmp_path / "roll"
    roll.mkdir()
    hands.desk.printers.set_up(
        [usual, PrinterSetting("رول", PrinterKind.FOLDER, str(roll), "80mm")]
    )
    sheet = await the_list(hands)
    sheet.print_elsewhere("رول")
    await hands.quiet()
    (paper,) = roll.glob("*.pdf")
    assert paper.read_bytes().startswith(b"%PDF")
    view = hands.view(hands.hits()[0].request_id)
    assert view.copies == 1
    assert view.timeline[-1].facts["paper"] == "80mm"
    assert not hands.desk.queue.pending()


async def test_what_is_copied_by_hand_is_recorded_and_printed_no_more(
    hands: Hands, tmp_path: Path
) -> None:
    await jam(hands, tmp_path)
    sheet = await the_list(hands)
    await press(hands, sheet, Key.Key_F4)
    (by_hand,) = sheet.findChildren(ByHand)
    told = "\n".join(one.text for one in by_hand._text.passages)
    hit = hands.hits()[0]
    view = hands.view(hit.request_id)
    digits = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
    bare = told.translate(digits).replace("\u00a0", "")
    assert hit.tracking_code in bare
    assert view.follow_up in bare
    assert "آذر" in told
    by_hand.accept()
    await hands.quiet()
    assert hands.view(hit.request_id).timeline[-1].facts["by_hand"] is True
    assert hands.hits()[0].printed
    assert not hands.desk.queue.pending()
    assert sheet.chosen is None


async def test_a_paper_may_be_set_aside_and_its_request_stays_without_a_receipt(
    hands: Hands, tmp_path: Path
) -> None:
    await jam(hands, tmp_path)
    sheet = await the_list(hands)
    await press(hands, sheet, Key.Key_Delete)
    assert not hands.desk.queue.pending()
    chosen = sheet.chosen
    assert chosen is not None
    assert (chosen.job, chosen.hit and chosen.hit.printed) == (None, False)
    mend(tmp_path)
    await press(hands, sheet, Key.Key_Return)
    assert hands.hits()[0].printed


async def test_without_a_printer_one_key_shows_the_code_large(tmp_path: Path) -> None:
    async with open_desk(tmp_path, printer=False) as hands:
        await take_zahra(hands)
        await hands.press(Key.Key_H, CTRL)
        (by_hand,) = hands.frame.findChildren(ByHand)
        assert by_hand.isVisible()
        by_hand.accept()
        await hands.quiet()
        assert hands.hits()[0].printed


async def test_the_second_printer_takes_over_and_the_officer_is_told(
    hands: Hands, tmp_path: Path
) -> None:
    (usual,) = hands.desk.printers.settings()
    other = tmp_path / "second"
    other.mkdir()
    second = PrinterSetting("دوم", PrinterKind.FOLDER, str(other), "a5")
    hands.desk.printers.set_up([replace(usual, fallback="دوم"), second])
    await jam(hands, tmp_path)
    assert hands.hits()[0].printed
    assert list(other.glob("*.pdf"))
    assert say("banner.taken_over", printer="باجه", other="دوم") in banners(hands)
    assert not hands.desk.queue.pending()


async def test_what_failed_is_seen_and_printed_after_the_program_began_anew(
    tmp_path: Path,
) -> None:
    clock = HandClock()
    async with open_desk(tmp_path, clock=clock) as hands:
        await jam(hands, tmp_path)
    async with shown(again(tmp_path, clock)) as hands:
        assert any("1" in text or "۱" in text for text in banners(hands))
        sheet = await the_list(hands)
        mend(tmp_path)
        await press(hands, sheet, Key.Key_Return)
        assert hands.hits()[0].printed

"""What a visitor sees and hears: their request in large type, read back before it is signed."""

import shutil
from pathlib import Path

import pypdfium2 as pdfium
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.pages.hands import CTRL, SHIFT, Hands
from tests.ui.pages.test_visits import ZAHRA, take_zahra
from ui.glass.by_hand import ByHand
from ui.glass.display import VisitorDisplay
from ui.glass.large_text import LargeText, Passage
from ui.glass.reading import Reading
from ui.texts import say

Key = Qt.Key
PERSIAN = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")


def bare(text: str) -> str:
    return text.translate(PERSIAN).replace("\u00a0", "")


def told(shown: LargeText) -> str:
    return "\n".join(one.text for one in shown.passages)


async def display(hands: Hands) -> VisitorDisplay:
    await hands.press(Key.Key_G, CTRL)
    shown = hands.open_desk.glass.display
    assert shown is not None
    return shown


async def test_what_was_recorded_is_shown_to_the_visitor_and_goes_with_any_key(
    hands: Hands,
) -> None:
    await take_zahra(hands)
    hit = hands.hits()[0]
    shown = await display(hands)
    text = told(shown._text)
    assert hit.subject in text
    assert hit.tracking_code in bare(text)
    assert "۱۴ آذر ۱۴۰۵" in text
    assert "محمدی" not in text
    assert ZAHRA not in bare(text)
    QTest.keyClick(shown, Key.Key_Space)
    assert hands.open_desk.glass.display is None
    assert not shown.isVisible()


async def test_what_is_still_being_told_is_shown_without_a_code(hands: Hands) -> None:
    await hands.type(ZAHRA)
    await hands.type("زهرا")
    await hands.type("معرفی به")
    shown = await display(hands)
    assert say("glass.no_code") in told(shown._text)
    assert shown.view is not None
    assert shown.view.hit.request_id == ""
    shown.close()


async def test_the_display_goes_when_the_desk_is_hidden(hands: Hands) -> None:
    await take_zahra(hands)
    await display(hands)
    hands.frame.hide()
    assert hands.open_desk.glass.display is None
    hands.frame.show()


async def test_a_sheet_over_the_desk_goes_out_of_sight_with_it_and_comes_back(
    hands: Hands,
) -> None:
    await take_zahra(hands)
    await hands.press(Key.Key_H, CTRL)
    (sheet,) = hands.frame.findChildren(ByHand)
    hands.frame.hide()
    assert not sheet.isVisible()
    hands.frame.show()
    assert sheet.isVisible()
    sheet.reject()


async def test_with_nothing_in_hand_it_says_so(hands: Hands) -> None:
    hands.frame.open("today")
    said: list[str] = []
    hands.open_desk.place.said.connect(lambda code, _: said.append(code))
    await hands.press(Key.Key_G, CTRL)
    assert said == ["glass.nothing"]
    assert hands.open_desk.glass.display is None


async def test_the_request_is_read_back_and_its_sheet_says_so(hands: Hands, tmp_path: Path) -> None:
    await take_zahra(hands)
    shutil.rmtree(tmp_path / "papers")
    (tmp_path / "papers").mkdir()
    hands.open_desk.place.open_request(hands.hits()[0].request_id)
    await hands.quiet()
    await hands.press(Key.Key_G, CTRL | SHIFT)
    (reading,) = hands.frame.findChildren(Reading)
    text = told(reading._text)
    assert "زهرا محمدی‌نژاد" in text
    assert ZAHRA in bare(text)
    reading.accept()
    await hands.quiet()
    (paper,) = (tmp_path / "papers").glob("*.pdf")
    with pdfium.PdfDocument(paper.read_bytes()) as document:
        sheet = " ".join(page.get_textpage().get_text_range() for page in document)
    assert "خوانده شد" in sheet
    assert hands.view(hands.hits()[0].request_id).timeline[-1].facts["document"] == "request_sheet"


async def test_what_is_not_recorded_is_only_read(hands: Hands) -> None:
    await hands.type(ZAHRA)
    await hands.press(Key.Key_G, CTRL | SHIFT)
    (reading,) = hands.frame.findChildren(Reading)
    assert reading.isVisible()
    reading.accept()
    await hands.quiet()
    assert not hands.hits()
    assert not hands.desk.queue.pending()


async def test_one_key_prints_the_receipt_in_large_type(hands: Hands, tmp_path: Path) -> None:
    await take_zahra(hands)
    usual = {paper.name: paper.read_bytes() for paper in (tmp_path / "papers").glob("*.pdf")}
    await hands.press(Key.Key_H, CTRL | SHIFT)
    papers = {paper.name: paper.read_bytes() for paper in (tmp_path / "papers").glob("*.pdf")}
    (large,) = papers.keys() - usual.keys()
    assert highest(papers[large]) > highest(next(iter(usual.values())))


def highest(document: bytes) -> float:
    """How far down the first page its ink reaches, in points."""
    with pdfium.PdfDocument(document) as pdf:
        page = pdf[0]
        height: float = page.get_height()
        lowest: float = min(one.get_bounds()[1] for one in page.get_objects())
        return height - lowest


def test_large_text_fills_its_room_and_never_parts_a_code(screen: object) -> None:
    shown = LargeText()
    shown.resize(900, 600)
    shown.show_passages(
        [Passage("کد رهگیری", "label"), Passage("۴۲۱۵۰۷\u00a0۰۰۰۱۲۳\u00a0۱۳", "code")]
    )
    few = shown._largest()
    shown.show_passages([Passage("متنی بلند برای خواندن " * 60)])
    many = shown._largest()
    assert few > many
    assert shown._draw(None, 900, many) <= 600
    narrow = LargeText(size=30)
    narrow.show_passages([Passage("۴۲۱۵۰۷\u00a0۰۰۰۱۲۳\u00a0۱۳", "code")])
    assert narrow.heightForWidth(200) < narrow.heightForWidth(900)

"""The receipt beside the form follows what is typed and shows no code before there is one."""

import msgspec
import pypdfium2 as pdfium
from PySide6.QtCore import Qt

from tests.ui.pages.hands import Hands
from tests.ui.pages.test_visits import ZAHRA
from ui.preview.receipt import ReceiptPreview

Key = Qt.Key


def preview(hands: Hands) -> ReceiptPreview:
    return hands.intake.form.preview


def words_on(preview: ReceiptPreview) -> str:
    assert preview.shown is not None
    with pdfium.PdfDocument(preview.shown.document) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


async def turn_to_preview(hands: Hands) -> None:
    hands.intake.form.side.turn_to("preview")
    await hands.quiet()


async def test_it_follows_what_is_typed(hands: Hands) -> None:
    await turn_to_preview(hands)
    await hands.type(ZAHRA)
    await hands.type("زهرا")
    first = words_on(preview(hands))
    await hands.press(Key.Key_Tab)
    await hands.type("محمدی")
    await hands.quiet()
    told = words_on(preview(hands))
    assert "زهرا" in first
    assert "محمدی" not in first
    assert "محمدی" in told
    assert "پس از ثبت" in told
    shown = preview(hands).shown
    assert shown is not None
    assert (shown.paper, len(shown.pages)) == ("a5", 1)


async def test_nothing_is_drawn_out_of_sight(hands: Hands) -> None:
    await hands.type(ZAHRA)
    assert preview(hands).shown is None


async def test_a_visit_without_a_request_has_no_receipt(hands: Hands) -> None:
    await turn_to_preview(hands)
    assert preview(hands).shown is not None
    await hands.press(Key.Key_F3)
    await hands.quiet()
    assert preview(hands).shown is None


async def test_a_need_in_reading_sets_it_in_large_type(hands: Hands) -> None:
    await turn_to_preview(hands)
    await hands.type(ZAHRA)
    await hands.quiet()
    usual = preview(hands).shown
    form = hands.intake.form
    draft = form.draft()

    party = msgspec.structs.replace(draft.parties[0], needs=("sight",))
    form.fill(msgspec.structs.replace(draft, parties=(party,)))
    await hands.quiet()
    large = preview(hands).shown
    assert usual is not None
    assert large is not None
    assert large.pages[0].height() > usual.pages[0].height()

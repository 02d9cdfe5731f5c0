"""The receipt on every paper: complete, inside its margins, readable for people and scanners."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest

from desk_app.printing.contents import Mark, Party, Promise, ReceiptContent
from desk_app.printing.papers import A5, A6, PAPERS, RECEIPT_PAPERS, ROLL_58, ROLL_80, Paper
from desk_app.printing.receipt import receipt_pdf
from desk_app.printing.wording import partly_hidden
from tests.unit.printing.made_up import CODE, URL, overlong_receipt, receipt
from tests.unit.printing.reading import page_count, page_image, poppler_text, scanned

TYPES = (False, True)


@pytest.mark.parametrize("large", TYPES)
@pytest.mark.parametrize("paper", RECEIPT_PAPERS)
@pytest.mark.parametrize("dots_per_inch", [203, 203.2, 300])
def test_both_codes_scan_in_black_and_white(paper: str, large: bool, dots_per_inch: float) -> None:
    zxing, zbar = scanned(receipt_pdf(receipt(), PAPERS[paper], large), dots_per_inch)
    assert zxing == {CODE, URL}
    assert zbar == {CODE, URL}


@pytest.mark.parametrize("paper", RECEIPT_PAPERS)
def test_without_a_tracking_address_the_qr_code_holds_the_code(paper: str) -> None:
    zxing, zbar = scanned(receipt_pdf(receipt(tracking_url=""), PAPERS[paper]))
    assert zxing == zbar == {CODE}


def test_the_follow_up_number_is_in_no_scanned_code() -> None:
    zxing, zbar = scanned(receipt_pdf(receipt(), A6))
    assert not any("604118" in text for text in zxing | zbar)


@pytest.mark.parametrize("large", TYPES)
@pytest.mark.parametrize("paper", RECEIPT_PAPERS)
def test_everything_that_the_visitor_needs_stands_on_it(
    paper: str, large: bool, tmp_path: Path
) -> None:
    text = poppler_text(receipt_pdf(receipt(), PAPERS[paper], large), tmp_path)
    for phrase in (
        "استانداری آذربایجان غربی", "رسید درخواست", "شنبه ۳۰ آبان ۱۴۰۵", "مریم", "۱۰:۳۰",
        "۰۰۰۱۲۳", "۶۰۴۱۱۸", "۷۶۶••••۳۶۱", "سیدعلی رضایی‌نژاد", "صدور پروانهٔ ساختمان",
        "۱۰۰۳۲۱۴۵۰۰۰", "سهمیهٔ آرد نانوایی", "تصویر شناسنامه", "۱٬۲۵۰٬۰۰۰ ریال",
        "بررسی مدارک", "صدور نظر", "۳۰ آذر", "رئیس ادارهٔ امور شهری", "موسوی",
        "۰۴۴-۳۴۲۲۱۱۰۵", "پیگیری", "شکایت", "باجه",
    ):  # fmt: skip
        assert phrase in text, phrase
    assert "7668640361" not in text
    assert "۷۶۶۸۶۴۰۳۶۱" not in text


@pytest.mark.parametrize("paper", RECEIPT_PAPERS)
def test_fields_that_are_empty_leave_no_label_behind(paper: str, tmp_path: Path) -> None:
    bare = ReceiptContent(
        desk=receipt().desk, code=CODE, follow_up="000001", received=receipt().received, kind="سؤال"
    )
    text = poppler_text(receipt_pdf(bare, PAPERS[paper]), tmp_path)
    for label in ("متقاضی", "خدمت:", "موعد پاسخ", "پاسخگو", "هزینه", "مراحل", "نسخهٔ", "نقص"):
        assert label not in text


def test_lacking_papers_copies_and_marks_are_told(tmp_path: Path) -> None:
    content = receipt(
        outcome="مدارک ناقص است",
        papers_lacking=("استعلام بنیاد مسکن", "فیش واریزی"),
        bring_papers_by=date(2026, 12, 1),
        preprinted=True,
        copy=3,
        mark=Mark.DEMONSTRATION,
        presenter=Party(name="زهرا رضایی", role="مادر"),
    )
    text = poppler_text(receipt_pdf(content, A5), tmp_path)
    for phrase in (
        "مدارک ناقص است", "استعلام بنیاد مسکن", "این مدارک را تا سه‌شنبه ۱۰ آذر ۱۴۰۵ بیاورید",
        "نسخهٔ ۳", "نمایشی", "از پیش چاپ‌شده", "زهرا رضایی (مادر)",
    ):  # fmt: skip
        assert phrase in text, phrase


@pytest.mark.parametrize("large", TYPES)
@pytest.mark.parametrize("paper", RECEIPT_PAPERS)
def test_a_preview_has_no_code_that_could_be_read_or_scanned(
    paper: str, large: bool, tmp_path: Path
) -> None:
    pdf = receipt_pdf(receipt(code="", follow_up="", tracking_url=URL[:-14]), PAPERS[paper], large)
    text = poppler_text(pdf, tmp_path)
    assert "پس از ثبت داده می‌شود" in text
    assert "کد رهگیری:" not in text
    assert scanned(pdf) == (set(), set())


def test_the_same_content_gives_the_same_bytes_whatever_was_printed_before() -> None:
    first = receipt_pdf(receipt(), A6)
    receipt_pdf(receipt(subject="😀 漢字"), A6)
    assert receipt_pdf(receipt(), A6) == first


@pytest.mark.parametrize("paper", RECEIPT_PAPERS)
def test_no_font_but_ours_is_named_and_all_are_embedded(paper: str) -> None:
    pdf = receipt_pdf(receipt(subject="漢字"), PAPERS[paper])
    assert b"Helvetica" not in pdf
    assert pdf.count(b"/FontFile2") == pdf.count(b"/FontDescriptor /") == 3


@pytest.mark.parametrize("paper", [A5, A6])
def test_a_usual_receipt_takes_one_sheet(paper: Paper) -> None:
    assert page_count(receipt_pdf(receipt(), paper)) == 1


@pytest.mark.parametrize("large", TYPES)
@pytest.mark.parametrize("paper", RECEIPT_PAPERS)
def test_overlong_content_flows_on_and_stays_inside_the_margins(
    paper: str, large: bool, tmp_path: Path
) -> None:
    pdf = receipt_pdf(overlong_receipt(), PAPERS[paper], large)
    sheet = PAPERS[paper]
    margin = round(max(0.0, sheet.margin_mm * 8 - 1))
    for number in range(page_count(pdf)):
        dark = page_image(pdf, 203.2, number) < 128
        assert dark.any()
        assert not dark[:, :margin].any()
        assert not dark[:, dark.shape[1] - margin :].any()
        assert not dark[:margin].any()
        assert not dark[dark.shape[0] - margin :].any()
    text = poppler_text(pdf, tmp_path)
    assert text.count("کمیسیون") >= 60
    if not sheet.is_roll:
        assert page_count(pdf) > 1
        assert f"از {_persian(page_count(pdf))}" in text


@pytest.mark.parametrize("paper", RECEIPT_PAPERS)
def test_no_line_of_text_lies_over_another_or_over_a_code(paper: str) -> None:
    pdf = receipt_pdf(overlong_receipt(), PAPERS[paper])
    with pdfium.PdfDocument(pdf) as document:
        for page in document:
            boxes = [
                part.get_bounds()
                for part in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_TEXT])
            ]
            assert boxes
            assert not [
                (one, other)
                for number, one in enumerate(boxes)
                for other in boxes[number + 1 :]
                if _overlap(one, other) > 2.5
            ]


def test_rolls_are_as_long_as_their_content_and_whole_dots_wide() -> None:
    for paper, dots in ((ROLL_80, 576), (ROLL_58, 384)):
        short = page_image(receipt_pdf(receipt(steps=()), paper), 203.2)
        long = page_image(receipt_pdf(receipt(), paper), 203.2)
        assert short.shape[1] == long.shape[1] == paper.dots == dots
        assert short.shape[0] < long.shape[0]
        assert (long[-5:] == 255).all()


def test_the_promise_may_have_an_hour_and_may_be_missing(tmp_path: Path) -> None:
    soon = receipt(promise=Promise(on=date(2026, 11, 21), hour="12:30", person="علوی"))
    assert "ساعت ۱۲:۳۰" in poppler_text(receipt_pdf(soon, A6), tmp_path)
    never = replace(receipt(), promise=Promise())
    assert np.count_nonzero(page_image(receipt_pdf(never, A6)) < 128) > 0


@pytest.mark.parametrize(
    ("number", "shown"),
    [("7668640361", "766••••361"), ("A1234567", "A1••••67"), ("12", "••"), ("123", "1•3")],
)
def test_an_identity_number_shows_only_its_ends(number: str, shown: str) -> None:
    assert partly_hidden(number) == shown


def _persian(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))


def _overlap(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> float:
    """How deep two boxes lie in each other, in points."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return min(across, down)

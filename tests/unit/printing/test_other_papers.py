"""Request sheet, slips, blank receipts and the printer's proof page."""

from datetime import date, datetime
from pathlib import Path

import pytest

from desk_app.printing.blanks import STRIPS, blank_receipts_pdf
from desk_app.printing.contents import (
    BlankNumber,
    BlankReceiptsContent,
    GuidanceContent,
    Mark,
    Party,
    ReferralContent,
    RequestSheetContent,
)
from desk_app.printing.papers import A4, A5, PAPERS, RECEIPT_PAPERS, ROLL_80, SHEET_PAPERS
from desk_app.printing.proof_page import proof_page_pdf
from desk_app.printing.request_sheet import request_sheet_pdf
from desk_app.printing.slips import guidance_pdf, referral_pdf
from desk_app.records.codes import FIRST_LANE, make_code
from tests.unit.printing.made_up import APPLICANT, CODE, DESK, LONG, URL
from tests.unit.printing.reading import page_count, page_image, poppler_text, scanned

MADE = datetime(2026, 11, 21, 9, 5)  # noqa: DTZ001 (local time is meant)
SHEET = RequestSheetContent(
    desk=DESK,
    code=CODE,
    received=MADE,
    kind="شکایت",
    text="متن کوتاه درخواست.\n\nDear sir, an English line.\nپایان متن.",
    parties=(APPLICANT, Party(name="شرکت آب روستایی", role="طرف شکایت")),
    subject="انشعاب آب",
    outside_numbers=("111: 4405-221",),
    answer_channel="پیامک",
    read_to_visitor=True,
)
REFERRAL = ReferralContent(
    desk=DESK,
    code=CODE,
    made=MADE,
    to="ادارهٔ آب و فاضلاب",
    reason="بررسی فنی انشعاب",
    to_address="بلوار شهید بهشتی، پلاک ۱۲",
    to_post="کارشناس انشعاب",
    to_reach="044-34223311",
    answer_by=date(2026, 12, 1),
    visitor=APPLICANT,
    needs=("کم‌شنوا",),
    papers=("تصویر سند", "نقشه"),
    arranged=True,
    tracking_url=URL,
)
GUIDANCE = GuidanceContent(
    desk=DESK,
    made=MADE,
    service="صدور پروانهٔ ساختمان",
    service_id="10032145000",
    papers=("سند مالکیت", "کارت ملی"),
    steps=("ثبت درخواست", "بازدید"),
    cost="۲٬۵۰۰٬۰۰۰ ریال",
    deadline="15 روز کاری",
    unit="ادارهٔ امور شهری",
    where="اتاق 104",
    rights=("رسید با تاریخ پاسخ بگیرید.",),
    mark=Mark.TRIAL,
)


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("paper", SHEET_PAPERS)
def test_a_request_sheet_holds_text_parties_and_places_to_sign(
    paper: str, large: bool, tmp_path: Path
) -> None:
    text = poppler_text(request_sheet_pdf(SHEET, PAPERS[paper], large), tmp_path)
    for phrase in (
        "برگ درخواست", "متن کوتاه درخواست.", "Dear sir, an English line.", "پایان متن.",
        "۷۶۶۸۶۴۰۳۶۱", "شرکت آب روستایی (طرف شکایت)", "۴۴۰۵-۲۲۱", "پیامک",
        "متن درخواست برای مراجعه‌کننده خوانده شد.", "امضا یا اثر انگشت متقاضی",
    ):  # fmt: skip
        assert phrase in text, phrase


def test_a_long_request_takes_as_many_pages_as_it_needs(tmp_path: Path) -> None:
    words = " ".join(f"بند{number}" for number in range(3000))
    long = RequestSheetContent(
        desk=DESK, code=CODE, received=MADE, kind="درخواست", text=f"{words}\n{LONG}"
    )
    pdf = request_sheet_pdf(long, A5)
    pages = page_count(pdf)
    text = poppler_text(pdf, tmp_path)
    assert pages > 5
    assert all(f"بند{number}" in text for number in range(0, 3000, 61))
    assert text.count("صفحهٔ") == pages
    assert text.count("امضا یا اثر انگشت متقاضی") == 1


def test_a_tick_is_drawn_only_when_the_text_was_read_out() -> None:
    unread = RequestSheetContent(desk=DESK, code=CODE, received=MADE, kind="شکایت", text="متن")
    read = RequestSheetContent(
        desk=DESK, code=CODE, received=MADE, kind="شکایت", text="متن", read_to_visitor=True
    )
    ink = [(page_image(request_sheet_pdf(one, A5)) < 128).sum() for one in (unread, read)]
    assert ink[0] < ink[1]


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("paper", RECEIPT_PAPERS)
def test_a_referral_slip_says_where_why_and_what_is_needed(
    paper: str, large: bool, tmp_path: Path
) -> None:
    pdf = referral_pdf(REFERRAL, PAPERS[paper], large)
    text = poppler_text(pdf, tmp_path)
    for phrase in (
        "برگ ارجاع", "آب و فاضلاب", "بررسی فنی", "شهید بهشتی", "۰۴۴-۳۴۲۲۳۳۱۱", "۱۰ آذر ۱۴۰۵",
        "کم‌شنوا", "تصویر سند", "هماهنگی شده است",
    ):  # fmt: skip
        assert phrase in text, phrase
    assert "۷۶۶۸۶۴۰۳۶۱" not in text
    if not large:
        assert scanned(pdf) == ({CODE, URL}, {CODE, URL})


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("paper", RECEIPT_PAPERS)
def test_a_guidance_slip_tells_papers_steps_cost_and_rights(
    paper: str, large: bool, tmp_path: Path
) -> None:
    text = poppler_text(guidance_pdf(GUIDANCE, PAPERS[paper], large), tmp_path)
    for phrase in (
        "برگ راهنمایی", "صدور پروانهٔ ساختمان", "سند مالکیت", "بازدید", "۲٬۵۰۰٬۰۰۰ ریال",
        "۱۵ روز کاری", "اتاق ۱۰۴", "رسید با تاریخ پاسخ بگیرید", "آزمایشی",
    ):  # fmt: skip
        assert phrase in text, phrase


@pytest.mark.parametrize("paper", sorted(STRIPS))
def test_every_blank_receipt_scans_and_only_the_visitor_gets_the_follow_up_number(
    paper: str, tmp_path: Path
) -> None:
    numbers = tuple(BlankNumber(make_code(421507, n), f"9{n:05d}") for n in range(STRIPS[paper]))
    base = "https://peygiri.example.ir/t/"
    content = BlankReceiptsContent(desk=DESK, numbers=numbers, tracking_base=base)
    pdf = blank_receipts_pdf(content, PAPERS[paper])
    codes = {number.code for number in numbers}
    assert scanned(pdf)[0] == scanned(pdf)[1] == codes | {f"{base}{code}" for code in codes}
    text = poppler_text(pdf, tmp_path)
    assert page_count(pdf) == 1
    assert text.count("برگ دفتر") == text.count("برگ مراجعه‌کننده") == len(numbers)
    assert text.count("۹۰۰۰۰۱") == 1


def test_blank_receipts_go_on_over_pages_and_refuse_rolls() -> None:
    numbers = tuple(BlankNumber(make_code(421507, n), f"{n:06d}") for n in range(7))
    content = BlankReceiptsContent(desk=DESK, numbers=numbers)
    assert page_count(blank_receipts_pdf(content, A4)) == 3
    assert page_count(blank_receipts_pdf(content, A5)) == 4
    with pytest.raises(ValueError, match="A4 or A5"):
        blank_receipts_pdf(content, ROLL_80)


@pytest.mark.parametrize("paper", sorted(PAPERS))
def test_the_proof_page_is_one_page_whose_codes_scan(paper: str, tmp_path: Path) -> None:
    pdf = proof_page_pdf(PAPERS[paper], "چاپگر باجهٔ ۳")
    code = make_code(FIRST_LANE, 0)
    assert page_count(pdf) == 1
    assert scanned(pdf) == ({code}, {code})
    assert "چاپگر باجهٔ ۳" in poppler_text(pdf, tmp_path)

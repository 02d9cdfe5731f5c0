"""A scan opens its request from every page of the open desk."""

import pytest

from desk_app.records.codes import make_code
from desk_app.records.text import to_ascii_digits
from tests.ui.pages.hands import Hands
from tests.ui.reading.scanning import Typist
from ui.widgets.dialog import Dialog
from ui.widgets.field import FieldRow
from ui.widgets.line import TextLine

ELSEWHERE = make_code(421_507, 123)


async def scan(hands: Hands, code: str) -> None:
    """Let a scanner send a code to whatever has the focus."""
    handle = hands.frame.windowHandle()
    assert handle is not None
    # Brings the frame to the front, where a list was open last.
    await hands._target()
    scanner = Typist(handle)
    hands.open_desk.scans.reader._steady = scanner.steady
    scanner.scan(code)
    await hands.quiet()


@pytest.mark.parametrize("page", ["intake", "find", "today", "settings", "request"])
async def test_a_scan_opens_the_request_from_every_page(
    desk_with_request: Hands, page: str
) -> None:
    hands = desk_with_request
    hands.frame.open(page)
    await hands.quiet()
    hit = hands.hits()[0]
    await scan(hands, hit.tracking_code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")))
    assert hands.frame.stack.key == "request"
    assert hands.request.says() == hit.tracking_code


async def test_what_is_half_typed_in_the_intake_is_there_after_a_scan(
    desk_with_request: Hands,
) -> None:
    hands = desk_with_request
    field = hands.intake.form.people.applicant.rows.editor("last_name")
    field.setFocus()
    await hands.type("محمدی")
    await scan(hands, hands.hits()[0].tracking_code)
    assert hands.frame.stack.key == "request"
    hands.frame.open("intake")
    assert hands.intake.form.draft().parties[0].last_name == "محمدی"


async def test_a_code_that_is_not_here_is_looked_for_in_find(desk_with_request: Hands) -> None:
    hands = desk_with_request
    await scan(hands, ELSEWHERE)
    assert hands.frame.stack.key == "find"
    assert to_ascii_digits(hands.find.line.value()) == ELSEWHERE


async def test_a_scan_waits_for_the_sheet_that_is_open(desk_with_request: Hands) -> None:
    hands = desk_with_request
    sheet = Dialog(hands.frame, "office.agency")
    line = TextLine()
    sheet.body.addWidget(FieldRow("office.agency", line))
    sheet.open()
    line.setFocus()
    line.setText("نیمه‌کاره")
    code = hands.hits()[0].tracking_code
    hands.open_desk.scans.open(code)
    await hands.quiet()
    assert hands.frame.stack.key == "intake"
    assert line.text() == "نیمه‌کاره"
    sheet.reject()
    await hands.quiet()
    assert hands.frame.stack.key == "request"

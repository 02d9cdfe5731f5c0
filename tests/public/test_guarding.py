"""Guessing leads nowhere, nothing personal is written down, and strangers' forms are refused."""

import logging
import re

import httpx
import pyrage
import pytest

from central.public.forms import MOST_BYTES
from central.public.guesses import FIRST_LOCK_MS, FREE, LONGEST_LOCK_MS
from central.public.limits import ASKING, LANE_MISSING, MISSING
from central.store.withdrawal import enter_stolen, reinstate_device
from desk_app.records import bodies as b
from desk_app.records.codes import make_code
from desk_app.records.event import Draft, Subject
from desk_app.records.kinds_of_event import body_data
from desk_app.records.sealed import receipt_mark, seal
from tests.public.visitors import FOLLOW_UP, Receipt, Town

NOT_HERE = "هنوز چیزی به این صفحه نرسیده است"
LOCKED = "این کد برای مدتی پاسخ نمی‌دهد"


def wrong(town: Town, code: str, times: int = 1) -> httpx.Response:
    answer = town.ask(code, "000000")
    for _ in range(times - 1):
        answer = town.ask(code, "000000")
    return answer


def test_a_wrong_number_and_a_request_on_its_way_are_answered_alike(town: Town) -> None:
    receipt = town.take()
    town.sync()
    on_its_way = town.take()
    shown = [
        town.ask(receipt.code, "000000"), town.ask(on_its_way.code, FOLLOW_UP),
        town.ask(make_code(town.desk.logs[-1].lane, 999), FOLLOW_UP),
    ]  # fmt: skip
    assert {answer.status_code for answer in shown} == {200}
    assert len({answer.text for answer in shown}) == 1
    assert NOT_HERE in shown[0].text
    assert "آخرین تماس آن باجه" in shown[0].text
    town.sync()
    assert "در دست بررسی است" in town.look(on_its_way).text


def test_a_counter_that_was_never_heard_is_said_to_be_so(town: Town) -> None:
    spare = town.desk.spare_lanes[0]
    town.follow()
    assert NOT_HERE in town.ask(make_code(spare, 1), FOLLOW_UP).text


def test_a_code_that_a_thief_may_have_made_is_doubted(town: Town) -> None:
    receipt = town.take()
    town.sync()
    device = town.desk.enrolment()
    assert device is not None
    now_ms = town.centre.clock.ms
    database = town.centre.database
    database.write(lambda c: enter_stolen(c, device.device, now_ms, now_ms))
    town.follow()
    later = make_code(town.desk.logs[-1].lane, 999)
    assert "دربارهٔ این رسید از دفتر بپرسید" in town.ask(later, FOLLOW_UP).text
    assert "در دست بررسی است" in town.look(receipt).text
    database.write(lambda c: reinstate_device(c, device.device))
    town.follow()
    assert NOT_HERE in town.ask(later, FOLLOW_UP).text


def test_the_page_says_whether_it_is_well(town: Town) -> None:
    with town.client() as client:
        assert client.get("/healthz").text == "ok"


def test_a_code_of_no_counter_is_told(town: Town) -> None:
    assert "از باجه‌های این سامانه نیست" in town.ask(make_code(777_777, 1), FOLLOW_UP).text


@pytest.mark.parametrize("exists", [True, False])
def test_a_code_that_is_guessed_at_is_locked_even_for_the_right_number(
    town: Town, exists: bool
) -> None:
    receipt = town.take()
    if exists:
        town.sync()
    town.follow()
    assert NOT_HERE in wrong(town, receipt.code, FREE).text
    locked = town.look(receipt)
    assert (locked.status_code, LOCKED in locked.text) == (429, True)
    town.centre.clock.ms += FIRST_LOCK_MS
    if exists:
        assert "در دست بررسی است" in town.look(receipt).text
    wrong(town, receipt.code)
    town.centre.clock.ms += FIRST_LOCK_MS
    assert LOCKED in town.look(receipt).text
    town.centre.clock.ms += FIRST_LOCK_MS
    assert LOCKED not in town.look(receipt).text


def test_a_lock_is_never_longer_than_a_day_and_is_forgotten(town: Town) -> None:
    receipt = town.take()
    town.sync()
    for _ in range(20):
        wrong(town, receipt.code)
        town.centre.clock.ms += LONGEST_LOCK_MS
    assert LOCKED not in town.look(receipt).text
    town.pass_days(2)
    town.follow()
    assert NOT_HERE in wrong(town, receipt.code, FREE - 1).text
    assert "در موعد پاسخ داده نشده است" in town.look(receipt).text


def test_a_lock_outlives_a_restart_of_the_page(town: Town) -> None:
    receipt = town.take()
    town.sync()
    wrong(town, receipt.code, FREE)
    town.close()
    town.serve()
    assert LOCKED in town.look(receipt).text


def test_an_address_that_guesses_is_told_to_wait(town: Town) -> None:
    town.follow()
    lane = town.desk.logs[-1].lane
    codes = [make_code(lane, serial) for serial in range(1, int(MISSING.at_once) + 2)]
    answers = [wrong(town, code) for code in codes]
    assert [answer.status_code for answer in answers] == [200] * (len(codes) - 1) + [429]
    assert int(answers[-1].headers["retry-after"]) == 60
    assert "کمی صبر کنید" in answers[-1].text
    other = town.ask(codes[-1], FOLLOW_UP, **{"x-forwarded-for": "203.0.113.9"})
    assert other.status_code == 200
    town.centre.clock.pass_seconds(60)
    assert wrong(town, codes[-1]).status_code == 200


def test_an_address_that_only_asks_a_lot_waits_too(town: Town) -> None:
    with town.client() as client:
        answers = [
            client.post("/", data={"code": ""}).status_code for _ in range(int(ASKING.at_once) + 1)
        ]
    assert answers == [422] * (len(answers) - 1) + [429]


def test_a_lane_that_is_guessed_at_from_many_addresses_answers_slowly(town: Town) -> None:
    receipt = town.take()
    town.sync()
    lane = town.desk.logs[-1].lane
    with town.client() as client:
        for number in range(int(LANE_MISSING.at_once)):
            code = make_code(lane, 1000 + number)
            form = {"code": code, "number": "000000"}
            client.post("/", data=form, headers={"x-forwarded-for": f"198.51.100.{number}"})
    assert town.pauses == []
    assert "در دست بررسی است" in town.look(receipt).text
    assert len(town.pauses) == 1
    town.ask(make_code(town.desk.spare_lanes[0], 1), "000000")
    assert len(town.pauses) == 1


@pytest.mark.parametrize("written", [
    "{0}", "{0:fa}", "{0:ar}", "{1} {2} {3}", " {1}-{2}-{3} ", "\u200e{1}\u00a0{2}\u202f{3}\u200f",
])  # fmt: skip
def test_numbers_are_read_in_any_digits_and_grouped_in_any_way(town: Town, written: str) -> None:
    receipt = town.take()
    town.sync()
    digits = {"fa": "۰۱۲۳۴۵۶۷۸۹", "ar": "٠١٢٣٤٥٦٧٨٩"}
    code, number = receipt.code, FOLLOW_UP
    if found := re.search(r":(\w\w)", written):
        table = str.maketrans("0123456789", digits[found[1]])
        code, number = code.translate(table), f" {number[:3]} {number[3:]} ".translate(table)
        written = "{0}"
    typed = written.format(code, code[:6], code[6:12], code[12:])
    assert "در دست بررسی است" in town.ask(typed, number).text


@pytest.mark.parametrize(("code", "number", "sentences"), [
    ("", "", ["کد رهگیری را بنویسید", "رمز پیگیری را بنویسید"]),
    ("abc", "12", ["فقط رقم دارد", "رمز پیگیری شش رقم دارد"]),
    ("۴۲۱۵", "۱۲۳۴۵۶", ["۴ رقم نوشته‌اید"]),
    ("42150700012314", "12345x", ["درست نوشته نشده است", "رمز پیگیری شش رقم دارد"]),
])  # fmt: skip
def test_what_is_mistyped_is_told_at_its_field(
    town: Town, code: str, number: str, sentences: list[str]
) -> None:
    answer = town.ask(code, number)
    assert answer.status_code == 422
    for sentence in sentences:
        assert answer.text.count(sentence) == 2
    assert answer.text.count('aria-invalid="true"') == len(sentences)


def test_every_answer_keeps_to_itself(town: Town) -> None:
    receipt = town.take()
    town.sync()
    with town.client() as client:
        answers = [
            client.get("/"), client.get("/en"), client.get("/en/"), client.get("/nothing/here"),
            town.look(receipt), client.put("/"), client.post("/", content=b"x"),
            client.get("/robots.txt"),
        ]  # fmt: skip
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in answer.headers
        assert "server" not in answer.headers
    assert [answer.status_code for answer in answers] == [200, 200, 200, 404, 200, 405, 415, 200]


def test_a_form_of_another_site_is_refused(town: Town) -> None:
    receipt = town.take()
    town.sync()
    for headers in (
        {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"},
        {"origin": "https://elsewhere.example"},
    ):  # fmt: skip
        assert town.ask(receipt.code, FOLLOW_UP, **headers).status_code == 403
    own = {"sec-fetch-site": "same-origin", "origin": "null"}
    assert town.ask(receipt.code, FOLLOW_UP, **own).status_code == 200
    assert town.ask(receipt.code, FOLLOW_UP, origin=town.page.url).status_code == 200


def test_what_is_too_large_or_no_form_is_refused(town: Town) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    with town.client() as client:
        for body, headers, status in (
            (b"a=" + b"x" * MOST_BYTES, kind, 413), (b"a=%ff", kind, 400),
            ("کد=۱".encode(), kind, 400), (b"&".join([b"a=1"] * 99), kind, 400),
            (b"{}", {"content-type": "application/json"}, 415),
        ):  # fmt: skip
            answer = client.post("/ask", content=body, headers=headers)
            assert (answer.status_code, "چیزی ثبت نشد" in answer.text) == (status, True)


def test_the_code_of_squares_on_the_receipt_fills_the_first_field(town: Town) -> None:
    receipt = town.take()
    with town.client() as client:
        shown = client.get(f"/{receipt.code}").text
        assert f'value="{receipt.code[:6]} {receipt.code[6:12]} {receipt.code[12:]}"' in shown
        for odd in ("12345", "<script>", receipt.code[:-1] + "x"):
            assert 'value=""' in client.get(f"/{odd}").text


def test_nothing_of_a_visitor_is_written_down(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    receipt = town.take()
    town.sync()
    town.send(town.look(receipt), "/ask", text="رازی که گفتم")
    town.ask(receipt.code, "000000", **{"x-forwarded-for": "203.0.113.77"})
    with town.client() as client:
        client.get(f"/{receipt.code}?code={receipt.code}&number={FOLLOW_UP}")
    ours = "\n".join(
        record.getMessage() for record in caplog.records if record.name.startswith("mizban")
    )
    assert "POST / 200" in ours
    for word in (receipt.code, FOLLOW_UP, "رازی", "203.0.113.77", receipt.request):
        assert word not in ours


def sealed_report(town: Town, number: str = FOLLOW_UP) -> Receipt:
    """A report of wrongdoing, as a desk seals it."""
    town.serial += 1
    code = make_code(town.desk.logs[-1].lane, town.serial)
    body = b.Registered(code=code, follow_up=number, at=town.desk.clock.ms, kind="report")
    request = f"01890000-0000-7000-8000-{town.serial:012d}"
    draft = Draft(
        subject=Subject("request", request), type="Registered", body=body_data(body),
        audience="oversight",
    )  # fmt: skip
    key = str(pyrage.x25519.Identity.generate().to_public())
    made = seal(draft, [key], receipt_mark(code, number))
    event = town.desk.record(
        "Registered", made.subject, made.body, made.values, audience="oversight"
    )
    return Receipt(request, code, event, number)


def test_a_sealed_report_is_acknowledged_and_nothing_more(any_town: Town) -> None:
    town = any_town
    report = sealed_report(town)
    town.follow()
    assert NOT_HERE in town.look(report).text
    town.sync()
    shown = town.look(report).text
    assert "گزارش شما رسیده است" in shown
    assert "مرجع نظارتی" in shown
    assert 'name="handle"' not in shown
    assert NOT_HERE in town.look(report, number="111111").text


def test_an_erased_report_is_not_acknowledged(town: Town) -> None:
    report = sealed_report(town)
    town.sync()
    town.desk.erase(report.event)
    town.sync()
    assert NOT_HERE in town.look(report).text

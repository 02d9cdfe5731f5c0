"""What the page shows follows what the offices record, and nothing personal comes along."""

from datetime import date

from sqlalchemy import select

from central.public.projection import forget
from central.store import public_tables
from desk_app.records import bodies as b
from desk_app.records.jalali import local_date, long_jalali
from tests.public.visitors import FOLLOW_UP, Town, post


def test_a_receipt_leads_to_what_was_received(any_town: Town) -> None:
    receipt = any_town.take()
    any_town.sync()
    shown = any_town.look(receipt)
    assert shown.status_code == 200
    for word in ("در دست بررسی است", "درخواست", "رفع توقیف خودرو", "فرمانداری نمونه", "مریم نادری"):
        assert word in shown.text
    assert long_jalali(local_date(any_town.centre.clock.ms)) in shown.text


def test_nobody_and_nothing_told_is_shown(town: Town) -> None:
    receipt = town.take(service_title="")
    town.sync()
    text = town.look(receipt).text
    for word in ("شیرین", "کاظمی", "4541021153", "۴۵۴۱۰۲۱۱۵۳", "خرداد", "رفع توقیف", FOLLOW_UP):
        assert word not in text
    query = select(public_tables.request.c.data)
    kept = town.centre.database.read(lambda c: bytes(c.execute(query).scalar_one()))
    assert "شیرین".encode() not in kept
    assert "خرداد".encode() not in kept


def test_an_answer_is_shown_with_its_reasons(any_town: Town) -> None:
    receipt = any_town.take()
    any_town.answer(receipt)
    any_town.sync()
    text = any_town.look(receipt).text
    for word in (
        "پاسخ داده شده است", "موافقت شد", "پلاک بررسی شد", "نامهٔ رفع توقیف داده شد",
        "مادهٔ ۱۲ آیین‌نامهٔ پارکینگ‌ها", "تا بیست روز به هیئت حل اختلاف", "۱۲۳/۴",
    ):  # fmt: skip
        assert word in text


def test_an_answer_that_another_supersedes_is_not_shown(town: Town) -> None:
    receipt = town.take()
    first = town.answer(receipt, "دلیل نخست")
    town.answer(receipt, "دلیل دوم", supersedes=first.id)
    town.sync()
    text = town.look(receipt).text
    assert "دلیل دوم" in text
    assert "دلیل نخست" not in text


def test_what_was_not_answered_in_time_is_said_plainly(town: Town) -> None:
    receipt = town.take()
    town.sync()
    town.pass_days(40)
    text = town.look(receipt).text
    assert "در موعد پاسخ داده نشده است" in text
    town.answer(receipt)
    town.sync()
    text = town.look(receipt).text
    assert "پاسخ پس از موعد داده شد" in text
    assert "در موعد پاسخ داده نشده است" not in text


def test_a_closure_announced_later_moves_the_date_and_is_named(town: Town) -> None:
    receipt = town.take()
    town.sync()
    town.pass_days(1)
    day = local_date(town.centre.clock.ms)
    days = [date.fromordinal(day.toordinal() + ahead) for ahead in range(1, 6)]
    for closed in days:
        body = b.ClosureAnnounced(province=8, date=closed.isoformat(), reason="آلودگی هوا")
        town.fact("calendar", "ClosureAnnounced", body)
    town.sync()
    text = town.look(receipt).text
    assert "موعد کنونی" in text
    assert any(f"{long_jalali(closed)} تعطیل شد" in text for closed in days)


def test_an_extension_is_shown_beside_the_printed_date(town: Town) -> None:
    receipt = town.take()
    body = b.Extended(due="2027-02-01", reason=0)
    town.on(receipt.request, "Extended", body, "کارشناس در سفر است")
    town.sync()
    text = town.look(receipt).text
    assert long_jalali(date(2027, 2, 1)) in text
    assert "دفتر موعد را جابه‌جا کرده است" in text
    assert "کارشناس در سفر است" not in text


def test_the_present_holder_of_the_post_is_named(town: Town) -> None:
    receipt = town.take()
    today = local_date(town.centre.clock.ms)
    later = date.fromordinal(today.toordinal() + 3)
    holders = post("p1", ("مریم نادری", None, today), ("حسن رستمی", later, None))
    town.fact("item", "ItemSet", holders)
    town.sync()
    assert "مریم نادری" in town.look(receipt).text
    town.pass_days(2)
    assert "اکنون کسی در این پست نیست" in town.look(receipt).text
    town.pass_days(2)
    text = town.look(receipt).text
    assert "حسن رستمی" in text
    assert "مریم نادری" not in text


def test_a_referral_says_with_whom_it_lies_until_it_comes_back(town: Town) -> None:
    receipt = town.take()
    sent = town.on(
        receipt.request, "Referred", b.Referred(unit="u2", title="واحد فنی", due="2026-12-20")
    )
    town.sync()
    text = town.look(receipt).text
    assert "اکنون نزد" in text
    assert "واحد فنی" in text
    town.on(receipt.request, "Returned", b.Returned(referral=sent.id))
    town.sync()
    assert "باید پاسخ دهد" not in town.look(receipt).text


def test_an_erased_person_leaves_nothing_on_the_page(any_town: Town) -> None:
    receipt, other = any_town.take(), any_town.take()
    any_town.answer(receipt, "دلیلی که پاک می‌شود")
    any_town.sync()
    any_town.desk.erase(receipt.event)
    any_town.sync()
    shown = any_town.look(receipt)
    assert "هنوز چیزی به این صفحه نرسیده است" in shown.text
    assert any_town.look(other).status_code == 200
    query = select(public_tables.request.c.data)
    kept = any_town.centre.database.read(lambda c: c.execute(query).scalars().all())
    assert not any("پاک می‌شود".encode() in bytes(data) for data in kept)


def test_an_erased_reason_is_gone_before_the_page_follows(town: Town) -> None:
    receipt = town.take()
    answer = town.answer(receipt, "دلیلی که پاک می‌شود")
    town.sync()
    town.desk.erase(answer)
    town.sync()
    text = town.look(receipt).text
    assert "پاسخ داده شده است" in text
    assert "دلیلی که پاک می‌شود" not in text


def test_a_reissued_receipt_has_a_new_number_and_the_old_one_is_dead(town: Town) -> None:
    receipt = town.take()
    town.sync()
    town.on(receipt.request, "Reissued", b.Reissued(follow_up="111222"))
    town.sync()
    assert "هنوز چیزی به این صفحه نرسیده است" in town.look(receipt).text
    assert "در دست بررسی است" in town.look(receipt, number="111222").text


def test_two_requests_under_one_code_are_told_apart_by_their_numbers(town: Town) -> None:
    first = town.take(kind_title="پیشنهاد")
    town.take(code=first.code, follow_up="222333", kind_title="تقدیر")
    town.sync()
    assert "پیشنهاد" in town.look(first).text
    assert "تقدیر" in town.ask(first.code, "222333").text


def test_what_cannot_be_read_blocks_nothing(town: Town) -> None:
    town.desk.record("Answered", town.take().event.subject, {"result": 7})
    town.desk.record("Teleported", town.take().event.subject, {})
    receipt = town.take()
    town.on(receipt.request, "Answered", b.Answered(result="granted", reason=0), {"no": "text"})
    town.sync()
    assert "پاسخ داده شده است" in town.look(receipt).text


def test_the_page_can_be_made_again_from_the_events(town: Town) -> None:
    receipt = town.take()
    town.answer(receipt)
    town.sync()
    before = town.look(receipt).text
    town.centre.database.write(forget)
    assert "هنوز چیزی" not in before
    town.follow()
    after = town.look(receipt).text
    handle = 'name="handle"'
    assert before.split(handle)[0] == after.split(handle)[0]

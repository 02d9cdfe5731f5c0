"""A referral to another office of the centre carries the history, and both go on from there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from central.store import tables
from central.store.alarms import all_alarms
from central.store.append import append_batch
from central.store.offices import add_office
from central.store.relay import relay, sharing
from desk_app.ports.book import Officer
from desk_app.protocol.batch import read_batch, write_batch
from desk_app.records.chain import START
from desk_app.records.event import Event, Subject, read_event
from desk_app.services.follow_up import Refer, note_request, refer_request, return_referral
from desk_app.services.unit_work import accept_referral
from desk_app.sync.rounds import one_round
from tests.centres import Headquarters
from tests.db.desks import register
from tests.sync.counters import HERE, THERE, Counter, counters, settle_all
from tests.sync.memory_book import MemoryBook

SARA = Officer("sara", "سارا امینی", "admin")
REZA = Officer("reza", "رضا کریمی", "expert", "omran")


@pytest.fixture
def desks(centre: Headquarters, tmp_path: Path) -> Iterator[list[Counter]]:
    with counters(centre, tmp_path, HERE, THERE) as found:
        yield found


def refer(book: MemoryBook, made: Event, office: str) -> Event:
    body = {"unit": "omran", "office": office, "title": "اداره عمران", "reason": 0}
    return book.record("Referred", made.subject, body, ("برای بازدید",))


def note(book: MemoryBook, subject: Subject, words: str) -> Event:
    return book.record("Noted", subject, {"text": 0}, (words,))


def sync(book: MemoryBook) -> int:
    done = one_round(book, book.clock, book.entropy)
    assert done.state == "ok", done
    return done.pulled


def two_offices(centre: Headquarters) -> tuple[MemoryBook, MemoryBook]:
    centre.database.write(lambda c: add_office(c, THERE, "اداره کل نمونه", 8))
    here, there = MemoryBook(1), MemoryBook(2, lane=421_508)
    centre.enrol(here)
    centre.enrol(there, THERE)
    return here, there


def of(book: MemoryBook, made: Event) -> list[Event]:
    return [event for event in book.everything() if event.subject == made.subject]


def test_the_history_comes_with_the_referral_and_nothing_else_does(
    any_centre: Headquarters,
) -> None:
    here, there = two_offices(any_centre)
    meant, other = here.register(2)
    note(here, meant.subject, "پرونده کامل است")
    note(here, other.subject, "این به دفتر دیگر نمی‌رسد")
    sync(here)
    refer(here, meant, THERE)
    sync(here)
    any_centre.project()
    assert sync(there) == 3
    assert [event.type for event in there.everything()] == ["Registered", "Noted", "Referred"]
    assert of(there, meant) == of(here, meant)
    assert there.values_of(meant) == 2
    assert any_centre.verify().problems == []


def test_later_events_flow_both_ways_and_once(any_centre: Headquarters) -> None:
    here, there = two_offices(any_centre)
    (meant,) = here.register()
    refer(here, meant, THERE)
    for turn in range(3):
        for book in (here, there):
            sync(book)
            any_centre.project()
            note(book, meant.subject, f"نوبت {turn}")
    for _ in range(2):
        for book in (here, there):
            sync(book)
            any_centre.project()
    assert of(here, meant) == of(there, meant)
    assert len(of(here, meant)) == 8
    before = here.received, there.received
    any_centre.project()
    assert (sync(here), sync(there)) == (0, 0)
    assert (here.received, there.received) == before
    assert any_centre.verify().problems == []
    counts = any_centre.counts()
    assert (counts.events, counts.requests) == (8, 1)


def test_what_the_other_office_wrote_before_is_not_lost(centre: Headquarters) -> None:
    here, there = two_offices(centre)
    (meant,) = here.register()
    early = note(there, meant.subject, "تلفنی پرسید")
    sync(there)
    sync(here)
    centre.project()
    assert sync(here) == 0
    refer(here, meant, THERE)
    sync(here)
    centre.project()
    sync(here)
    assert early.id in {event.id for event in of(here, meant)}


def test_three_offices_follow_one_request(centre: Headquarters) -> None:
    here, there = two_offices(centre)
    centre.database.write(lambda c: add_office(c, "k14", "استانداری نمونه", 8))
    third = MemoryBook(3, lane=421_509)
    centre.enrol(third, "k14")
    (meant,) = here.register()
    refer(here, meant, THERE)
    sync(here)
    centre.project()
    sync(there)
    refer(there, meant, "k14")
    sync(there)
    centre.project()
    sync(third)
    note(third, meant.subject, "نظر استانداری")
    for _ in range(2):
        for book in (here, there, third):
            sync(book)
            centre.project()
    assert of(here, meant) == of(there, meant) == of(third, meant)
    assert len(of(here, meant)) == 4
    assert len(centre.database.read(lambda c: sharing(c, meant.subject.id))) == 3


def test_what_is_erased_in_one_office_is_gone_from_all(any_centre: Headquarters) -> None:
    here, there = two_offices(any_centre)
    (meant,) = here.register()
    refer(here, meant, THERE)
    for book in (here, there):
        sync(book)
        any_centre.project()
        sync(book)
    there.erase(meant)
    sync(there)
    any_centre.project()
    sync(here)
    assert [book.values_of(meant) for book in (here, there)] == [0, 0]
    any_centre.project()
    assert any_centre.verify().problems == []
    late = MemoryBook(4, lane=421_510)
    any_centre.enrol(late)
    sync(late)
    assert late.values_of(meant) == 0


def test_sealed_words_stay_in_their_office(centre: Headquarters) -> None:
    import msgspec

    here, there = two_offices(centre)
    (meant,) = here.register()
    made = note(here, meant.subject, "برای بازرسی")
    sealed = msgspec.structs.replace(made, id=made.id[:-1] + "0", audience="oversight", held=())
    here.forge(sealed)
    refer(here, meant, THERE)
    sync(here)
    centre.project()
    sync(there)
    assert sealed.id in {event.id for event in of(here, meant)}
    assert sealed.id not in {event.id for event in of(there, meant)}


def test_an_office_that_the_centre_does_not_know_is_an_alarm(centre: Headquarters) -> None:
    here, there = two_offices(centre)
    for code in ("k99", HERE):
        (meant,) = here.register()
        refer(here, meant, code)
    (meant,) = here.register()
    here.record("Referred", meant.subject, {"unit": "omran", "office": 7})
    sync(here)
    centre.project()
    assert sync(there) == 0
    (alarm,) = centre.database.read(all_alarms)
    assert (alarm.kind, alarm.detail) == ("office_unknown", {"office_code": "k99"})
    assert centre.verify().ok


def test_a_damaged_entry_does_not_stop_what_is_sound(centre: Headquarters) -> None:
    here, _ = two_offices(centre)
    centre.stop()
    (broken,) = here.register()
    gone = refer(here, broken, THERE)
    (meant,) = here.register()
    lost = note(here, meant.subject, "خراب می‌شود")
    refer(here, meant, THERE)
    log, mine = here.own_logs()[-1].log, here.enrolment()
    assert mine is not None
    entries = [placed.entry for placed in here.entries(log, 0, 10)]
    batch = read_batch(write_batch(mine.signing_key, log, 1, START, entries))
    centre.database.write(lambda c: append_batch(c, None, batch, centre.clock.ms))
    for event in (gone, lost):
        (data,) = here.events[event.id]
        damaged = update(tables.entry).where(tables.entry.c.data == data).values(data=data[:-1])
        centre.database.write(lambda c, d=damaged: c.execute(d))  # type: ignore[misc]
    relay(centre.database, centre.clock.ms)
    passed = select(tables.entry.c.data).join(
        tables.office, tables.office.c.office == tables.entry.c.office
    ).where(tables.office.c.code == THERE)  # fmt: skip
    found = centre.database.read(lambda c: c.execute(passed).scalars().all())
    assert [read_event(bytes(data)).type for data in found] == ["Registered", "Referred"]


def test_a_foreign_log_is_refused_as_before(centre: Headquarters) -> None:
    here, there = two_offices(centre)
    (meant,) = here.register()
    refer(here, meant, THERE)
    sync(here)
    centre.project()
    sync(there)
    stolen = there.copy()
    stolen.logs[-1].log = here.own_logs()[-1].log
    note(stolen, meant.subject, "در دفتر دیگری")
    done = one_round(stolen, stolen.clock, stolen.entropy)
    assert stolen.own_logs()[-1].log != here.own_logs()[-1].log
    assert done.state in ("ok", "refused")
    centre.project()
    assert centre.verify().problems == []


def test_a_long_history_comes_whole(centre: Headquarters) -> None:
    here, there = two_offices(centre)
    made = here.register(60)
    for event in made:
        for turn in range(25):
            note(here, event.subject, f"یادداشت {turn}")
    for event in made:
        refer(here, event, THERE)
    sync(here)
    centre.project()
    assert sync(there) == 60 * 27
    assert there.contents() == here.contents()
    relay(centre.database, centre.clock.ms)
    assert sync(there) == 0


def test_the_unit_of_the_other_office_works_on_what_it_was_sent(
    centre: Headquarters, desks: list[Counter]
) -> None:
    here, there = desks
    told = register(here.desk)
    note_request(here.as_(SARA), told.id, "پرونده کامل است")
    sent = refer_request(
        here.as_(SARA), Refer(told.id, "برای بازدید محل", unit="omran", due="2026-12-20")
    )
    assert sent.body["office"] == THERE
    settle_all(centre, desks)
    expert = there.as_(REZA)
    (work,) = expert.queries.unit_queue()
    assert (work.hit.tracking_code, work.due, work.stage) == (told.code, "2026-12-20", "new")
    accept_referral(expert, told.id)
    settle_all(centre, desks)
    state = here.state(told.id)
    assert state.accepted == {sent.id: "reza"}
    return_referral(here.as_(SARA), told.id, "پاسخ تلفنی رسید")
    settle_all(centre, desks)
    assert expert.queries.unit_queue() == []
    assert here.holds(told.id) == there.holds(told.id)
    assert len(here.holds(told.id)) == 5
    assert centre.verify().problems == []


def test_a_unit_of_ones_own_office_needs_no_other(desks: list[Counter]) -> None:
    here, _ = desks
    told = register(here.desk)
    sent = refer_request(here.as_(SARA), Refer(told.id, "برای بررسی", unit="hoghoghi"))
    assert "office" not in sent.body

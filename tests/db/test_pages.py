"""What screens read beside finding: lists, filters, a request's page, persons, figures."""

import pytest

from desk_app.ports.queries import Filter, Hit
from desk_app.records import bodies as b
from desk_app.records.errors import MachineFault
from desk_app.records.event import Draft, Subject
from desk_app.records.items import Service
from desk_app.records.kinds_of_event import body_data
from desk_app.records.persons import Matter, Person
from tests.db.desks import START_MS, Desk, Told, register, write

MINUTE = 60_000


def _several(desk: Desk) -> list[Told]:
    made = []
    for at in range(7):
        desk.clock.pass_ms(MINUTE)
        kind = "complaint" if at % 3 == 0 else "request"
        made.append(register(desk, f"آسفالت {at}", kind=kind, counter=str(at % 2)))
    return made


def _ids(hits: list[Hit]) -> list[str]:
    return [hit.request_id for hit in hits]


def test_the_newest_come_page_by_page(desk: Desk) -> None:
    made = [told.id for told in _several(desk)][::-1]
    first = desk.book.queries.latest(3)
    assert _ids(first) == made[:3]
    assert _ids(desk.book.queries.latest(3, first[-1].request_id)) == made[3:6]
    assert _ids(desk.book.queries.latest(3, made[-1])) == []
    assert desk.book.queries.latest(3, "01a2658e-ff40-7f87-9496-be15c2e075c9") == []


def test_every_filter_shows_what_it_says(desk: Desk) -> None:
    made = _several(desk)
    write(desk, made[1].id, "Closed", b.StatusChange())
    write(desk, made[2].id, "Printed", b.Printed(document="receipt", copy=1, paper="a6"))
    for word in ("normal", "urgent"):
        write(desk, made[4].id, "Prioritised", b.Prioritised(priority=word))
    ids = [told.id for told in made]

    def shown(**narrow: object) -> set[int]:
        found = desk.book.queries.latest(50, "", Filter(**narrow))  # type: ignore[arg-type]
        return {ids.index(hit.request_id) for hit in found}

    assert shown(kinds=frozenset({"complaint"})) == {0, 3, 6}
    assert shown(statuses=frozenset({"closed"})) == {1}
    assert shown(statuses=frozenset({"closed", "open"})) == set(range(7))
    assert shown(counter="1") == {1, 3, 5}
    assert shown(since=START_MS + 3 * MINUTE) == {2, 3, 4, 5, 6}
    assert shown(since=START_MS + 3 * MINUTE, until=START_MS + 5 * MINUTE) == {2, 3}
    assert shown(until=START_MS + 2 * MINUTE) == {0}
    assert shown(only_unprinted=True) == {0, 1, 3, 4, 5, 6}
    assert shown(only_conflicts=True) == {4}
    assert shown(due_until="2026-12-31") == set()
    desk.line.acknowledge(desk.log, desk.line.own_logs()[-1].seq - 1)
    assert shown(only_unsent=True) == {4}
    assert shown(only_unsent=True, counter="1") == set()


def test_due_until_shows_what_is_open_and_due(desk: Desk) -> None:
    told = register(desk, promise=b.Promise(date="2026-12-20"))
    closed = register(desk, promise=b.Promise(date="2026-12-20"))
    register(desk, promise=b.Promise(date="2026-12-30"))
    write(desk, closed.id, "Closed", b.StatusChange())
    found = desk.book.queries.latest(50, "", Filter(due_until="2026-12-21"))
    assert _ids(found) == [told.id]


def test_a_page_tells_the_whole_story(desk: Desk) -> None:
    told = register(desk, "آسفالت")
    write(
        desk,
        told.id,
        "Completed",
        b.Completed(matter=0, parties={"0": 1}),
        Matter(place="بازار"),
        Person(father_name="حسن"),
    )
    referred = write(desk, told.id, "Referred", b.Referred(unit="u1", reason=0), "بررسی")
    answer = b.Answered(result="granted", done=0, referral=referred.id)
    write(desk, told.id, "Answered", answer, "انجام شد")
    write(desk, told.id, "Documented", b.Documented(blob="x", title=0), "کارت ملی")
    write(
        desk,
        told.id,
        "Corrected",
        b.Corrected(held={"party.0.mobile": 0}, reason=1),
        "09350000000",
        "اشتباه تایپی",
    )
    write(desk, told.id, "Assigned", b.Assigned(holder="omid"))
    view = desk.book.queries.request(told.id)
    assert view is not None
    assert [item.type for item in view.timeline] == [
        "Registered",
        "Completed",
        "Referred",
        "Answered",
        "Documented",
        "Corrected",
        "Assigned",
    ]
    assert [item.seq for item in view.timeline] == sorted(item.seq for item in view.timeline)
    assert view.timeline[1].facts["parties"]["0"]["father_name"] == "حسن"
    assert view.referrals[0].facts["reason"] == "بررسی"
    assert view.answers[0].facts["done"] == "انجام شد"
    assert view.documents[0].facts["title"] == "کارت ملی"
    assert view.timeline[5].facts["fields"] == {"party.0.mobile": "09350000000"}
    assert view.fields["party.0.mobile"] == "09350000000"
    assert view.parties[0].person is not None
    assert view.parties[0].person.mobile == "09350000000"
    assert (view.holder, view.hit.status) == ("omid", "answered")


def test_two_words_on_one_register_are_shown_as_a_conflict_and_settled(desk: Desk) -> None:
    told = register(desk)
    write(desk, told.id, "Prioritised", b.Prioritised(priority="urgent"))
    write(desk, told.id, "Prioritised", b.Prioritised(priority="critical"))
    view = desk.book.queries.request(told.id)
    assert view is not None
    assert [conflict.register for conflict in view.conflicts] == ["priority"]
    assert [value[1] for value in view.conflicts[0].values] == ["critical", "urgent"]
    assert desk.book.queries.counts().conflicts == 1
    settled = b.Settled(register="priority", value="urgent")
    write(desk, told.id, "Settled", settled, replaces=view.heads["priority"])
    view = desk.book.queries.request(told.id)
    assert view is not None
    assert (view.priority, view.conflicts) == ("urgent", ())
    assert desk.book.queries.counts().conflicts == 0


def test_a_person_met_before_is_known_by_number(desk: Desk) -> None:
    first = register(desk, name="علی احمدی")
    desk.clock.pass_ms(MINUTE)
    second = register(desk, name="علی احمدی‌نژاد")
    write(desk, first.id, "Closed", b.StatusChange())
    known = desk.book.queries.known_person("i0012345679")
    assert known is not None
    assert known.person.last_name == "احمدی‌نژاد"
    assert (known.requests, known.open_requests) == (2, 1)
    assert known.last_seen == desk.clock.at
    assert _ids(desk.book.queries.history_of("i0012345679")) == [second.id, first.id]
    assert _ids(desk.book.queries.history_of("i0012345679", 1)) == [second.id]
    assert desk.book.queries.known_person("i1") is None
    assert desk.book.queries.known_person("") is None
    assert desk.book.queries.history_of("") == []


def test_a_day_counts_visits_requests_kinds_and_officers(desk: Desk) -> None:
    _several(desk)
    with desk.book.writing() as pen:
        subject = Subject("visit", pen.new_id())
        for outcome in ("taken", "informed", "taken"):
            body = b.Visited(started=pen.now_ms, counter="3", outcome=outcome)
            subject = Subject("visit", pen.new_id())
            pen.write(Draft(subject=subject, type="Visited", body=body_data(body)))
        ended = b.VisitEnded(at=pen.now_ms, outcome="done")
        pen.write(Draft(subject=subject, type="VisitEnded", body=body_data(ended)))
    day = desk.book.queries.day("2026-12-11")
    assert (day.visits, day.requests) == (3, 7)
    assert day.by_outcome == {"taken": 1, "informed": 1, "done": 1}
    assert day.by_kind == {"complaint": 3, "request": 4}
    assert day.by_officer == {"sara": 7}
    assert desk.book.queries.day("2026-12-12").visits == 0


def test_the_catalogue_reads_as_it_was_last_set(desk: Desk) -> None:
    items = len(desk.book.queries.catalogue())
    with desk.book.writing() as pen:
        assert len(pen.catalogue()) == items
        service = Service(key="new", title="خدمت تازه")
        set_new = b.ItemSet(item="service", key="new", data=service.to_data())
        subject = Subject("item", "service/new")
        pen.write(Draft(subject=subject, type="ItemSet", body=body_data(set_new)))
        assert pen.catalogue().service("new") == service
    assert desk.book.queries.catalogue().service("new") == service
    with desk.book.writing() as pen:
        gone = b.ItemDropped(item="service", key="new")
        pen.write(Draft(subject=subject, type="ItemDropped", body=body_data(gone)))
    assert desk.book.queries.catalogue().service("new") is None


def test_a_catalogue_of_a_block_that_failed_is_forgotten(desk: Desk) -> None:
    with pytest.raises(MachineFault, match=r"lane\.full"), desk.book.writing() as pen:
        body = b.ItemDropped(item="kind", key="request")
        subject = Subject("item", "kind/request")
        pen.write(Draft(subject=subject, type="ItemDropped", body=body_data(body)))
        assert pen.catalogue().kind("request") is None
        pen.next_codes(1_000_000)
    with desk.book.writing() as pen:
        assert pen.catalogue().kind("request") is not None
    assert desk.book.queries.catalogue().kind("request") is not None


def test_the_office_and_its_officers_are_told(desk: Desk) -> None:
    office = desk.book.queries.office()
    assert (office.code, office.agency, office.counter) == ("1001", "فرمانداری", "3")
    assert [officer.user for officer in desk.book.queries.officers()] == ["sara"]


def test_a_late_entry_is_listed_and_found_by_the_day_it_was_taken(desk: Desk) -> None:
    early = register(desk, "آسفالت یک")
    desk.clock.pass_ms(3 * 24 * 60 * MINUTE)
    late = register(desk, "آسفالت دو", at=START_MS + MINUTE)
    register(desk, "آسفالت سه")
    before = Filter(until=START_MS + 60 * MINUTE)
    assert _ids(desk.book.queries.latest(50, "", before)) == [late.id, early.id]
    assert _ids(desk.book.queries.latest(1, late.id, before)) == [early.id]
    assert _ids(desk.book.queries.find("آسفالت", 50, before)) == [late.id, early.id]
    both = Filter(until=START_MS + 60 * MINUTE, statuses=frozenset({"open", "closed"}))
    assert _ids(desk.book.queries.latest(50, "", both)) == [late.id, early.id]


def test_those_of_one_home_are_found_together(desk: Desk) -> None:
    mother = register(desk, name="زهرا احمدی", address="ری، کوچهٔ نسترن، پلاک ۴", id_number="")
    desk.clock.pass_ms(MINUTE)
    son = register(
        desk, name="رضا احمدی", address="ری، كوچه نسترن، پلاک 4", postal_code="1871612345"
    )
    (postal, address) = Person(postal_code="۱۸۷۱۶۱۲۳۴۵", address="ری، کوچهٔ نسترن، پلاک ۴").homes
    assert _ids(desk.book.queries.history_of(address)) == [son.id, mother.id]
    assert _ids(desk.book.queries.history_of(postal)) == [son.id]
    write(desk, son.id, "Voided", b.StatusChange())
    assert [hit.status for hit in desk.book.queries.history_of(postal)] == ["voided"]
    assert Person().homes == ()

"""What is for a few eyes alone: taken by anyone, found by nobody else."""

from typing import Any

import pytest

from db.book import DeskBook
from desk_app.records.errors import NotAllowed, UserMistake
from desk_app.records.event import decode_beside, read_event
from desk_app.records.jalali import local_date
from desk_app.records.sealed import receipt_mark
from desk_app.services.correct import Correct, correct_request, erase_personal
from desk_app.services.follow_up import Answer, Tell, answer_request, note_request, tell_answer
from desk_app.services.lost_receipts import Reissue, reissue_receipt
from desk_app.services.presence import look_at
from desk_app.services.standing import close_request, join_requests
from desk_app.services.visits import RecordVisit, record_visit
from tests.db.desks import Desk
from tests.services.conftest import As
from tests.services.told import asked, last, mistakes, shown, took

WRONGDOING: dict[str, Any] = {"kind": "wrongdoing", "text": "رشوه در واحد صدور"}


def sees_nothing(book: DeskBook, code: str, request_id: str) -> None:
    queries = book.queries
    assert queries.find("احمدی") == queries.find(code) == queries.latest() == []
    assert queries.request(code) is None
    assert queries.request(request_id) is None
    assert queries.counts().requests == 0
    assert queries.sealed_for_me() == []
    assert queries.history_of("i0012345679") == []


@pytest.mark.parametrize(
    ("told", "audience"),
    [
        (WRONGDOING, "oversight"),
        ({"kind": "complaint", "about_office": True}, "above"),
        ({**WRONGDOING, "about_office": True}, "oversight"),
    ],
)
def test_whose_eyes_alone_it_is_for(
    desk: Desk, signed_in: As, told: dict[str, Any], audience: str
) -> None:
    clerk = signed_in("officer")
    taken = took(clerk, **told)
    assert taken.audience == audience
    sees_nothing(clerk, taken.tracking_code, taken.request_id)
    assert clerk.queries.day(local_date(desk.clock.at).isoformat()).requests == 0
    assert [hit.request_id for hit in desk.book.queries.sealed_for_me()] == [taken.request_id]


def test_the_visitor_gets_the_receipt_all_the_same(desk: Desk, signed_in: As) -> None:
    taken = took(signed_in("officer"), "رشوه", **WRONGDOING)
    view = taken.sealed
    assert view is not None
    assert view.hit.tracking_code == taken.tracking_code
    assert (view.follow_up, view.promised) == (taken.follow_up, taken.due)
    assert (view.hit.visitor_name, view.hit.subject) == ("علی احمدی", "رشوه")
    read = shown(desk.book, taken.request_id)
    assert (read.registered, read.parties, read.matter) == (
        view.registered,
        view.parties,
        view.matter,
    )


def test_an_open_request_is_not_carried_about_outside_the_book(desk: Desk) -> None:
    assert took(desk.book).sealed is None


def test_nothing_of_it_is_readable_in_what_is_stored(desk: Desk, signed_in: As) -> None:
    taken = took(signed_in("officer"), "رشوه", **WRONGDOING)
    with desk.book.reader.look() as db:
        rows = db.execute("SELECT bytes, beside FROM event WHERE audience <> ''").fetchall()
    assert len(rows) == 1
    for data, beside in rows:
        mark = receipt_mark(taken.tracking_code, taken.follow_up)
        assert read_event(data).body == {"sealed": 0, "mark": mark}
        words = b"".join(bytes(held.value) for held in decode_beside(beside).values())
        assert "احمدی".encode() not in words + data
        assert b"0012345679" not in words + data


def test_only_its_audience_follows_it_up(desk: Desk, signed_in: As) -> None:
    clerk = signed_in("officer")
    taken = took(clerk, **WRONGDOING)
    with pytest.raises(UserMistake, match="not_here"):
        note_request(clerk, taken.request_id, "یادداشت")
    note_request(desk.book, taken.request_id, "از حراست پرسیده شد")
    answer = answer_request(desk.book, Answer(taken.request_id, "founded", done="ارجاع شد"))
    tell_answer(desk.book, Tell(taken.request_id, "phone", address="09121234567"))
    with pytest.raises(UserMistake, match="already"):
        tell_answer(desk.book, Tell(taken.request_id, "phone", address="۰۹۱۲ ۱۲۳ ۴۵۶۷"))
    close_request(desk.book, taken.request_id)
    view = shown(desk.book, taken.tracking_code)
    assert view.hit.status == "closed"
    assert view.answers[0].event_id == answer.id
    assert view.timeline[1].facts["text"] == "از حراست پرسیده شد"
    sees_nothing(clerk, taken.tracking_code, taken.request_id)


def test_its_people_are_corrected_under_the_seal(desk: Desk, signed_in: As) -> None:
    taken = took(signed_in("officer"), **WRONGDOING)
    correct_request(desk.book, Correct(taken.request_id, {"party.0.last_name": "محمدی"}, "اشتباه"))
    view = shown(desk.book, taken.request_id)
    assert view.parties[0].person is not None
    assert view.parties[0].person.last_name == "محمدی"
    assert view.hit.visitor_name == "علی محمدی"
    assert desk.book.queries.find("محمدی") == []


def test_its_code_is_not_given_twice(desk: Desk, signed_in: As) -> None:
    clerk = signed_in("officer")
    taken = took(clerk, **WRONGDOING)
    with pytest.raises(UserMistake) as wrong:
        took(clerk, code=taken.tracking_code)
    assert mistakes(wrong) == {("tracking_code", "code.not_blank")}
    with pytest.raises(UserMistake) as wrong:
        took(desk.book, code=taken.tracking_code)
    assert mistakes(wrong) == {("tracking_code", "code.used")}


def test_a_visit_does_not_tell_what_is_under_the_seal(desk: Desk, signed_in: As) -> None:
    clerk = signed_in("officer")
    command = RecordVisit(
        started=desk.clock.at,
        outcome="taken",
        matters=(asked("آب"), asked("رشوه", **WRONGDOING)),
        service="111",
        note="با گریه آمد",
    )
    recorded = record_visit(clerk, command)
    sealed = recorded.taken[1].request_id
    assert last(desk.book, sealed).facts["text"] == "با گریه آمد"
    followed = RecordVisit(
        started=desk.clock.at,
        outcome="followed",
        follows=(sealed, recorded.taken[0].request_id),
        note="باز آمد",
    )
    record_visit(desk.book, followed)
    assert last(desk.book, sealed).facts["text"] == "باز آمد"
    with desk.book.reader.look() as db:
        rows = db.execute("SELECT bytes, beside FROM event WHERE kind = 'visit'").fetchall()
    for data, beside in rows:
        assert sealed.encode() not in data
        assert read_event(data).body.get("service", "") == ""
        assert beside == b""


def test_a_silent_visit_writes_nothing_more_on_it(desk: Desk) -> None:
    command = RecordVisit(desk.clock.at, "taken", matters=(asked(**WRONGDOING),))
    (taken,) = record_visit(desk.book, command).taken
    assert [item.type for item in shown(desk.book, taken.request_id).timeline] == ["Registered"]


def test_looking_at_it_is_noted_for_its_audience_alone(desk: Desk, signed_in: As) -> None:
    taken = took(signed_in("officer"), **WRONGDOING)
    look_at(desk.book, taken.request_id)
    with desk.book.reader.look() as db:
        rows = db.execute("SELECT bytes, audience FROM event WHERE type = 'Looked'").fetchall()
        assert db.execute("SELECT count(*) FROM fact WHERE kind = 'look'").fetchone()[0] == 0
    ((data, audience),) = rows
    assert audience == "oversight"
    assert taken.request_id.encode() not in data


def test_it_is_never_joined_with_an_open_one(desk: Desk) -> None:
    sealed, plain = took(desk.book, **WRONGDOING), took(desk.book, "آب")
    for one, into in ((sealed, plain), (plain, sealed)):
        with pytest.raises(UserMistake) as wrong:
            join_requests(desk.book, one.request_id, into.request_id)
        assert mistakes(wrong) == {("into", "join.sealed")}


def test_what_was_recorded_in_the_open_cannot_be_sealed_later(desk: Desk) -> None:
    taken = took(desk.book)
    with pytest.raises(UserMistake) as wrong:
        correct_request(desk.book, Correct(taken.request_id, {"kind": "گزارش تخلف"}, "دلیل"))
    assert mistakes(wrong) == {("kind", "kind.sealed")}
    sealed = took(desk.book, **WRONGDOING)
    correct_request(desk.book, Correct(sealed.request_id, {"kind": "شکایت"}, "دلیل"))
    assert shown(desk.book, sealed.request_id).fields["kind"] == "complaint"


def test_an_erased_one_opens_for_nobody(desk: Desk, signed_in: As) -> None:
    taken = took(desk.book, **WRONGDOING)
    with pytest.raises(NotAllowed):
        erase_personal(signed_in("officer"), taken.request_id, "حکم")
    erase_personal(desk.book, taken.request_id, "حکم دادگاه")
    assert desk.book.queries.request(taken.request_id) is None
    assert desk.book.queries.sealed_for_me() == []


def test_one_row_of_a_sealed_request_is_recorded_once_by_its_audience(desk: Desk) -> None:
    first = took(desk.book, row=b"row", **WRONGDOING)
    again = took(desk.book, row=b"row", **WRONGDOING)
    assert again.already
    assert again.tracking_code == first.tracking_code


def test_a_lost_receipt_of_it_is_acknowledged_under_the_new_number_only(desk: Desk) -> None:
    taken = took(desk.book, **WRONGDOING)
    facts = {"follow_up": taken.follow_up, "card": ""}
    reissue_receipt(desk.book, Reissue(taken.request_id, facts, "علی احمدی"))
    again = shown(desk.book, taken.request_id)
    with desk.book.reader.look() as db:
        rows = db.execute("SELECT bytes FROM event WHERE type = 'Reissued'").fetchall()
    (body,) = [read_event(data).body for (data,) in rows]
    assert again.follow_up != taken.follow_up
    assert body["mark"] == receipt_mark(taken.tracking_code, again.follow_up)

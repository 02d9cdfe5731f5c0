"""Open, closed, voided, withdrawn; priority and holder; conflicts settled; two made one."""

from collections.abc import Callable
from typing import Any

import pytest

from desk_app.cli.shown import shown_request
from desk_app.ports.book import Book
from desk_app.ports.queries import Filter
from desk_app.records.errors import UserMistake
from desk_app.records.event import Event
from desk_app.services.correct import Correct, correct_request, erase_personal
from desk_app.services.follow_up import Answer, Refer, answer_request, refer_request
from desk_app.services.standing import (
    Settle,
    assign,
    close_request,
    extend_due,
    join_requests,
    prioritise,
    reopen_request,
    settle_conflict,
    void_request,
    withdraw_request,
)
from tests.db.desks import Desk, carry
from tests.services.told import ALI, last, mistakes, shown, took


def refused(deed: Callable[[], object]) -> set[tuple[str, str]]:
    with pytest.raises(UserMistake) as wrong:
        deed()
    return mistakes(wrong)


def test_an_answered_request_is_closed_without_more_words(desk: Desk) -> None:
    taken = took(desk.book)
    assert refused(lambda: close_request(desk.book, taken.request_id)) == {
        ("reason", "close.unanswered")
    }
    answer = answer_request(desk.book, Answer(taken.request_id, "granted"))
    close_request(desk.book, taken.request_id)
    view = shown(desk.book, taken.request_id)
    assert view.hit.status == "closed"
    assert view.timeline[-1].facts["answer"] == answer.id
    assert refused(lambda: close_request(desk.book, taken.request_id, "باز")) == {
        ("code", "request.closed")
    }


def test_an_open_referral_asks_for_a_reason_and_stays_pending(desk: Desk) -> None:
    taken = took(desk.book)
    refer_request(desk.book, Refer(taken.request_id, "بررسی", unit="u5"))
    answer_request(desk.book, Answer(taken.request_id, "granted"))
    assert refused(lambda: close_request(desk.book, taken.request_id)) == {
        ("reason", "close.referred")
    }
    close_request(desk.book, taken.request_id, "پاسخ کافی است")
    assert shown(desk.book, taken.request_id).action_pending


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (lambda book, name: close_request(book, name, "دلیل"), "closed"),
        (lambda book, name: void_request(book, name, "دوباره ثبت شد"), "voided"),
        (withdraw_request, "withdrawn"),
    ],
)
def test_what_ended_is_opened_again_with_a_reason(
    desk: Desk, change: Callable[[Book, str], Event], status: str
) -> None:
    taken = took(desk.book)
    assert refused(lambda: reopen_request(desk.book, taken.request_id, "دلیل")) == {
        ("code", "request.open")
    }
    change(desk.book, taken.request_id)
    assert shown(desk.book, taken.request_id).hit.status == status
    assert refused(lambda: prioritise(desk.book, taken.request_id, "urgent")) == {
        ("code", f"request.{status}")
    }
    assert refused(lambda: reopen_request(desk.book, taken.request_id, "")) == {
        ("reason", "reason.missing")
    }
    reopen_request(desk.book, taken.request_id, "اعتراض وارد بود")
    view = shown(desk.book, taken.request_id)
    assert (view.hit.status, view.conflicts) == ("open", ())


def test_the_code_of_a_voided_request_is_never_used_again(desk: Desk) -> None:
    taken = took(desk.book)
    assert refused(lambda: void_request(desk.book, taken.request_id, " ")) == {
        ("reason", "reason.missing")
    }
    void_request(desk.book, taken.request_id, "اشتباه")
    assert refused(lambda: took(desk.book, "دیگر", code=taken.tracking_code)) == {
        ("tracking_code", "code.used")
    }


def test_who_takes_a_request_back_is_told_without_a_name(desk: Desk) -> None:
    taken = took(desk.book)
    assert refused(lambda: withdraw_request(desk.book, taken.request_id, by="علی")) == {
        ("by", "by.unknown")
    }
    withdraw_request(desk.book, taken.request_id, "مشکل حل شد", "presenter")
    assert last(desk.book, taken.request_id).facts == {"reason": "مشکل حل شد", "by": "presenter"}


def test_priority_and_holder_are_shown(desk: Desk) -> None:
    taken = took(desk.book)
    prioritise(desk.book, taken.request_id, "urgent", "بیمار است")
    assign(desk.book, taken.request_id, "p3")
    assert last(desk.book, taken.request_id).facts["title"] == "کارشناس مسئول امور شهری و روستایی"
    assign(desk.book, taken.request_id, "sara", "سارا امینی")
    view = shown(desk.book, taken.request_id)
    assert (view.priority, view.holder) == ("urgent", "sara")
    assign(desk.book, taken.request_id, "omid")
    assert "title" not in last(desk.book, taken.request_id).facts
    assert refused(lambda: prioritise(desk.book, taken.request_id, "now")) == {
        ("priority", "priority.unknown")
    }
    assert refused(lambda: assign(desk.book, taken.request_id, "")) == {
        ("holder", "holder.missing")
    }


def apart(desk: Desk, other: Desk, deed: Callable[[Book, str, int], object]) -> str:
    """A request on which both desks did something before they heard of each other."""
    taken = took(desk.book)
    carry(desk, other)
    deed(desk.book, taken.request_id, 0)
    deed(other.book, taken.request_id, 1)
    carry(other, desk)
    return taken.request_id


def settle(desk: Desk, request_id: str, at: int = -1) -> str:
    (conflict,) = shown(desk.book, request_id).conflicts
    choice = conflict.values[at]
    settle_conflict(
        desk.book, Settle(request_id, conflict.register, choice[0], "با تلفن پرسیده شد")
    )
    return str(choice[1])


@pytest.mark.parametrize(
    "deed",
    [
        lambda book, name, n: (close_request, void_request)[n](book, name, "دلیل"),
        lambda book, name, n: prioritise(book, name, ("urgent", "critical")[n]),
        lambda book, name, n: assign(book, name, ("p1", "p2")[n]),
        lambda book, name, n: extend_due(book, name, f"2030-01-0{n + 1}", "دلیل"),
        lambda book, name, n: correct_request(
            book, Correct(name, {"channel": ("letter", "phone")[n]}, "دلیل")
        ),
        lambda book, name, n: correct_request(
            book, Correct(name, {"party.0.last_name": ("محمدی", "محمودی")[n]}, "دلیل")
        ),
    ],
)
def test_a_conflict_is_settled_for_good(desk: Desk, other: Desk, deed: Any) -> None:
    request_id = apart(desk, other, deed)
    assert desk.book.queries.counts().conflicts == 1
    value = settle(desk, request_id)
    carry(desk, other)
    for each in (desk, other):
        view = shown(each.book, request_id)
        assert view.conflicts == ()
        assert last(each.book, request_id).facts["value"] == value
        assert last(each.book, request_id).facts["reason"] == "با تلفن پرسیده شد"
        assert each.book.queries.counts().conflicts == 0


def test_a_settled_standing_outlives_erasing_and_a_settled_name_does_not(
    desk: Desk, other: Desk
) -> None:
    closed = apart(
        desk, other, lambda book, name, n: (close_request, void_request)[n](book, name, "د")
    )
    status = settle(desk, closed, 0)
    erase_personal(desk.book, closed, "حکم")
    assert shown(desk.book, closed).hit.status == status
    names = ({"party.0.last_name": "محمدی"}, {"party.0.last_name": "محمودی"})
    named = apart(
        desk, other, lambda book, name, n: correct_request(book, Correct(name, names[n], "دلیل"))
    )
    settle(desk, named)
    erase_personal(desk.book, named, "حکم")
    view = shown(desk.book, named)
    assert (view.fields["party.0.last_name"], view.hit.visitor_name) == (None, "")


def test_only_a_value_in_conflict_can_be_chosen(desk: Desk, other: Desk) -> None:
    request_id = apart(desk, other, lambda book, name, n: assign(book, name, ("p1", "p2")[n]))
    assert refused(lambda: settle_conflict(desk.book, Settle(request_id, "status", "nowhere"))) == {
        ("register", "settle.no_conflict")
    }
    assert refused(lambda: settle_conflict(desk.book, Settle(request_id, "holder", "nowhere"))) == {
        ("choice", "settle.unknown_choice")
    }


def test_two_registrations_of_one_matter_are_joined(desk: Desk) -> None:
    first, second, third = (took(desk.book, name) for name in ("الف", "ب", "پ"))
    join_requests(desk.book, second.request_id, first.request_id, "دو بار ثبت شد")
    facts = last(desk.book, second.request_id).facts
    assert facts == {"into": first.request_id, "reason": "دو بار ثبت شد"}
    join_requests(desk.book, third.request_id, second.request_id)
    for one, into in ((first, first), (first, second), (first, third)):
        found = refused(
            lambda one=one, into=into: join_requests(  # type: ignore[misc]
                desk.book, one.request_id, into.request_id
            )
        )
        assert found in ({("into", "join.itself")}, {("into", "join.circle")})
    assert refused(lambda: join_requests(desk.book, first.request_id, "nowhere")) == {
        ("code", "request.not_here")
    }


def test_a_joined_request_waits_for_nothing_of_its_own(desk: Desk) -> None:
    first, second = took(desk.book, "الف"), took(desk.book, "ب")
    due = shown(desk.book, second.request_id).due
    soon = Filter(due_until=due)
    assert len(desk.book.queries.latest(narrow=soon)) == 2
    join_requests(desk.book, second.request_id, first.request_id)
    (left,) = desk.book.queries.latest(narrow=soon)
    assert left.request_id == first.request_id
    assert desk.book.queries.day(due).due_today == 1
    view = shown(desk.book, second.request_id)
    assert view.joined_into == (first.request_id,)
    assert (view.hit.status, view.due) == ("open", due)
    assert shown_request(view)["joined_into"] == [first.request_id]
    assert shown(desk.book, first.request_id).joined_into == ()
    known = desk.book.queries.known_person("i" + ALI.id_number)
    assert known is not None
    assert (known.requests, known.open_requests) == (2, 1)


def test_a_request_joined_to_one_that_has_not_arrived_can_be_joined_again(
    desk: Desk, other: Desk
) -> None:
    carry(desk, other)
    there, twin = took(other.book, "الف"), took(other.book, "ب")
    join_requests(other.book, twin.request_id, there.request_id)
    arrived = [
        each for each in other.entries() if each.entry.bytes.find(twin.request_id.encode()) >= 0
    ]
    carry(other, desk, arrived)
    here = took(desk.book, "پ")
    join_requests(desk.book, here.request_id, twin.request_id)
    assert last(desk.book, here.request_id).type == "Joined"

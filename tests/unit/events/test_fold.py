"""What the events of a request add up to, whatever order they came in."""

from itertools import permutations

from desk_app.records.fold import Recorded, fold_request
from desk_app.records.persons import Matter
from desk_app.records.request import RequestState
from tests.unit.events.making import REQUEST, event, registered


def folded(*recorded: Recorded) -> RequestState:
    states = [fold_request(REQUEST, order) for order in permutations(recorded)]
    assert all(state == states[0] for state in states[1:])
    return states[0]


def test_a_registration_alone_is_open_with_its_people() -> None:
    state = folded(registered())
    assert state.status == "open"
    assert [person and person.first_name for person in state.persons] == ["زهرا"]
    assert state.matter == Matter(subject="آب روستا", text="متن")


def test_an_id_counts_once_however_often_it_is_recorded() -> None:
    note = event(1, "Noted", {"text": 0}, "یک بار")
    state = fold_request(REQUEST, [registered(), note, note, registered()])
    assert state.events == 2


def test_two_referrals_at_once_are_both_open_until_each_comes_back() -> None:
    first, second = event(1, "Referred", {"unit": "a"}), event(2, "Referred", {"unit": "b"})
    assert len(folded(registered(), first, second).open_referrals) == 2
    back = event(3, "Returned", {"referral": first.event.id})
    state = folded(registered(), first, second, back)
    assert [referral.event for referral in state.open_referrals] == [second.event.id]


def test_a_status_that_both_hands_changed_unseen_is_a_conflict_shown_by_rank() -> None:
    officer = event(5, "Closed")
    supervisor = event(3, "Voided", role="supervisor")
    state = folded(registered(), officer, supervisor)
    assert state.standing == "voided"
    assert [head.value for head in state.conflicts["status"]] == ["voided", "closed"]


def test_one_event_that_replaces_all_heads_settles_a_conflict() -> None:
    closed, voided = event(5, "Closed"), event(3, "Voided")
    settled = event(
        7,
        "Settled",
        {"register": "status", "value": "closed"},
        role="supervisor",
        replaces=(closed.event.id, voided.event.id),
    )
    state = folded(registered(), closed, voided, settled)
    assert state.standing == "closed"
    assert not state.conflicts


def test_two_hands_that_write_the_same_value_agree() -> None:
    state = folded(registered(), event(1, "Closed"), event(2, "Closed"))
    assert not state.conflicts


def test_only_a_reopening_that_saw_the_closing_undoes_it() -> None:
    closed = event(1, "Closed")
    unseen = event(2, "Reopened")
    assert "status" in folded(registered(), closed, unseen).conflicts
    seen = event(2, "Reopened", replaces=(closed.event.id,))
    state = folded(registered(), closed, seen)
    assert state.standing == "open"
    assert not state.conflicts


def test_work_that_is_open_on_a_closed_request_is_pending() -> None:
    state = folded(registered(), event(2, "Closed"), event(1, "Referred", {"unit": "a"}))
    assert state.standing == "closed"
    assert state.action_pending


def test_corrections_of_one_field_unseen_by_each_other_are_a_conflict_of_that_field_alone() -> None:
    first = event(1, "Corrected", {"held": {"matter.subject": 0}}, "آب")
    second = event(2, "Corrected", {"held": {"matter.subject": 0}, "fields": {"topic": "t"}}, "گاز")
    state = folded(registered(), first, second)
    assert list(state.conflicts) == ["field:matter.subject"]
    assert state.value("topic") == "t"


def test_completing_fills_only_what_was_empty() -> None:
    completed = event(
        1, "Completed", {"parties": {"0": 0}}, {"last_name": "محمدی", "mobile": "09350000000"}
    )
    state = folded(registered(), completed)
    assert state.value("party.0.last_name") == "محمدی"
    assert state.value("party.0.mobile") is None


def test_completing_counts_even_when_its_clock_ran_behind_the_registration() -> None:
    completed = event(0, "Completed", {"fields": {"code": "x", "topic": "t"}})
    state = folded(registered(at=500), completed)
    assert state.value("topic") == "t"
    assert state.value("code") is None


def test_an_answer_supersedes_an_earlier_one_by_name() -> None:
    first = event(1, "Answered", {"result": "refused"})
    second = event(2, "Answered", {"result": "granted", "supersedes": first.event.id})
    state = folded(registered(), first, second)
    assert [answer.body.result for answer in state.current_answers] == ["granted"]
    assert state.status == "answered"


def test_an_answer_to_a_referral_brings_it_back() -> None:
    referred = event(1, "Referred", {"unit": "a"})
    answered = event(2, "Answered", {"result": "granted", "referral": referred.event.id})
    assert not folded(registered(), referred, answered).open_referrals


def test_telling_counts_once_per_answer_channel_and_address() -> None:
    answered = event(1, "Answered", {"result": "granted"})
    body = {"answer": answered.event.id, "channel": "sms", "address_key": "k"}
    state = folded(registered(), answered, event(2, "Told", body), event(3, "Told", body))
    assert len(state.told) == 1


def test_a_spoiled_sheet_keeps_its_number_for_the_next_good_one() -> None:
    body = {"document": "receipt", "copy": 1, "paper": "a6"}
    out, spoiled = event(1, "Printed", body), event(2, "Printed", {**body, "spoiled": True})
    assert folded(registered(), out, spoiled).copies == 0
    assert folded(registered(), out, spoiled, event(3, "Printed", body)).copies == 1


def test_a_body_that_does_not_read_is_set_aside_and_blocks_nothing() -> None:
    broken = event(1, "Referred", {"unit": 7})
    state = folded(registered(), broken, event(2, "Closed"))
    assert state.unreadable == (broken.event.id,)
    assert state.standing == "closed"


def test_an_unknown_type_changes_nothing() -> None:
    assert folded(registered(), event(1, "Teleported")) == folded(registered())


def test_erased_values_leave_the_rest_of_the_request() -> None:
    whole = registered()
    state = fold_request(REQUEST, [Recorded(whole.event, {})])
    assert state.erased
    assert state.persons == [None]
    assert state.registered is not None
    assert state.registered.code == "42150700012313"


def test_writes_that_replace_each_other_in_a_circle_stay_as_a_conflict() -> None:
    first, second = event(1, "Closed"), event(2, "Voided")
    one = event(1, "Closed", replaces=(second.event.id,))
    two = event(2, "Voided", replaces=(first.event.id,))
    assert "status" in folded(registered(), one, two).conflicts

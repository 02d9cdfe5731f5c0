"""How the steps of a unit merge: taken on, papers asked for, drafted, sent back, approved."""

from desk_app.records.fold import Recorded, fold_request
from desk_app.records.request import RequestState
from desk_app.records.unit_work import drafts_to_approve, stage_of
from tests.unit.events.making import REQUEST, event, registered

REFERRED = event(10, "Referred", {"unit": "u1"})
REFERRAL = REFERRED.event.id


def drafted(at: int, supersedes: str = "", result: str = "granted") -> Recorded:
    body = {"referral": REFERRAL, "result": result, "reason": 0, "supersedes": supersedes}
    return event(at, "Drafted", body, "به استناد ماده ۵")


def sent_back(at: int, draft: Recorded) -> Recorded:
    return event(at, "DraftReturned", {"draft": draft.event.id, "reason": 0}, "مستند شود")


def approved(at: int, draft: Recorded) -> Recorded:
    body = {"result": "granted", "draft": draft.event.id, "referral": REFERRAL}
    return event(at, "Answered", body)


def papers(at: int, *names: str) -> Recorded:
    return event(at, "PapersAsked", {"referral": REFERRAL, "papers": list(names)})


def state_of(*events: Recorded) -> RequestState:
    return fold_request(REQUEST, [registered(), REFERRED, *events])


def stage(*events: Recorded) -> str:
    state = state_of(*events)
    return stage_of(state, state.referrals[REFERRAL])


def test_a_referral_is_new_then_taken_on_by_whoever_was_first() -> None:
    accepted = event(11, "Accepted", {"referral": REFERRAL})
    assert stage() == "new"
    assert stage(accepted) == "accepted"
    assert state_of(event(12, "Accepted", {"referral": REFERRAL}), accepted).accepted == {
        REFERRAL: "rezaei"
    }


def test_a_draft_waits_is_sent_back_and_is_written_again() -> None:
    first = drafted(11)
    again = drafted(13, supersedes=first.event.id)
    assert stage(first) == "drafted"
    assert stage(first, sent_back(12, first)) == "sent_back"
    assert stage(first, sent_back(12, first), again) == "drafted"
    waiting = drafts_to_approve(state_of(first, sent_back(12, first), again))
    assert [(draft.event, draft.reason) for draft in waiting] == [
        (again.event.id, "به استناد ماده ۵")
    ]


def test_an_approval_outweighs_a_sending_back_that_did_not_know_of_it() -> None:
    draft = drafted(11)
    state = state_of(draft, sent_back(13, draft), approved(12, draft))
    assert state.drafts[draft.event.id].standing == "approved"
    assert state.status == "answered"
    assert stage_of(state, state.referrals[REFERRAL]) == "gone"
    assert drafts_to_approve(state) == []


def test_a_draft_approved_by_two_heads_apart_is_one_answer() -> None:
    draft = drafted(11)
    first, second = approved(12, draft), approved(13, draft)
    state = state_of(draft, second, first)
    assert [answer.event for answer in state.current_answers] == [first.event.id]


def test_asking_for_papers_gives_the_request_back_to_the_desk_as_lacking_them() -> None:
    state = state_of(papers(11, "شناسنامه", "وکالت‌نامه"))
    assert state.status == "papers"
    assert state.awaited_papers == ("شناسنامه", "وکالت‌نامه")
    assert not state.open_referrals


def test_a_paper_that_was_brought_is_no_longer_awaited() -> None:
    brought = event(12, "Documented", {"blob": "x", "paper": "شناسنامه"})
    earlier = event(9, "Documented", {"blob": "x", "paper": "وکالت‌نامه"})
    state = state_of(papers(11, "شناسنامه", "وکالت‌نامه"), brought, earlier)
    assert state.awaited_papers == ("وکالت‌نامه",)


def test_what_was_referred_again_or_answered_waits_for_no_paper() -> None:
    asked = papers(11, "شناسنامه")
    assert state_of(asked, event(12, "Referred", {"unit": "u1"})).status == "referred"
    answered = state_of(asked, event(12, "Answered", {"result": "granted"}))
    assert (answered.status, answered.awaited_papers) == ("answered", ())

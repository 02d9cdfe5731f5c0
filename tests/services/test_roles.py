"""Who may do what: every role at every deed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from db.blobs import ScanStore
from desk_app.ports.book import Book, OfficeFacts
from desk_app.records.errors import DeskError, NotAllowed
from desk_app.records.roles import MAY, may
from desk_app.services import (
    correct,
    follow_up,
    handed_in,
    lost_receipts,
    office,
    papers,
    presence,
    standing,
    survey,
    unit_work,
    visits,
)
from desk_app.services.register import register_request
from tests.db.desks import Desk
from tests.services.conftest import As
from tests.services.told import asked, took

ALL = "officer expert supervisor admin centre"
DESK = "officer supervisor admin"
SEES = "officer expert supervisor admin"
UNIT = "expert supervisor admin"
ANSWERS = "officer supervisor admin centre"
LEADS = "supervisor admin"
ABOVE = "supervisor admin centre"
Deed = Callable[[Book, str, Path], object]

DEEDS: dict[str, tuple[str, Deed]] = {
    "register": (DESK, lambda book, name, _: register_request(book, asked("تازه"))),
    "visit": (
        DESK,
        lambda book, name, _: visits.record_visit(book, visits.RecordVisit(1, "informed")),
    ),
    "end visit": (DESK, lambda book, name, _: visits.end_visit(book, name)),
    "note": (SEES, lambda book, name, _: follow_up.note_request(book, name, "متن")),
    "call": (DESK, lambda book, name, _: follow_up.note_call(book, name)),
    "refer": (
        DESK,
        lambda book, name, _: follow_up.refer_request(book, follow_up.Refer(name, "د", unit="u5")),
    ),
    "return": (DESK, lambda book, name, _: follow_up.return_referral(book, name, "دلیل")),
    "answer": (
        ANSWERS,
        lambda book, name, _: follow_up.answer_request(book, follow_up.Answer(name, "granted")),
    ),
    "tell": (
        DESK,
        lambda book, name, _: follow_up.tell_answer(book, follow_up.Tell(name, "desk")),
    ),
    "survey": (
        DESK,
        lambda book, name, _: survey.record_survey(book, survey.Survey(name, "f", {"ادب": 5})),
    ),
    "complete": (
        DESK,
        lambda book, name, _: correct.complete_request(
            book, correct.Complete(name, {"topic": "t1"})
        ),
    ),
    "bring": (
        DESK,
        lambda book, name, _: handed_in.bring_papers(book, handed_in.BringPapers(name, ("سند",))),
    ),
    "correct": (
        DESK,
        lambda book, name, _: correct.correct_request(
            book, correct.Correct(name, {"topic": "t1"}, "دلیل")
        ),
    ),
    "erase": (ABOVE, lambda book, name, _: correct.erase_personal(book, name, "حکم")),
    "print": (SEES, lambda book, name, _: papers.record_printed(book, name, "request_sheet", "a4")),
    "receipt": (DESK, lambda book, name, _: papers.record_printed(book, name, "receipt", "a6")),
    "reissue": (
        DESK,
        lambda book, name, _: lost_receipts.reissue_receipt(
            book, lost_receipts.Reissue(name, {"mobile": "09121234567", "card": ""}, "علی")
        ),
    ),
    "reserve": (LEADS, lambda book, name, _: papers.reserve_codes(book, 1)),
    "scan": (
        SEES,
        lambda book, name, folder: papers.attach_scan(
            book, ScanStore(folder, bytes(32)), name, b"%PDF"
        ),
    ),
    "extend": (ABOVE, lambda book, name, _: standing.extend_due(book, name, "2030-01-01", "دلیل")),
    "prioritise": (DESK, lambda book, name, _: standing.prioritise(book, name, "urgent")),
    "assign": (LEADS, lambda book, name, _: standing.assign(book, name, "p3")),
    "close": (DESK, lambda book, name, _: standing.close_request(book, name, "دلیل")),
    "reopen": (ABOVE, lambda book, name, _: standing.reopen_request(book, name, "دلیل")),
    "void": (LEADS, lambda book, name, _: standing.void_request(book, name, "دلیل")),
    "withdraw": (DESK, lambda book, name, _: standing.withdraw_request(book, name)),
    "join": (DESK, lambda book, name, _: standing.join_requests(book, name, "nowhere")),
    "settle": (
        ABOVE,
        lambda book, name, _: standing.settle_conflict(book, standing.Settle(name, "due", "x")),
    ),
    "look": (SEES, lambda book, name, _: presence.look_at(book, name)),
    "search": (SEES, lambda book, name, _: presence.note_search(book, "searched", 1)),
    "accept": (UNIT, lambda book, name, _: unit_work.accept_referral(book, name)),
    "not ours": (UNIT, lambda book, name, _: unit_work.return_not_ours(book, name, "دلیل")),
    "ask papers": (
        UNIT,
        lambda book, name, _: unit_work.ask_for_papers(
            book, unit_work.AskPapers(name, ("سند",), "دلیل")
        ),
    ),
    "draft": (
        UNIT,
        lambda book, name, _: unit_work.draft_answer(book, follow_up.Answer(name, "granted")),
    ),
    "approve": (LEADS, lambda book, name, _: unit_work.approve_draft(book, name)),
    "send back": (LEADS, lambda book, name, _: unit_work.send_back_draft(book, name, "دلیل")),
    "name office": (
        ABOVE,
        lambda book, name, _: office.name_office(book, OfficeFacts("1001", "الف", "ب", "3")),
    ),
    "keys": (ABOVE, lambda book, name, _: office.publish_keys(book, "above", (_KEY,))),
    "officer": (
        ABOVE,
        lambda book, name, _: office.add_officer(book, office.NewOfficer("x", "ی", "officer")),
    ),
    "withdraw officer": (ABOVE, lambda book, name, _: office.withdraw_officer(book, "x")),
    "items": (ABOVE, lambda book, name, _: office.set_items(book, [])),
    "drop item": (ABOVE, lambda book, name, _: office.drop_item(book, "unit", "u1")),
    "closure": (ABOVE, lambda book, name, _: office.announce_closure(book, 8, "2027-01-02", "برف")),
    "cancel closure": (ABOVE, lambda book, name, _: office.cancel_closure(book, 8, name)),
    "calendar": (ABOVE, lambda book, name, _: office.set_calendar(book, 8, {"version": "2"})),
}
_KEY = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"


@pytest.mark.parametrize("role", ALL.split())
def test_each_role_does_what_it_may_and_nothing_else(
    desk: Desk, signed_in: As, tmp_path: Path, role: str
) -> None:
    book = signed_in(role)
    for name, (roles, deed) in DEEDS.items():
        taken = took(desk.book, f"موضوع {name}")
        before = len(desk.entries())
        try:
            deed(book, taken.request_id, tmp_path / "scans")
        except NotAllowed as refused:
            assert role not in roles.split(), name
            assert refused.code in ("role.not_allowed", "unit.head_only")
            assert len(desk.entries()) == before
        except DeskError:
            # It was let in, and found that there is nothing of the kind to be done.
            assert role in roles.split(), name
        else:
            assert role in roles.split(), name


def test_a_role_that_nobody_knows_may_nothing() -> None:
    assert not any(may("king", deed) for deeds in MAY.values() for deed in deeds)

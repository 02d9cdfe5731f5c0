"""A request sealed to a few: read by them, and nowhere to be met by anyone else."""

import json
from dataclasses import asdict

import pytest

from db.jobs import BookJobs
from desk_app.cli.shown import shown_hit, shown_request
from desk_app.ports.book import Officer
from desk_app.ports.printers import JobState
from desk_app.records.errors import UserMistake
from desk_app.records.jalali import local_date
from desk_app.services.parties import PartyTold
from desk_app.services.register import RegisterRequest, Taken, register_request
from desk_app.sync.enrol import Candidate, join_alone
from desk_app.sync.rounds import one_round
from tests.centres import Headquarters
from tests.db.desks import KEY, Desk, register
from tests.privacy.following import EVERYBODY, followed, scans_of, taken, waiting_paper
from tests.privacy.markers import PERSON, TEXTS, told_by, words_of
from tests.privacy.opening import lite_files, pages_of, tables_of

WORDS = words_of([*PERSON.values(), *TEXTS.values()])
CLERK = Officer("one-clerk", "علی کاظمی", "officer")


def _sealed(desk: Desk, **told: object) -> Taken:
    """Taken by a clerk who may not read it again."""
    asked = RegisterRequest(
        kind=str(told.get("kind", "wrongdoing")),
        about_office=bool(told.get("about_office")),
        subject=TEXTS["subject"],
        text=TEXTS["body"],
        parties=(PartyTold(person=EVERYBODY),),
        row=b"a row of a file " + TEXTS["body"].encode(),
    )
    clerk = desk.again(CLERK)
    try:
        return register_request(clerk, asked)
    finally:
        clerk.close()


@pytest.mark.parametrize("told", [{}, {"kind": "complaint", "about_office": True}])
def test_nobody_else_meets_it_in_any_query_count_or_table(
    desk: Desk, told: dict[str, object]
) -> None:
    register(desk, "آب روستا")
    clerk = desk.again(CLERK)
    queries = clerk.queries
    today = local_date(desk.clock.at).isoformat()
    before = (queries.counts().requests, queries.day(today), queries.latest())
    sealed = _sealed(desk, **told)
    assert (queries.counts().requests, queries.day(today), queries.latest()) == before
    for asked in (*WORDS, sealed.tracking_code, sealed.follow_up):
        assert queries.find(asked) == []
    assert queries.request(sealed.tracking_code) is queries.request(sealed.request_id) is None
    assert queries.known_person("i" + PERSON["national_id"]) is None
    assert queries.sealed_for_me() == []
    status = json.dumps(asdict(queries.counts()), ensure_ascii=False)
    inside = {
        "status": status.encode(),
        "tables": tables_of(desk.engines.reader).encode(),
        "pages": pages_of(desk.engines.path, KEY),
    }
    assert told_by(inside, {*WORDS, sealed.tracking_code}) == {}
    clerk.close()


def test_its_audience_reads_it_whole(desk: Desk) -> None:
    sealed = _sealed(desk)
    (hit,) = desk.book.queries.sealed_for_me()
    view = desk.book.queries.request(sealed.tracking_code)
    assert view is not None
    assert shown_hit(hit)["subject"] == TEXTS["subject"]
    assert shown_request(view)["text"] == TEXTS["body"]


def test_what_happens_to_it_stays_under_its_seal(desk: Desk) -> None:
    request = taken(desk.book, "wrongdoing")
    followed(desk, desk.book, request)
    found = pages_of(desk.engines.path, KEY)
    assert told_by({"pages": found}, WORDS) == {}
    assert len(scans_of(desk).names()) == 1


def test_a_row_read_again_is_answered_to_whoever_has_the_row(desk: Desk) -> None:
    first, again = _sealed(desk), _sealed(desk)
    assert (again.request_id, again.tracking_code) == (first.request_id, first.tracking_code)
    assert (again.already, again.sealed) == (True, None)
    assert len(desk.book.queries.sealed_for_me()) == 1


def test_its_receipt_waits_for_the_printer_in_memory_alone(desk: Desk) -> None:
    sealed = _sealed(desk)
    jobs, job = waiting_paper(desk, sealed.request_id)
    assert [each.id for each in jobs.pending()] == [job.id]
    assert PERSON["last_name"].encode() in (jobs.document(job.id) or b"")
    assert told_by({"pages": pages_of(desk.engines.path, KEY)}, WORDS) == {}
    assert BookJobs(desk.book, desk.clock).pending() == []
    assert jobs.update(job, JobState.WAITING)
    assert not jobs.update(job, JobState.PRINTING)


def test_neither_centre_nor_another_counter_reads_it(
    desk: Desk, other: Desk, centre: Headquarters
) -> None:
    for each in (desk, other):
        candidate = Candidate(centre.address, centre.code())
        join_alone(each.line, candidate, each.clock, each.entropy)
    sealed = _sealed(desk)
    request = taken(desk.book, "wrongdoing")
    followed(desk, desk.book, request)
    for each in (desk, other):
        assert one_round(each.line, each.clock, each.entropy).state == "ok"
    database = desk.folder.parent / "centre" / "central.db"
    found = {
        "centre": lite_files(database),
        "other": pages_of(other.engines.path, KEY),
    }
    assert told_by(found, {*WORDS, sealed.tracking_code}) == {}
    assert other.book.queries.counts().requests == 0
    assert other.book.queries.request(request) is None


def test_a_repeat_of_it_is_not_given_away(desk: Desk) -> None:
    _sealed(desk)
    open_one = RegisterRequest(
        kind="request", subject=TEXTS["subject"], parties=(PartyTold(person=EVERYBODY),)
    )
    clerk = desk.again(CLERK)
    assert register_request(clerk, open_one).audience == ""
    with pytest.raises(UserMistake, match=r"request\.repeat"):
        register_request(clerk, open_one)
    clerk.close()

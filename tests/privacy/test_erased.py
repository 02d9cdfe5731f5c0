"""After an erasure nothing of the person is anywhere, while chains and counts stand."""

from pathlib import Path

from db.rebuild import fingerprint, rebuild
from desk_app.services.correct import erase_personal
from desk_app.sync.enrol import Candidate, join_alone
from desk_app.sync.rounds import one_round
from tests.centres import Headquarters
from tests.db.desks import KEY, Desk, register
from tests.privacy.following import followed, scans_of, taken, waiting_paper
from tests.privacy.markers import PERSON, TEXTS, told_by, words_of
from tests.privacy.opening import lite_files, pages_of

WORDS = words_of([*PERSON.values(), *TEXTS.values()])


def _join(desk: Desk, centre: Headquarters) -> None:
    candidate = Candidate(centre.address, centre.code())
    join_alone(desk.line, candidate, desk.clock, desk.entropy)


def _synced(*desks: Desk) -> None:
    for each in (*desks, *desks):
        assert one_round(each.line, each.clock, each.entropy).state == "ok"


def test_no_replica_and_no_centre_holds_a_word_of_an_erased_request(
    desk: Desk, other: Desk, centre: Headquarters, tmp_path: Path
) -> None:
    for number in range(30):
        register(desk, f"راه روستا {number}", name=f"رضا همسایه{number}")
    _join(desk, centre)
    _join(other, centre)
    request = taken(desk.book)
    followed(desk, desk.book, request)
    jobs, job = waiting_paper(desk, request)
    _synced(desk, other)
    centre.project()
    places = {"desk": KEY, "other": KEY}
    before = {name: pages_of(tmp_path / name / "book.db", key) for name, key in places.items()}
    assert set(told_by(before, WORDS)) == {"desk", "other"}
    database = tmp_path / "centre" / "central.db"
    assert told_by({"centre": lite_files(database)}, WORDS)
    requests = desk.book.queries.counts().requests

    erase_personal(desk.book, request, "حکم دادگاه")
    assert jobs.get(job.id) is None
    assert jobs.document(job.id) is None
    _synced(desk, other)
    centre.project()

    after = {name: pages_of(tmp_path / name / "book.db", key) for name, key in places.items()}
    after["centre"] = lite_files(database)
    assert told_by(after, WORDS) == {}
    assert scans_of(desk).names() == []
    for each in (desk, other):
        assert each.book.queries.counts().requests == requests
        view = each.book.queries.request(request)
        assert view is not None
        assert view.erased
        with each.engines.writer.begin() as connection:
            here = fingerprint(connection)
            rebuild(connection)
            assert fingerprint(connection) == here
    assert centre.verify().problems == []
    assert centre.counts().requests == requests


def test_a_scan_that_another_request_holds_too_stays(desk: Desk) -> None:
    first, second = taken(desk.book), taken(desk.book)
    followed(desk, desk.book, first)
    followed(desk, desk.book, second)
    (name,) = scans_of(desk).names()
    erase_personal(desk.book, first, "حکم دادگاه")
    assert scans_of(desk).names() == [name]
    erase_personal(desk.book, second, "حکم دادگاه")
    assert scans_of(desk).names() == []

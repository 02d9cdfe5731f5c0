"""What the book tells of its line: rounds over restarts, what waits, what would be lost."""

from pathlib import Path

from db.line_reads import BookLineReads
from db.rounds import PLACES, keep_round
from desk_app.ports.line_page import ALL_WELL, RoundTold
from tests.db_safety.conftest import HandClock, clock, desk, home
from tests.db_safety.desks import Desk, register

__all__ = ["clock", "desk", "home"]


def test_rounds_are_kept_over_restarts_newest_first(desk: Desk, clock: HandClock) -> None:
    session = desk.open()
    keep_round(session.book, RoundTold(1_000, 20, 3, 0))
    keep_round(session.book, RoundTold(2_000, 10, 0, 7))
    session.close()
    session = desk.open()
    told = BookLineReads(session.book).rounds()
    session.close()
    assert [(one.at, one.sent, one.received, one.code) for one in told] == [
        (2_000, 0, 7, ALL_WELL),
        (1_000, 3, 0, ALL_WELL),
    ]


def test_rounds_that_fail_alike_and_move_nothing_are_one(desk: Desk) -> None:
    session = desk.open()
    for at in (1_000, 2_000, 3_000):
        keep_round(session.book, RoundTold(at, 5, 0, 0, "line.unreachable"))
    keep_round(session.book, RoundTold(4_000, 5, 2, 0, "line.unreachable"))
    newest, before = BookLineReads(session.book).rounds()
    session.close()
    assert (newest.at, newest.sent, newest.tries) == (4_000, 2, 1)
    assert (before.at, before.tries, before.last) == (1_000, 3, 3_005)


def test_the_ring_of_rounds_never_grows(desk: Desk) -> None:
    session = desk.open()
    for at in range(PLACES + 5):
        keep_round(session.book, RoundTold(at, 1, at, 0))
    told = BookLineReads(session.book).rounds(10 * PLACES)
    session.close()
    assert [one.at for one in told] == list(range(PLACES + 4, 4, -1))


def test_what_waits_is_told_by_code_and_subject_the_latest_first(
    desk: Desk, clock: HandClock
) -> None:
    session = desk.open()
    first = register(session)
    clock.pass_seconds(60)
    second = register(session)
    rows = BookLineReads(session.book).waiting()
    session.close()
    requests = [row for row in rows if row.kind == "request"]
    assert [row.code for row in requests] == [second, first]
    assert requests[0].since - requests[1].since == 60_000
    assert all(row.title and row.events == 1 and not row.refused for row in requests)
    assert {row.kind for row in rows} == {"request", "officer"}


def test_what_a_centre_acknowledged_waits_no_more(desk: Desk) -> None:
    session = desk.open()
    register(session)
    line = session.book
    with line.transaction() as turn:
        turn.db.execute("UPDATE log SET acked = seq WHERE own = 1")
    reads = BookLineReads(session.book)
    rows, risk = reads.waiting(), reads.at_risk()
    session.close()
    assert rows == []
    assert risk.safe
    assert risk.unsent == 0


def test_only_what_no_backup_and_no_mirror_holds_is_at_risk(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    session = desk.open()
    reads = BookLineReads(session.book)
    register(session)
    before = reads.at_risk()
    session.back_up(tmp_path / "backups")
    kept = reads.at_risk()
    late = register(session)
    after = reads.at_risk()
    session.close()
    assert (before.requests, before.safe) == (1, False)
    assert kept.safe
    assert kept.unsent == before.unsent == before.events
    assert kept.copied == {"backup": clock.ms}
    assert (after.codes, after.events, after.requests, after.others) == ((late,), 1, 1, 0)


def test_a_mirror_counts_as_a_copy(desk: Desk, tmp_path: Path) -> None:
    from db.mirror import Mirror

    session = desk.open()
    register(session)
    stick = tmp_path / "stick"
    stick.mkdir()
    mirror = Mirror(stick, session)
    mirror.catch_up()
    mirror.close()
    risk = BookLineReads(session.book).at_risk()
    session.close()
    assert risk.safe
    assert set(risk.copied) == {"mirror"}


def test_what_the_centre_refuses_is_told_first_and_stays_at_risk(desk: Desk) -> None:
    session = desk.open()
    refused = register(session)
    other = register(session)
    with session.book.transaction() as turn:
        seq = turn.own.seq - 1
        turn.ledger.alarm_refused(turn.own.id, seq)
        turn.db.execute("UPDATE log SET acked = seq WHERE own = 1")
    reads = BookLineReads(session.book)
    rows, risk = reads.waiting(), reads.at_risk()
    session.close()
    assert [(row.code, row.refused) for row in rows] == [(refused, True)]
    assert (risk.codes, risk.events) == ((refused,), 1)
    assert other not in risk.codes


def test_more_codes_than_wanted_are_told_to_be_more(desk: Desk) -> None:
    session = desk.open()
    codes = [register(session) for _ in range(3)]
    risk = BookLineReads(session.book).at_risk(2)
    session.close()
    assert risk.codes == (codes[2], codes[1])
    assert (risk.requests, risk.whole) == (3, False)

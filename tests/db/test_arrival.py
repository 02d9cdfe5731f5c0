"""What arrives: in any order, twice, under one id with two contents, at a taken place."""

import random
from pathlib import Path

import msgspec
import pytest

from db.line_book import NAMED_AT_MOST
from db.rebuild import fingerprint
from desk_app.ports.line import Enrolment, Placed
from desk_app.records import bodies as b
from desk_app.records.errors import MachineFault
from desk_app.records.event import Draft, Entry, Subject, canonical, read_event
from desk_app.records.hlc import wall_ms
from tests.db.desks import Desk, carry, make_desk, register, write
from tests.db.test_replicas import check_rebuilt


def _busy(desk: Desk) -> list[str]:
    """Some requests with events of every standing; their ids, oldest first."""
    ids = []
    for at in range(6):
        desk.clock.pass_ms(60_000)
        told = register(desk, f"آسفالت {at}", mobile=f"0912000000{at}")
        ids.append(told.id)
        write(desk, told.id, "Noted", b.Noted(text=0), "سخن")
    write(desk, ids[0], "Closed", b.StatusChange())
    write(desk, ids[1], "Referred", b.Referred(unit="u1", reason=0), "بررسی")
    return ids


def test_whatever_the_order_of_arrival_lists_are_the_same(desk: Desk, other: Desk) -> None:
    ids = _busy(desk)
    entries = desk.entries()
    random.Random(4).shuffle(entries)
    for at in range(0, len(entries), 7):
        other.line.receive(entries[at : at + 7], "c")
    for book in (desk.book, other.book):
        assert [hit.request_id for hit in book.queries.latest()] == ids[::-1]
        assert [hit.request_id for hit in book.queries.find("آسفالت")] == ids[::-1]
    assert check_rebuilt(desk) == check_rebuilt(other)


def test_what_arrives_again_changes_nothing(desk: Desk, other: Desk) -> None:
    _busy(desk)
    carry(desk, other)
    counts = other.book.queries.counts()
    with other.engines.writer.connect() as connection:
        before = fingerprint(connection)
    carry(desk, other)
    assert other.book.queries.counts() == counts
    with other.engines.writer.connect() as connection:
        assert fingerprint(connection) == before
    assert other.line.cursor() == "c1"


def test_a_late_registration_brings_its_earlier_remarks_with_it(desk: Desk, other: Desk) -> None:
    told = register(desk)
    write(desk, told.id, "Extended", b.Extended(due="2027-02-01", reason=0), "برف")
    *first, registered, extended = desk.entries()
    other.line.receive([extended], "c")
    assert other.book.queries.latest() == []
    other.line.receive([registered, *first], "c")
    assert [hit.due for hit in other.book.queries.latest()] == ["2027-02-01"]


def test_an_id_with_two_contents_counts_once_and_is_an_alarm(desk: Desk, other: Desk) -> None:
    told = register(desk, "آسفالت")
    *_, honest = desk.entries()
    event = read_event(honest.entry.bytes)
    twin = canonical(msgspec.structs.replace(event, role="centre", held=()))
    forged = Placed("0d5b6c1e-0000-7000-8000-000000000001", 1, Entry(twin, {}))
    desk.line.receive([forged], "c")
    other.line.receive([forged], "c")
    carry(desk, other)
    for each in (desk, other):
        assert each.book.queries.alarms() == [("id.twice", told.event.id)]
        assert len(each.book.queries.latest()) == 1
    assert check_rebuilt(desk) == check_rebuilt(other)


def test_other_bytes_at_a_taken_place_are_kept_and_are_an_alarm(desk: Desk, other: Desk) -> None:
    register(desk)
    first, second = desk.entries()[-2:]
    other.line.receive([first], "c")
    other.line.receive([Placed(first.log, first.seq, second.entry)], "c")
    assert [kind for kind, _ in other.book.queries.alarms()] == ["place.twice"]
    assert other.book.queries.counts().requests == 1


def test_a_lane_used_twice_shows_as_a_code_twice_and_both_stay(desk: Desk, other: Desk) -> None:
    clone = make_desk(other.folder / "clone", seed=9, lane=421_507)
    told = register(desk, "آسفالت")
    twin = register(clone, "پروانه")
    carry(desk, other)
    carry(clone, other)
    assert told.code == twin.code
    assert other.book.queries.alarms() == [("code.twice", told.code)]
    assert {hit.request_id for hit in other.book.queries.find(told.code)} == {told.id, twin.id}
    clone.book.close()


def test_more_of_the_own_log_than_is_here_is_an_alarm(desk: Desk) -> None:
    register(desk)
    *_, last = desk.entries()
    ahead = Placed(desk.log, last.seq + 1, Entry(canonical({"id": "x"}), {}))
    desk.line.receive([ahead], "c")
    assert ("log.ahead", desk.log) in desk.book.queries.alarms()


def test_what_no_program_can_read_is_kept_and_passed_over(desk: Desk, other: Desk) -> None:
    told = register(desk)
    log = "0d5b6c1e-0000-7000-8000-000000000001"
    event = read_event(desk.entries()[-1].entry.bytes)
    newer = msgspec.structs.replace(event, id="01a2658e-ff40-7f87-9496-be15c2e075c9", v=2)
    strange = [b"\xff", b"[" * 50_000, canonical(newer)]
    other.line.receive(
        [Placed(log, at + 1, Entry(data, {})) for at, data in enumerate(strange)], "c"
    )
    carry(desk, other)
    counts = other.book.queries.counts()
    assert (counts.requests, counts.parked) == (1, 3)
    assert [hit.request_id for hit in other.book.queries.latest()] == [told.id]


def test_values_that_do_not_fit_their_hashes_are_left_out(desk: Desk, other: Desk) -> None:
    register(desk, name="علی احمدی")
    *rest, last = desk.entries()
    spoiled = {
        name: held if at else msgspec.structs.replace(held, value=msgspec.Raw(b'"other"'))
        for at, (name, held) in enumerate(last.entry.beside.items())
    }
    other.line.receive([*rest, Placed(last.log, last.seq, Entry(last.entry.bytes, spoiled))], "c")
    assert other.book.queries.counts().requests == 1
    carry(desk, other)
    assert check_rebuilt(desk) == check_rebuilt(other)


def test_a_clock_far_ahead_does_not_move_ours(desk: Desk, other: Desk) -> None:
    desk.clock.pass_ms(86_400_000)
    register(desk)
    carry(desk, other)
    assert wall_ms(register(other).event.hlc) == other.clock.at


def test_a_clock_a_little_ahead_is_followed(desk: Desk, other: Desk) -> None:
    desk.clock.pass_ms(60_000)
    ahead = register(desk).event
    carry(desk, other)
    assert register(other).event.hlc > ahead.hlc


def test_sent_is_what_the_centre_holds(desk: Desk) -> None:
    told = register(desk)
    assert [hit.sent for hit in desk.book.queries.latest()] == [False]
    reach = desk.line.own_logs()[-1].seq
    changes = desk.line.acknowledge(desk.log, reach)
    assert changes.requests == {told.id}
    assert [hit.sent for hit in desk.book.queries.latest()] == [True]
    assert desk.book.queries.counts().unsent == 0
    desk.line.acknowledge(desk.log, reach - 1)
    assert [hit.sent for hit in desk.book.queries.latest()] == [False]
    desk.line.acknowledge(desk.log, reach + 5)
    assert desk.line.acknowledged(desk.log) == reach
    write(desk, told.id, "Noted", b.Noted(text=0), "سخن")
    assert [hit.sent for hit in desk.book.queries.latest()] == [False]


def test_going_on_in_a_new_log_re_records_what_the_centre_lacks(desk: Desk, other: Desk) -> None:
    held = register(desk)
    carry(desk, other)
    reach = desk.line.own_logs()[-1].seq
    desk.line.acknowledge(desk.log, reach)
    lacking = register(desk)
    log = "0d5b6c1e-0000-7000-8000-000000000001"
    position = desk.line.continue_in(log, 500_001, "fork")
    again = desk.line.entries(log, 0, 100)
    assert [read_event(placed.entry.bytes).type for placed in again] == [
        "Registered",
        "BookContinued",
    ]
    assert again[0].entry == desk.line.entries(desk.log, reach, 100)[0].entry
    assert desk.line.own_logs()[-1] == position
    assert register(desk).code.startswith("500001000001")
    assert desk.book.queries.counts().unsent == position.seq + 1
    assert [hit.sent for hit in desk.book.queries.latest()] == [False, False, True]
    desk.line.acknowledge(log, position.seq)
    sent = {hit.request_id: hit.sent for hit in desk.book.queries.latest()}
    assert (sent[held.id], sent[lacking.id]) == (True, True)
    other.line.receive(desk.line.entries(log, 0, 100), "c2")
    assert other.book.queries.counts().requests == 3
    record = desk.witness.read()
    assert record is not None
    assert (record.log, record.lane, record.opening) == (log, 500_001, None)


def test_a_lane_is_never_begun_twice(desk: Desk) -> None:
    with pytest.raises(MachineFault, match=r"lane\.used"):
        desk.line.continue_in("0d5b6c1e-0000-7000-8000-000000000001", 421_507, "fork")
    assert len(desk.line.own_logs()) == 1


def test_what_the_centre_gave_is_kept_and_spare_lanes_are_not_in_the_book(desk: Desk) -> None:
    register(desk)
    enrolment = Enrolment("https://centre", "aa", "device", "1001", bytes(32), "AGE-SECRET-KEY")
    desk.line.keep_enrolment(enrolment, (777_001, 777_002))
    assert desk.line.enrolment() == enrolment
    record = desk.witness.read()
    assert record is not None
    assert record.spare_lanes == (777_001, 777_002)
    desk.line.note_contact(desk.clock.at, desk.clock.at + 5)
    assert desk.book.queries.counts().last_sync == desk.clock.at
    with desk.engines.reader.connect() as connection:
        dumped = str(connection.exec_driver_sql("SELECT * FROM keeping").fetchall())
        dumped += str(connection.exec_driver_sql("SELECT * FROM setting").fetchall())
    assert "777001" not in dumped


def test_few_acknowledged_are_named_and_many_are_everything(desk: Desk) -> None:
    told = register(desk)
    own = desk.line.own_logs()[-1]
    desk.line.acknowledge(own.log, own.seq - 1)
    few = desk.line.acknowledge(own.log, own.seq)
    assert (few.requests, few.everything) == (frozenset({told.id}), False)
    with desk.book.writing() as pen:
        for at in range(NAMED_AT_MOST + 1):
            visit = Subject("visit", pen.new_id())
            pen.write(Draft(subject=visit, type="Visited", body={"started": at}))
    many = desk.line.acknowledge(own.log, desk.line.own_logs()[-1].seq)
    assert (many.visits, many.everything) == (frozenset(), True)


def test_what_is_stored_behind_another_cursor_is_left(desk: Desk, other: Desk) -> None:
    register(desk)
    entries = desk.entries()
    other.line.receive([], "e.1")
    assert not other.line.store(entries, "e.9", "e.0")
    assert (other.line.cursor(), other.book.queries.counts().requests) == ("e.1", 0)
    assert other.line.store(entries, "e.9", "e.1")
    assert (other.line.cursor(), other.book.queries.counts().requests) == ("e.9", 0)
    other.line.catch_up()
    assert other.book.queries.counts().requests == 1


def test_many_at_once_are_stored_as_one_by_one(desk: Desk, tmp_path: Path) -> None:
    ids = _busy(desk)
    entries = desk.entries()
    together, single = (
        make_desk(tmp_path / str(at), seed=at, lane=421_570 + at, found=False) for at in (1, 2)
    )
    together.line.receive(entries, "c")
    for at in range(len(entries)):
        single.line.receive(entries[at : at + 1], "c")
    assert check_rebuilt(together) == check_rebuilt(single)
    for each in (together, single):
        assert [hit.request_id for hit in each.book.queries.latest()] == ids[::-1]
        assert each.line.entries(desk.log, 0, 1_000) == entries
        each.book.close()


def test_what_was_erased_stays_away_when_it_comes_with_many_others(desk: Desk, other: Desk) -> None:
    told = register(desk)
    register(desk, "پروانه")
    entries = desk.entries()
    other.line.receive(entries[:-2], "c")
    body = b.Erased(values=told.event.held, ground="دستور دادگاه")
    write(desk, told.id, "Erased", body)
    other.line.receive(desk.entries()[-1:], "c")
    other.line.receive(entries[-2:], "c")
    kept = {
        placed.seq: placed.entry.beside
        for placed in other.line.entries(desk.log, 0, 1_000)
        if placed.seq > entries[-3].seq
    }
    assert [len(beside) for beside in kept.values()] == [0, 2, 0]

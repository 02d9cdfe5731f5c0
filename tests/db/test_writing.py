"""One transaction: what is written is found, what fails leaves nothing, the witness comes last."""

import msgspec
import pytest

from desk_app.ports.changes import Changes
from desk_app.records import bodies as b
from desk_app.records.chain import heads
from desk_app.records.codes import make_code, parse_code
from desk_app.records.errors import DataDamaged, MachineFault, UserMistake
from desk_app.records.event import Draft, Subject
from desk_app.records.kinds_of_event import body_data
from tests.db.desks import Desk, carry, register, write


def test_what_was_written_is_found_listed_and_counted(desk: Desk) -> None:
    told = register(desk, "پروانه ساختمان", name="زهرا كريمي")
    queries = desk.book.queries
    assert [hit.request_id for hit in queries.find("زهرا کریمی")] == [told.id]
    assert [hit.tracking_code for hit in queries.latest()] == [told.code]
    counts = queries.counts()
    assert (counts.requests, counts.log, counts.lane) == (1, desk.log, 421_507)
    view = queries.request(told.code)
    assert view is not None
    assert view.parties[0].person is not None
    assert view.parties[0].person.last_name == "كريمي"
    assert view.timeline[0].facts["matter"]["subject"] == "پروانه ساختمان"


def test_codes_count_up_in_the_lane_of_the_log(desk: Desk) -> None:
    codes = [parse_code(register(desk).code) for _ in range(3)]
    assert codes == [(421_507, 1), (421_507, 2), (421_507, 3)]


def test_a_block_that_fails_writes_nothing_and_gives_its_code_back(desk: Desk) -> None:
    before = desk.line.own_logs()
    with pytest.raises(UserMistake), desk.book.writing() as pen:
        wasted = pen.next_code()
        pen.write(_remark("سخن"))
        pen.write(_remark("س" * 70_000))
    assert desk.line.own_logs() == before
    assert register(desk).code == wasted


def _on(request: str, name: str, body: b.Body, *values: str) -> Draft:
    subject = Subject("request", request)
    return Draft(subject=subject, type=name, body=body_data(body), values=values)


def _remark(text: str) -> Draft:
    return Draft(
        subject=Subject("request", "01a2658e-ff40-7f87-9496-be15c2e075c9"),
        type="Noted",
        body={"text": 0},
        values=(text,),
    )


def test_the_chain_covers_every_byte_in_order(desk: Desk) -> None:
    for _ in range(3):
        register(desk)
    entries = desk.line.entries(desk.log, 0, 1_000)
    chained = heads(bytes(32), [placed.entry.bytes for placed in entries])
    assert [placed.seq for placed in entries] == list(range(1, len(entries) + 1))
    assert desk.line.own_logs()[-1].head == chained[-1]
    assert desk.line.head_at(desk.log, 2) == chained[1]
    assert desk.line.head_at(desk.log, 10_000) is None


def test_the_witness_knows_what_was_acknowledged(desk: Desk) -> None:
    register(desk)
    record = desk.witness.read()
    position = desk.line.own_logs()[-1]
    assert record is not None
    assert (record.log, record.seq, record.head) == (desk.log, position.seq, position.head)
    assert (record.lane, record.serial) == (421_507, 1)


@pytest.mark.parametrize("change", [{"seq": 10_000}, {"head": bytes(32)}])
def test_a_book_behind_its_witness_is_not_written(desk: Desk, change: dict[str, object]) -> None:
    register(desk)
    record = desk.witness.read()
    assert record is not None
    desk.witness.write(msgspec.structs.replace(record, **change))
    with pytest.raises(DataDamaged, match=r"book\.behind"):
        register(desk)


def test_a_book_opened_read_only_is_not_written(desk: Desk) -> None:
    desk.book.writer.read_only = True
    with pytest.raises(DataDamaged, match=r"book\.read_only"):
        register(desk)


def test_the_clock_of_events_never_runs_backwards(desk: Desk) -> None:
    first = register(desk).event
    desk.clock.pass_ms(-3_600_000)
    second = register(desk).event
    assert second.hlc == first.hlc + 1


def test_changes_name_what_was_touched_after_the_commit(desk: Desk) -> None:
    heard: list[Changes] = []
    stop = desk.book.subscribe(heard.append)
    told = register(desk)
    write(desk, told.id, "Noted", b.Noted(text=0), "سخن")
    stop()
    register(desk)
    assert [changes.requests for changes in heard] == [{told.id}, {told.id}]
    assert [changes.own_events for changes in heard] == [1, 1]


def test_a_transaction_reads_what_it_wrote(desk: Desk) -> None:
    told = register(desk)
    with desk.book.writing() as pen:
        pen.write(_on(told.id, "Noted", b.Noted(text=0), "سخن"))
        state = pen.request(told.id)
        assert state is not None
        assert state.events == 2
        assert pen.request_of_code(told.code) == told.id
        assert [each.request_id for each in pen.open_requests_of("i0012345679")] == [told.id]
        pen.write(_on(told.id, "Closed", b.StatusChange()))
        assert pen.open_requests_of("i0012345679") == []
        assert pen.request("01a2658e-ff40-7f87-9496-be15c2e075c9") is None


def test_a_row_of_a_file_is_recognised_by_its_keyed_digest(desk: Desk) -> None:
    with desk.book.writing() as pen:
        digest = pen.digest(b"row 1")
        assert pen.row_recorded(digest) is None
    told = register(desk, row_digest=digest)
    with desk.again().writing() as pen:
        assert pen.digest(b"row 1") == digest
        row = pen.row_recorded(digest)
    assert row is not None
    assert (row.request_id, row.tracking_code) == (told.id, told.code)


def test_a_reserved_code_is_there_until_it_is_used(desk: Desk) -> None:
    with desk.book.writing() as pen:
        lane, first, last = pen.next_codes(2)
        body = b.CodesReserved(lane=lane, first=first, last=last, follow_ups=("000111", "000222"))
        subject = Subject("reserve", pen.new_id())
        pen.write(Draft(subject=subject, type="CodesReserved", body=body_data(body)))
        second = make_code(lane, last)
        assert pen.reserved(second) == "000222"
    register(desk, code=second, reserved=True)
    with desk.book.writing() as pen:
        assert pen.reserved(second) is None
        assert pen.reserved(make_code(lane, last + 1)) is None


def test_a_full_lane_gives_no_more_codes(desk: Desk) -> None:
    with pytest.raises(MachineFault, match=r"lane\.full"), desk.book.writing() as pen:
        pen.next_codes(1_000_000)


def test_settings_stay_on_this_machine(desk: Desk, other: Desk) -> None:
    desk.book.set_setting("paper", "a6")
    carry(desk, other)
    assert desk.book.setting("paper") == "a6"
    assert desk.again().setting("paper") == "a6"
    assert other.book.setting("paper", "80mm") == "80mm"

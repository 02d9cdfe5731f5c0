"""Answers as a centre may give them in bad days, and sticks as a desk sees them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyrage
import pytest

from desk_app.protocol.batch import write_batch
from desk_app.protocol.bundle import BundleKind, Label, write_bundle
from desk_app.protocol.bundle_statements import QuarantinedEntry, Statement
from desk_app.protocol.keys import b64, public_key
from desk_app.protocol.messages import CarryKeys, LogHeld
from desk_app.protocol.squeeze import squeeze
from desk_app.records.chain import START
from desk_app.records.errors import MachineFault
from desk_app.records.event import Entry
from desk_app.sync.carry_in import CarryIn, CarryMeans
from desk_app.sync.carry_look import look_at
from desk_app.sync.carry_out import CarryOut, Trip
from tests.carry.trips import Desk, Traveller, files_in
from tests.centres import Headquarters
from tests.sync.memory_book import MemoryBook

Make = Callable[..., Traveller]
KEY = bytes(range(32))
"""The signing key of a centre that a test speaks for."""


class Voice:
    """Speaks to one desk as its centre."""

    def __init__(self, away: Traveller, folder: Path) -> None:
        mine = away.book.enrolment()
        assert mine is not None
        self.away, self.folder, self.device = away, folder, mine.device
        self.mine = replace(mine, carry_key=b64(public_key(KEY)))
        away.book.keep_enrolment(self.mine)
        self._made = 0

    def says(self, statement: Statement, body: bytes = b"", kind: BundleKind = "answer") -> Path:
        """A bundle for the desk."""
        self._made += 1
        to = str(pyrage.x25519.Identity.from_str(self.mine.age_identity).to_public())
        label = Label(kind=kind, to=to, set=f"{self._made:016x}", number=1, of=1, at=self._made)
        path = self.folder / label.file_name
        path.write_bytes(write_bundle(label, statement, squeeze(body), sender="", key=KEY))
        return path

    def answers(self, statement: Statement, body: bytes = b"") -> list[str]:
        """The codes with which the desk refuses an answer."""
        return [one.code for one in self.away.take(self.says(statement, body)).refused]

    def of_log(self, **held: object) -> Statement:
        """An answer about the log being written."""
        last = self.away.book.own_logs()[-1]
        log = LogHeld(**{"log": last.log, "lane": last.lane, **held})  # type: ignore[arg-type]
        return Statement(device=self.device, logs=(log,), spare_lanes=(555_001, 555_002))


@pytest.fixture
def voice(joined: Make, stick: Path) -> Voice:
    away = joined()
    away.book.register(3)
    return Voice(away, stick)


def test_an_answer_that_names_another_device_is_not_for_here(voice: Voice) -> None:
    assert voice.answers(Statement(device="another")) == ["bundle.foreign"]


def test_an_answer_whose_page_does_not_read_is_damaged(voice: Voice) -> None:
    assert voice.answers(Statement(device=voice.device), b"not a batch\n") == ["bundle.damaged"]


def test_entries_that_no_device_signed_are_left_out_and_told(voice: Voice) -> None:
    other = MemoryBook(9, lane=421_999)
    other.register(1)
    batch = write_batch(KEY, other.logs[0].log, 1, START, other.logs[0].entries)
    said = Statement(device=voice.device, cursor="c.1")
    assert voice.answers(said, batch) == ["line.unproved"]
    assert len(voice.away.book.events) == 3


def test_what_is_no_answer_cannot_be_brought_in(voice: Voice) -> None:
    path = voice.says(Statement(device=voice.device), kind="roster")
    assert [one.code for one in voice.away.take(path).refused] == ["bundle.wrong_kind"]


def test_a_lane_that_clashes_lets_the_desk_go_on_with_one_that_is_free(voice: Voice) -> None:
    book = voice.away.book
    head = b64(book.own_logs()[-1].head)
    assert voice.answers(voice.of_log(seq=3, head=head, clash=True)) == []
    assert [log.lane for log in book.own_logs()][1:] == [555_001]
    older = book.own_logs()[0]
    held = LogHeld(log=older.log, lane=older.lane, seq=3, head=head, clash=True)
    assert voice.answers(Statement(device=voice.device, logs=(held,))) == []
    assert voice.answers(voice.of_log(clash=True)) == []
    assert [log.lane for log in book.own_logs()][1:] == [555_001, 555_002]


def test_without_a_free_lane_the_answer_is_told_and_may_come_again(voice: Voice) -> None:
    said = voice.of_log(foreign=True)
    bare = Statement(device=voice.device, logs=said.logs)
    assert voice.answers(bare) == ["lane.none"]
    assert voice.answers(said) == []
    assert len(voice.away.book.own_logs()) == 2


def test_a_lane_struck_off_before_is_passed_over(
    voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = voice.away.book.continue_in
    tried: list[int] = []

    def struck_off(log: str, lane: int, reason: str, without: frozenset[int]) -> object:
        tried.append(lane)
        if len(tried) == 1:
            raise MachineFault("lane.used")
        return begin(log, lane, reason, without)

    monkeypatch.setattr(voice.away.book, "continue_in", struck_off)
    assert voice.answers(voice.of_log(foreign=True)) == []
    assert tried == [555_001, 555_002]


def test_a_book_that_cannot_be_written_refuses_the_answer(
    voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise MachineFault("disk.full")

    monkeypatch.setattr(voice.away.book, "continue_in", full)
    assert voice.answers(voice.of_log(foreign=True)) == ["disk.full"]


def test_quarantined_entries_that_are_held_or_of_other_logs_change_nothing(voice: Voice) -> None:
    last = voice.away.book.own_logs()[-1]
    said = voice.of_log(seq=3, head=b64(last.head))
    old = (
        QuarantinedEntry(log=last.log, seq=2, reason="entry.id"),
        QuarantinedEntry(log="other", seq=9, reason="entry.id"),
    )
    kept = Statement(device=voice.device, logs=said.logs, quarantined=old, answers="other set")
    assert voice.answers(kept) == []
    assert len(voice.away.book.own_logs()) == 1


def test_a_fresh_answer_without_spare_lanes_leaves_those_that_are_here(voice: Voice) -> None:
    out = voice.away.out(voice.folder / "out")
    before = voice.away.book.spare_lanes
    assert voice.answers(Statement(device=voice.device, answers=out.set)) == []
    assert voice.away.book.spare_lanes == before != ()


def test_logs_that_are_not_this_desks_are_passed_over(voice: Voice) -> None:
    stranger = LogHeld(log="019c1f5a-0000-7000-8000-00000000beef", lane=1, seq=4, head="x")
    assert voice.answers(Statement(device=voice.device, logs=(stranger,))) == []


def test_a_hub_that_holds_something_else_is_not_believed(joined: Make, stick: Path) -> None:
    away = joined()
    away.book.register(3)
    hub = pyrage.x25519.Identity.generate()
    card = CarryKeys(recipient=str(hub.to_public()), signing_key=b64(public_key(KEY)))
    away.out(stick / "out", hub=card)
    mine = away.book.enrolment()
    assert mine is not None
    own = str(pyrage.x25519.Identity.from_str(mine.age_identity).to_public())
    last = away.book.own_logs()[-1]
    logs = (
        LogHeld(log=last.log, lane=last.lane, seq=2, head=b64(bytes(32))),
        LogHeld(log="019c1f5a-0000-7000-8000-00000000beef", lane=1),
    )
    label = Label(kind="answer", to=own, set="0" * 16, number=1, of=1, at=1)
    data = write_bundle(
        label, Statement(device=mine.device, logs=logs), squeeze(b""), sender="", key=KEY
    )
    (stick / label.file_name).write_bytes(data)
    assert away.take(stick / label.file_name).refused == ()
    assert away.notes.carrying().hubs[card.recipient].reach == {}
    assert away.out(stick / "out", hub=card).events == 3


def test_a_page_beside_a_feed_that_is_read_anew_may_be_brought_again(
    joined: Make, desk: Desk, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = joined(), joined()
    second.book.register(2)
    second.out(stick / "second")
    desk.take(*files_in(stick / "second"))
    files = desk.answer(first, stick / "answer")
    with monkeypatch.context() as patched:
        patched.setattr(first.book, "store", lambda *_: False)
        assert first.take(*files).refused == ()
    assert first.take(*files).known == 0
    assert len(first.book.events) == 2


def test_progress_of_carrying_in_is_told_file_by_file(voice: Voice) -> None:
    away, seen = voice.away, list[tuple[int, int]]()
    files = [voice.says(Statement(device=voice.device)) for _ in range(3)]
    means = CarryMeans(away.book.clock, away.book.entropy, away.kept)
    CarryIn(away.book, away.notes, means).read(files, lambda *step: seen.append(step))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_a_desk_without_a_centre_delivers_nothing(tmp_path: Path) -> None:
    alone = Traveller(MemoryBook(), tmp_path / "kept")
    assert alone.deliver_kept().files == 0


def test_a_centre_that_is_busy_keeps_the_files_for_later(
    centre: Headquarters, joined: Make, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desk_app.protocol.problems import Problem
    from desk_app.sync.http_line import HttpLine

    away, courier = joined(), joined()
    away.book.register(1)
    away.out(stick)

    async def busy(_line: HttpLine, _token: str, _data: bytes) -> None:
        raise Problem("busy", retry_after=1)

    with monkeypatch.context() as patched:
        patched.setattr(HttpLine, "bundle", busy)
        assert courier.take(*files_in(stick)).waiting == 1
    assert courier.deliver_kept().delivered == 1


def test_a_file_that_goes_while_it_is_sent_is_told(
    joined: Make, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desk_app.protocol import bundle_files
    from desk_app.sync import carry_in

    away, courier = joined(), joined()
    away.book.register(1)
    away.out(stick)
    (path,) = files_in(stick)
    read = bundle_files.read_bundle

    def pulled_out(found: Path) -> bytes:
        data = read(found)
        found.unlink()
        return data

    monkeypatch.setattr(carry_in, "read_bundle", pulled_out)
    assert [one.code for one in courier.take(path).refused] == ["bundle.unreadable"]


def test_a_receipt_that_finds_no_room_on_the_stick_is_left_out(
    joined: Make, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desk_app.sync import carry_in

    away, courier = joined(), joined()
    away.book.register(1)
    away.out(stick)

    def full(*_: object) -> list[str]:
        raise MachineFault("carry.full_now")

    monkeypatch.setattr(carry_in, "write_bundles", full)
    found = courier.take(*files_in(stick))
    assert (found.delivered, found.refused) == (1, ())


def test_a_log_that_is_not_whole_is_not_carried(joined: Make, stick: Path) -> None:
    away = joined()
    away.book.register(2)
    away.book.entries = lambda *_: []  # type: ignore[method-assign]
    going = CarryOut(away.book, away.notes, away.book.clock, away.book.entropy)
    with pytest.raises(MachineFault, match=r"line\.own_log_incomplete"):
        going.write(Trip(stick))
    assert files_in(stick) == []


def test_large_entries_make_more_files(desk: Desk, joined: Make, stick: Path) -> None:
    from desk_app.records.event import Subject

    away = joined()
    for _ in range(300):
        away.book.record("Noted", Subject("request", "x"), {"note": 0}, ({"text": "م" * 15_000},))
    out = away.out(stick)
    assert out.files == 2
    assert desk.take(*files_in(stick)).new == 300


def test_a_look_at_a_stick_tells_what_lies_on_it(
    desk: Desk, joined: Make, stick: Path, tmp_path: Path
) -> None:
    away, other = joined(), joined()
    for each in (away, other):
        each.book.register(5)
        each.out(tmp_path / "both" / each.kept.name)
        for path in files_in(tmp_path / "both" / each.kept.name):
            (stick / path.name).write_bytes(path.read_bytes())
    (stick / "half.mzc").write_bytes(b"mizban-bundle-1\n{")
    (stick / "letter.txt").write_bytes(b"")
    found = look_at(stick, away.book, away.notes.carrying())
    assert (found.ours, len(found.others), found.answers) == (1, 1, ())
    assert (found.damaged, found.unacknowledged) == (("half.mzc",), 5)
    assert found.written_at == away.notes.carrying().sets[0].at
    desk.take(*files_in(tmp_path / "both" / away.kept.name))
    away.take(*desk.answer(away, stick))
    desk.answer(other, stick)
    found = look_at(stick, away.book, away.notes.carrying())
    assert (len(found.answers), found.unacknowledged) == (1, 0)
    alone = look_at(stick, MemoryBook(), away.notes.carrying())
    assert (alone.answers, alone.others) == ((), ())


def test_an_entry_is_read_back_as_it_was(joined: Make, stick: Path, desk: Desk) -> None:
    away, reader = joined(), joined()
    away.book.register(1)
    away.out(stick)
    desk.take(*files_in(stick))
    reader.take(*desk.answer(reader, stick / "answer"))
    assert [type(entry) for found in reader.book.events.values() for entry in found.values()] == [
        Entry
    ]
    assert reader.book.contents() == away.book.contents()

"""Two encrypted record books and a centre: the line as it runs at a counter."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from desk_app.ports.changes import Changes
from desk_app.ports.line import LineBook, LogPosition
from desk_app.records.event import Draft, Event, Subject
from desk_app.sync.enrol import Candidate, join_alone
from desk_app.sync.rounds import one_round
from desk_app.sync.states import Round
from tests.centres import Headquarters
from tests.db.desks import Desk, make_desk


@dataclass
class Counter:
    desk: Desk

    def visit(self, count: int = 1) -> list[Event]:
        self.desk.clock.pass_ms(1000)
        with self.desk.book.writing() as pen:
            return [
                pen.write(
                    Draft(
                        subject=Subject("visit", pen.new_id()),
                        type="Visited",
                        body={"started": at, "note": 0},
                        values=("پیرمردی که ناشنواست",),
                    )
                )
                for at in range(count)
            ]

    def join(self, centre: Headquarters) -> None:
        candidate = Candidate(centre.address, centre.code())
        join_alone(self.desk.line, candidate, self.desk.clock, self.desk.entropy)

    def sync(self) -> Round:
        return one_round(self.desk.line, self.desk.clock, self.desk.entropy)

    def known(self) -> set[bytes]:
        with self.desk.engines.reader.connect() as connection:
            return set(connection.execute(text("SELECT bytes FROM event")).scalars())

    def last(self) -> LogPosition:
        line: LineBook = self.desk.line
        return line.own_logs()[-1]


@pytest.fixture
def counters(tmp_path: Path) -> Iterator[tuple[Counter, Counter]]:
    found = [
        Counter(make_desk(tmp_path / str(at), seed=at, lane=421_500 + at, found=False))
        for at in (1, 2)
    ]
    yield found[0], found[1]
    for each in found:
        each.desk.book.close()


def test_two_counters_end_with_the_same_events(
    any_centre: Headquarters, counters: tuple[Counter, Counter]
) -> None:
    first, second = counters
    for each in counters:
        each.visit(120)
        each.join(any_centre)
    assert first.sync() == Round("ok", 120, 0, 0)
    assert second.sync() == Round("ok", 120, 120, 0)
    assert first.sync() == Round("ok", 0, 120, 0)
    assert second.sync() == Round("ok", 0, 0, 0)
    assert first.known() == second.known()
    assert any_centre.verify().problems == []
    assert any_centre.counts().events == 240


def test_an_erased_value_leaves_every_book_and_the_centre(
    centre: Headquarters, counters: tuple[Counter, Counter]
) -> None:
    first, second = counters
    for each in counters:
        each.join(centre)
    (made,) = first.visit()
    first.sync()
    second.sync()
    with second.desk.book.writing() as pen:
        body = {"values": list(made.held), "ground": "دستور دادگاه"}
        pen.write(Draft(subject=made.subject, type="Erased", body=body))
    second.sync()
    first.sync()
    for each in counters:
        with each.desk.engines.reader.connect() as connection:
            kept = connection.execute(text("SELECT count(*) FROM event WHERE beside <> x''"))
            assert kept.scalar_one() == 0
    assert centre.values_kept() == 0
    assert centre.verify().problems == []


def test_a_lane_given_twice_lets_the_second_counter_go_on_in_its_own(
    centre: Headquarters, tmp_path: Path, counters: tuple[Counter, Counter]
) -> None:
    first, _ = counters
    twin = Counter(make_desk(tmp_path / "twin", seed=9, lane=first.last().lane, found=False))
    for each in (first, twin):
        each.visit(3)
        each.join(centre)
    assert twin.last().lane != first.last().lane
    for each in (first, twin, first):
        assert each.sync().state == "ok"
    assert first.known() == twin.known()
    twin.desk.book.close()


def test_sync_changes_are_published_to_the_screens(
    centre: Headquarters, counters: tuple[Counter, Counter]
) -> None:
    first, second = counters
    for each in counters:
        each.join(centre)
    heard: list[Changes] = []
    stop = second.desk.book.subscribe(heard.append)
    (made,) = first.visit()
    first.sync()
    second.sync()
    stop()
    assert any(made.subject.id in changes.visits for changes in heard)

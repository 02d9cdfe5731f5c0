"""What every LineBook does, whatever it is kept in; each implementation runs this suite."""

from dataclasses import dataclass
from typing import Protocol

from desk_app.ports.line import Enrolment, LineBook, Placed
from desk_app.records.chain import START, heads
from desk_app.records.event import read_event
from desk_app.records.ids import new_id

ENROLMENT = Enrolment("http://127.0.0.1:1", "", "device", "k12", bytes(32), "AGE-SECRET-KEY-1")


class Writer(Protocol):
    """A desk whose book is tried."""

    @property
    def line(self) -> LineBook:
        """The book's side of the line."""
        ...

    def write(self, count: int) -> None:
        """Record so many events of its own."""
        ...

    def known(self) -> set[bytes]:
        """The bytes of every event known here."""
        ...


@dataclass
class Pair:
    """Two desks with books of their own."""

    desk: Writer
    other: Writer


class LineBookSuite:
    """Subclasses bring a fixture ``pair``."""

    def test_own_entries_come_in_order_and_their_chain_is_the_head(self, pair: Pair) -> None:
        pair.desk.write(7)
        book = pair.desk.line
        last = book.own_logs()[-1]
        entries = book.entries(last.log, 0, 10_000)
        assert [placed.seq for placed in entries] == list(range(1, last.seq + 1))
        chain = heads(START, (placed.entry.bytes for placed in entries))
        assert chain[-1] == last.head
        assert [book.head_at(last.log, seq) for seq in (3, 5)] == [chain[2], chain[4]]
        assert book.head_at(last.log, last.seq + 1) is None
        assert book.head_at(new_id(1, bytes(10)), 1) is None

    def test_entries_after_a_place_are_cut_at_the_limit(self, pair: Pair) -> None:
        pair.desk.write(9)
        book = pair.desk.line
        log = book.own_logs()[-1].log
        assert [placed.seq for placed in book.entries(log, 2, 3)] == [3, 4, 5]

    def test_the_values_lie_beside_the_bytes_that_are_sent(self, pair: Pair) -> None:
        pair.desk.write(3)
        book = pair.desk.line
        found = _entries(book)
        held = [placed for placed in found if read_event(placed.entry.bytes).held]
        assert held
        for placed in held:
            assert set(placed.entry.beside) == set(read_event(placed.entry.bytes).held)

    def test_acknowledging_moves_forward_and_back(self, pair: Pair) -> None:
        pair.desk.write(5)
        book = pair.desk.line
        log = book.own_logs()[-1].log
        assert book.acknowledged(log) == 0
        for seq in (4, 2, 5):
            book.acknowledge(log, seq)
            assert book.acknowledged(log) == seq

    def test_what_arrives_is_known_once_and_the_cursor_is_kept_with_it(self, pair: Pair) -> None:
        pair.other.write(6)
        arriving = _entries(pair.other.line)
        for cursor in ("e.1", "e.2"):
            pair.desk.line.receive(arriving, cursor)
            assert pair.desk.line.cursor() == cursor
        assert {placed.entry.bytes for placed in arriving} <= pair.desk.known()
        assert len(pair.desk.known() & pair.other.known()) == len(arriving)

    def test_an_empty_page_moves_the_cursor_and_can_take_it_to_the_start(self, pair: Pair) -> None:
        pair.desk.line.receive([], "e.9")
        assert pair.desk.line.cursor() == "e.9"
        pair.desk.line.receive([], "")
        assert pair.desk.line.cursor() == ""

    def test_own_entries_that_come_back_change_nothing(self, pair: Pair) -> None:
        pair.desk.write(4)
        before, logs = pair.desk.known(), pair.desk.line.own_logs()
        pair.desk.line.receive(_entries(pair.desk.line), "e.1")
        assert pair.desk.known() == before
        assert pair.desk.line.own_logs() == logs

    def test_the_other_branch_of_a_place_is_kept_too(self, pair: Pair) -> None:
        pair.desk.write(4)
        pair.other.write(4)
        mine = pair.desk.line.own_logs()[-1].log
        branch = [Placed(mine, placed.seq, placed.entry) for placed in _entries(pair.other.line)]
        pair.desk.line.receive(branch, "e.1")
        assert {placed.entry.bytes for placed in branch} <= pair.desk.known()

    def test_going_on_in_a_new_log_records_again_what_the_centre_lacks(self, pair: Pair) -> None:
        pair.desk.write(6)
        book = pair.desk.line
        old = book.own_logs()[-1]
        before = [placed.entry.bytes for placed in book.entries(old.log, 0, 10_000)]
        book.acknowledge(old.log, 2)
        begun = book.continue_in(new_id(1_797_000_000_001, bytes(10)), 654_321, "fork")
        assert book.own_logs()[-1] == begun
        assert (begun.lane, book.acknowledged(begun.log)) == (654_321, 0)
        again = {placed.entry.bytes for placed in book.entries(begun.log, 0, 10_000)}
        assert set(before[2:]) <= again
        assert not again & set(before[:2])

    def test_what_the_centre_refuses_stays_out_of_the_new_log(self, pair: Pair) -> None:
        pair.desk.write(5)
        book = pair.desk.line
        old = book.own_logs()[-1]
        before = [placed.entry.bytes for placed in book.entries(old.log, 0, 10_000)]
        begun = book.continue_in(
            new_id(1_797_000_000_001, bytes(10)), 654_321, "quarantine", frozenset({2})
        )
        again = {placed.entry.bytes for placed in book.entries(begun.log, 0, 10_000)}
        assert before[1] not in again
        assert set(before) - {before[1]} <= again
        assert before[1] in pair.desk.known()

    def test_the_enrolment_is_kept_as_given(self, pair: Pair) -> None:
        assert pair.desk.line.enrolment() is None
        pair.desk.line.keep_enrolment(ENROLMENT, (500_001, 500_002))
        assert pair.desk.line.enrolment() == ENROLMENT

    def test_a_contact_is_noted_however_the_clocks_differ(self, pair: Pair) -> None:
        pair.desk.line.note_contact(1_797_000_000_000, 1_700_000_000_000)


def _entries(book: LineBook) -> list[Placed]:
    last = book.own_logs()[-1]
    return book.entries(last.log, 0, 10_000)

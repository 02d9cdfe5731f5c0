"""Clones, restored desks and restored centres: both branches kept, nothing counted twice."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.records.ids import new_id
from desk_app.sync.rounds import one_round
from desk_app.sync.states import Round
from tests.centres import Headquarters, lite_url
from tests.sync.memory_book import MemoryBook, all_agree


def sync(book: MemoryBook) -> Round:
    return one_round(book, book.clock, book.entropy)


def agreed(centre: Headquarters, *books: MemoryBook, requests: int) -> None:
    for _ in range(3):
        for book in books:
            assert sync(book).state == "ok"
    assert all_agree(books)
    assert centre.counts().requests == requests
    assert centre.verify().problems == []


def test_of_two_clones_the_second_goes_on_in_a_log_of_its_own(any_centre: Headquarters) -> None:
    first = MemoryBook(1)
    first.register(10)
    any_centre.enrol(first)
    sync(first)
    clone = first.copy()
    first.register(4)
    clone.register(7)
    assert sync(first).state == "ok"
    done = sync(clone)
    assert done == Round("ok", 8, 14, 0, "line.began.fork", {"lane": clone.logs[-1].lane})
    assert [len(clone.logs), len(first.logs)] == [2, 1]
    assert clone.logs[-1].lane not in (first.logs[0].lane, 0)
    for _ in range(2):
        assert {sync(first).state, sync(clone).state} == {"ok"}
    assert all_agree([first, clone])
    assert any_centre.counts().requests == 21


def test_a_clone_that_wrote_less_is_found_too(any_centre: Headquarters) -> None:
    first = MemoryBook(1)
    first.register(10)
    any_centre.enrol(first)
    sync(first)
    clone = first.copy()
    first.register(5)
    sync(first)
    clone.register(2)
    assert sync(clone).state == "ok"
    assert len(clone.logs) == 2
    agreed_requests = any_centre.counts().requests
    assert agreed_requests == 17


def test_a_desk_copied_back_by_hand_gets_its_lost_work_again(any_centre: Headquarters) -> None:
    desk = MemoryBook(1)
    desk.register(5)
    any_centre.enrol(desk)
    sync(desk)
    backup = desk.copy()
    lost = desk.register(6)
    sync(desk)
    assert sync(backup).state == "ok"
    assert all(event.id in backup.events for event in lost)
    backup.register(1)
    agreed(any_centre, backup, requests=12)


def test_a_restore_in_a_new_log_registers_it_with_its_spare_lane(
    any_centre: Headquarters,
) -> None:
    desk = MemoryBook(1)
    desk.register(5)
    any_centre.enrol(desk)
    sync(desk)
    backup = desk.copy()
    backup.register(2)
    spare = desk.spare_lanes[0]
    backup.continue_in(new_id(backup.clock.ms, bytes(10)), spare, "restore")
    backup.register(3)
    assert sync(backup).state == "ok"
    assert spare not in backup.spare_lanes
    assert len(backup.spare_lanes) == 3
    agreed(any_centre, backup, requests=10)


class Backup:
    """A centre, and what it was when it was last backed up."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = 0
        self.centre = self._begin(folder)

    def back_up(self) -> None:
        self._end()
        (self._folder / "backup").mkdir()
        shutil.copy(self._folder / "central.db", self._folder / "backup")
        self.centre = self._begin(self._folder)

    def restore(self) -> None:
        self._end()
        self.centre = self._begin(self._folder / "backup")

    def _begin(self, folder: Path) -> Headquarters:
        found = Headquarters(lite_url(folder), port=self._port)
        found.start()
        self._port = found.port
        return found

    def _end(self) -> None:
        self.centre.close()


@pytest.fixture
def backup(tmp_path: Path) -> Iterator[Backup]:
    found = Backup(tmp_path)
    yield found
    found.centre.close()


def test_a_centre_restored_from_a_backup_is_filled_again(backup: Backup) -> None:
    first, second = MemoryBook(1), MemoryBook(2, lane=421_508)
    for book in (first, second):
        book.register(4)
        backup.centre.enrol(book)
        sync(book)
    backup.back_up()
    for book in (first, second, first, second):
        book.register(3)
        sync(book)
    backup.restore()
    assert backup.centre.counts().requests == 8
    first.register(1)
    agreed(backup.centre, first, second, requests=21)


def test_a_desk_with_nothing_to_send_learns_that_the_centre_lost_some(backup: Backup) -> None:
    writer, reader = MemoryBook(1), MemoryBook(2, lane=421_508)
    for book in (writer, reader):
        backup.centre.enrol(book)
    backup.back_up()
    writer.register(5)
    sync(writer)
    sync(reader)
    backup.restore()
    before = reader.cursor()
    sync(reader)
    assert reader.cursor() != before
    agreed(backup.centre, writer, reader, requests=5)


def test_a_reader_misses_nothing_that_was_pushed_after_the_centre_was_restored(
    backup: Backup,
) -> None:
    writer, reader = MemoryBook(1), MemoryBook(2, lane=421_508)
    for book in (writer, reader):
        backup.centre.enrol(book)
    backup.back_up()
    for _ in range(3):
        writer.register(2)
        sync(writer)
    sync(reader)
    late = MemoryBook(3, lane=421_509)
    backup.restore()
    backup.centre.enrol(late)
    for _ in range(5):
        late.register(1)
        sync(late)
    agreed(backup.centre, writer, reader, late, requests=11)


def test_a_copied_book_that_began_alone_enrols_as_a_desk_of_its_own(
    any_centre: Headquarters,
) -> None:
    alone = MemoryBook(1, lane=555_555)
    alone.register(20)
    copy = alone.copy()
    any_centre.enrol(alone)
    sync(alone)
    joined = any_centre.enrol(copy)
    assert joined.lane != 555_555
    copy.register(2)
    alone.register(2)
    sync(copy)
    agreed(any_centre, alone, copy, requests=24)


def test_the_reply_to_a_new_log_is_the_same_however_often_asked(any_centre: Headquarters) -> None:
    from tests.sync.speaker import Speaker

    desk = MemoryBook(1)
    any_centre.enrol(desk)
    log = new_id(1, bytes(10))
    message = f'{{"log":"{log}","reason":"full"}}'.encode()
    with Speaker(any_centre.address, desk) as speaker:
        speaker.log_in()
        answers = [speaker.post("/v1/logs", message).content for _ in range(3)]
    assert len(set(answers)) == 1

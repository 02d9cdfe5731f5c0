"""Whatever is wrong with a file on a stick, it is refused by name and nothing of it is taken."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pyrage
import pytest

from desk_app.protocol.bundle import Label, open_bundle, read_label, write_bundle
from desk_app.protocol.bundle_files import (
    as_damage,
    read_bundle,
    sorted_bundles,
)
from desk_app.protocol.bundle_statements import Statement
from desk_app.protocol.squeeze import squeeze
from desk_app.records.errors import DataDamaged, MachineFault
from tests.carry.trips import Desk, Traveller, files_in
from tests.centres import Headquarters

Make = Callable[..., Traveller]


@pytest.fixture
def carried(joined: Make, stick: Path) -> list[Path]:
    """Three files of one desk's set."""
    joined().book.register(1)
    away = joined()
    away.book.register(2500)
    away.out(stick)
    return files_in(stick)


def flipped(data: bytes, bit: int) -> bytes:
    """The data with one bit the other way round."""
    found = bytearray(data)
    found[bit // 8] ^= 1 << bit % 8
    return bytes(found)


def places(size: int) -> Iterator[int]:
    """Bits at every class of place: both ends, each of the first bytes, and drawn ones."""
    yield from (0, size * 8 - 1, size * 8 - 300)
    yield from range(0, min(size, 700) * 8, 29)
    chance = random.Random(4)
    yield from (chance.randrange(size * 8) for _ in range(150))


def test_one_flipped_bit_refuses_that_file_by_name_and_takes_the_others(
    centre: Headquarters, desk: Desk, carried: list[Path]
) -> None:
    spoiled = carried[2]
    spoiled.write_bytes(flipped(spoiled.read_bytes(), 4321))
    found = desk.take(*carried)
    assert found.refused == {spoiled.name: "bundle.damaged"}
    assert found.new == 2000
    assert found.taken[-1].missing == (3,)
    assert centre.verify().problems == []


def test_a_bit_flipped_anywhere_is_found(carried: list[Path]) -> None:
    path = carried[2]
    data = path.read_bytes()
    taken = []
    for bit in places(len(data)):
        path.write_bytes(flipped(data, bit))
        with pytest.raises(MachineFault) as caught:
            read_label(read_bundle(path))
        if not isinstance(as_damage(path, caught.value), DataDamaged):
            taken.append(bit)
    assert taken == []


@pytest.mark.parametrize("parts", [0, 1, 500, 999])
def test_a_file_cut_anywhere_is_refused(desk: Desk, carried: list[Path], parts: int) -> None:
    path = carried[0]
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * parts // 1000])
    found = desk.take(path)
    assert list(found.refused) == [path.name]
    assert found.new == 0


@pytest.mark.parametrize("garbage", [b"", b"\0" * 5000, b"mizban-bundle-1\n" * 9, "سلام".encode()])
def test_garbage_is_refused(desk: Desk, stick: Path, garbage: bytes) -> None:
    path = stick / "note.mzc"
    path.write_bytes(garbage)
    assert list(desk.take(path).refused) == ["note.mzc"]


def test_a_missing_file_is_named_and_what_follows_it_waits(
    centre: Headquarters, desk: Desk, carried: list[Path]
) -> None:
    first, second, third = carried
    found = desk.take(first, third)
    assert found.refused == {third.name: "bundle.gap"}
    assert [one.missing for one in found.taken] == [(2, 3)]
    rest = desk.take(third, second)
    assert (rest.refused, rest.new, rest.taken[-1].missing) == ({}, 1500, ())
    assert centre.verify().problems == []


def test_a_gap_on_a_stick_makes_no_desk_read_its_feed_anew(
    centre: Headquarters, desk: Desk, carried: list[Path]
) -> None:
    from central.store.offices import office_by_code

    before = centre.database.read(lambda c: office_by_code(c, "k12"))
    assert desk.take(carried[2]).refused == {carried[2].name: "bundle.gap"}
    assert centre.database.read(lambda c: office_by_code(c, "k12")) == before


def test_files_may_come_in_any_order_and_more_than_once(
    centre: Headquarters, desk: Desk, carried: list[Path], tmp_path: Path
) -> None:
    copy = tmp_path / "copied.mzc"
    copy.write_bytes(carried[1].read_bytes())
    found = desk.take(carried[2], copy, carried[0], carried[1], carried[2])
    assert (found.refused, found.new) == ({}, 2500)
    assert sorted(one.end for one in found.taken) == ["known", "taken", "taken", "taken"]
    assert centre.verify().problems == []


def test_an_old_set_changes_nothing(
    centre: Headquarters, desk: Desk, joined: Make, tmp_path: Path
) -> None:
    away = joined()
    away.book.register(3)
    away.out(tmp_path / "old")
    away.book.register(3)
    away.out(tmp_path / "new")
    assert desk.take(*files_in(tmp_path / "new")).new == 6
    found = desk.take(*files_in(tmp_path / "old"))
    assert ([one.end for one in found.taken], found.refused) == (["known"], {})
    assert centre.counts().events == 6


def test_a_set_that_follows_one_that_never_came_says_so(
    desk: Desk, joined: Make, stick: Path, tmp_path: Path
) -> None:
    away = joined()
    away.book.register(3)
    away.out(tmp_path / "lost")
    last = away.book.own_logs()[-1]
    away.book.acknowledge(last.log, 3)
    away.book.register(1)
    away.out(stick)
    assert list(desk.take(*files_in(stick)).refused.values()) == ["bundle.gap_before_set"]
    away.take(*desk.answer(away, stick))
    assert away.unsent == 4
    away.out(stick)
    assert desk.take(*files_in(stick)).refused == {}


def test_another_centres_file_is_refused(carried: list[Path], tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    far = Headquarters(f"sqlite:///{tmp_path}/far/central.db")
    found = Desk(far).take(*carried)
    assert set(found.refused.values()) == {"bundle.foreign"}
    assert len(found.refused) == 3
    far.close()


def test_a_device_that_is_not_known_is_refused(desk: Desk, joined: Make, stick: Path) -> None:
    away = joined()
    away.book.register(1)
    mine = away.book.enrolment()
    assert mine is not None
    away.book.keep_enrolment(replace(mine, device="019c1f5a-0000-4000-8000-00000000dead"))
    away.out(stick)
    assert list(desk.take(*files_in(stick)).refused.values()) == ["bundle.unknown_device"]


def test_a_wrong_key_cannot_speak_for_a_device(desk: Desk, joined: Make, stick: Path) -> None:
    away = joined()
    away.book.register(1)
    mine = away.book.enrolment()
    assert mine is not None
    away.book.keep_enrolment(replace(mine, signing_key=bytes(32)))
    away.out(stick)
    assert list(desk.take(*files_in(stick)).refused.values()) == ["bundle.forged"]


def test_a_device_cannot_speak_in_the_log_of_another(
    desk: Desk, joined: Make, stick: Path, tmp_path: Path
) -> None:
    thief, victim = joined(), joined()
    victim.book.register(2)
    thief.book.logs = victim.book.logs
    thief.book.events = victim.book.events
    thief.out(stick)
    assert list(desk.take(*files_in(stick)).refused.values()) == ["bundle.forged"]


def test_a_label_put_on_another_content_is_damage(desk: Desk, carried: list[Path]) -> None:
    from hashlib import sha256

    data = carried[0].read_bytes()
    told = data[:-32].replace(b'"number":1', b'"number":2', 1)
    carried[0].write_bytes(told + sha256(told).digest())
    assert desk.take(carried[0]).refused == {carried[0].name: "bundle.damaged"}


def test_a_newer_protocol_is_told(desk: Desk, carried: list[Path]) -> None:
    from hashlib import sha256

    told = carried[0].read_bytes()[:-32].replace(b'{"p":1,', b'{"p":2,', 1)
    carried[0].write_bytes(told + sha256(told).digest())
    assert desk.take(carried[0]).refused == {carried[0].name: "bundle.newer"}


def test_a_folder_and_what_cannot_be_read_are_told(tmp_path: Path) -> None:
    with pytest.raises(MachineFault, match=r"bundle\.folder"):
        read_bundle(tmp_path)
    with pytest.raises(MachineFault, match=r"bundle\.unreadable"):
        read_bundle(tmp_path / "pulled-out.mzc")
    assert sorted_bundles([tmp_path, tmp_path]) == [tmp_path]


def test_a_second_copy_stands_in_for_a_damaged_file(desk: Desk, joined: Make, stick: Path) -> None:
    away = joined()
    away.book.register(1100)
    out = away.out(stick, copies=2)
    assert (out.files, len(files_in(stick))) == (2, 4)
    spoiled = min(files_in(stick), key=lambda path: len(path.name))
    spoiled.write_bytes(flipped(spoiled.read_bytes(), 9999))
    found = desk.take(*files_in(stick))
    assert found.refused == {spoiled.name: "bundle.damaged"}
    assert (found.new, found.taken[-1].missing) == (1100, ())


def test_an_answer_for_another_desk_stays_on_the_stick(
    desk: Desk, joined: Make, stick: Path
) -> None:
    first, second = joined(), joined()
    first.book.register(1)
    first.out(stick)
    desk.take(*files_in(stick))
    (answer,) = desk.answer(first, stick)
    found = second.take(answer)
    assert (found.files, found.passing, found.refused) == (0, (answer.name,), ())
    assert answer.exists()


def test_an_answer_that_the_centre_did_not_sign_is_refused(joined: Make, stick: Path) -> None:
    away = joined()
    away.book.register(2)
    mine = away.book.enrolment()
    assert mine is not None
    own = pyrage.x25519.Identity.from_str(mine.age_identity).to_public()
    label = Label(kind="answer", to=str(own), set="0" * 16, number=1, of=1, at=1)
    said = Statement(device=mine.device)
    data = write_bundle(label, said, squeeze(b""), sender="", key=bytes(range(32)))
    assert open_bundle(data, mine.age_identity).statement.device == mine.device
    (stick / label.file_name).write_bytes(data)
    found = away.take(stick / label.file_name)
    assert [one.code for one in found.refused] == ["bundle.forged"]


def test_a_desk_refuses_what_is_damaged_or_for_somebody_else(
    desk: Desk, joined: Make, carried: list[Path], tmp_path: Path
) -> None:
    away = joined()
    away.book.register(1)
    away.out(tmp_path / "s")
    desk.take(*files_in(tmp_path / "s"))
    (answer,) = desk.answer(away, tmp_path / "s")
    answer.write_bytes(flipped(answer.read_bytes(), 3000))
    found = away.take(answer, tmp_path)
    assert [(one.file, one.code, one.damaged) for one in found.refused] == [
        (answer.name, "bundle.damaged", True),
        (tmp_path.name, "bundle.folder", False),
    ]
    assert found.acknowledged == 0

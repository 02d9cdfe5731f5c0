"""Going on: a lane is struck off first, and two clones apart never print one code."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from db.going_on import SLIP_KEY, Means, go_on
from db.line_book import DeskLineBook
from db.mirror import Mirror
from db.witness import Witness, WitnessRecord, witnesses
from desk_app.ports.line import Enrolment
from desk_app.records.codes import LAST_SERIAL
from desk_app.records.errors import DeskError, MachineFault, UserMistake
from desk_app.records.lane_slips import make_slip
from tests.db_safety.conftest import HandClock
from tests.db_safety.desks import (
    PASSWORD,
    REZA,
    USER,
    Desk,
    a_desk,
    codes_in,
    register,
    set_officer,
)

CENTRE = Enrolment(
    central="http://127.0.0.1:1", fingerprint="", device="device-7", office="123",
    signing_key=bytes(32), age_identity="",
)  # fmt: skip


def goes_on(desk: Desk, **means: object) -> set[str]:
    """Go on and register two requests; the codes they got."""
    session, _ = go_on(
        desk.folder,
        USER,
        PASSWORD,
        "copy",
        desk.around,
        means=Means(**means),  # type: ignore[arg-type]
    )
    codes = {register(session) for _ in range(2)}
    session.close()
    return codes | set(desk.record(1))


def record_of(desk: Desk) -> WitnessRecord:
    session = desk.open()
    record = session.witness.read()
    session.close()
    assert record is not None
    return record


def put_back(desk: Desk, older: Path) -> None:
    shutil.rmtree(desk.folder)
    shutil.copytree(older, desk.folder)


def enrol(desk: Desk, spare: tuple[int, ...] = (), slip_key: str = "") -> None:
    session = desk.open()
    DeskLineBook(session.book).keep_enrolment(CENTRE, spare)
    if slip_key:
        session.book.set_setting(SLIP_KEY, slip_key)
    session.close()


def test_a_book_that_is_behind_goes_on_in_a_spare_lane(desk: Desk, tmp_path: Path) -> None:
    older = desk.copy_to(tmp_path / "older")
    lost = set(desk.record(3))
    spare = record_of(desk).spare_lanes
    put_back(desk, older)
    codes = goes_on(desk)
    assert {int(code[:6]) for code in codes} == {spare[0]}
    assert not codes & lost
    left = record_of(desk)
    assert left.lane == spare[0]
    assert spare[0] not in left.spare_lanes
    assert set(spare[1:]) < set(left.spare_lanes)
    assert len(left.spare_lanes) == 3


def test_a_sound_book_does_not_go_on_unasked(desk: Desk) -> None:
    with pytest.raises(MachineFault) as sound:
        go_on(desk.folder, USER, PASSWORD, "copy", desk.around)
    assert sound.value.code == "going_on.not_needed"
    assert desk.record(1)[0].startswith(str(desk.lane))


def test_a_sound_book_with_a_full_lane_goes_on_in_a_fresh_one(desk: Desk) -> None:
    desk.record(1)
    session = desk.open()
    with pytest.raises(MachineFault) as full, session.book.writing() as pen:
        pen.next_codes(LAST_SERIAL)
    assert full.value.code == "lane.full"
    with session.book.writing() as pen:
        pen.next_codes(LAST_SERIAL - 1)
        set_officer(pen, REZA)
    session.close()
    codes = goes_on(desk)
    assert not any(code.startswith(str(desk.lane)) for code in codes)
    assert len(codes) == 3


def test_clones_on_one_machine_never_print_one_code(desk: Desk, tmp_path: Path) -> None:
    codes = desk.record(2)
    clones = [
        Desk(desk.copy_to(tmp_path / f"clone-{number}"), desk.around, 0, "") for number in range(4)
    ]
    printed = [goes_on(clone) for clone in clones] + [set(desk.record(3))]
    assert sum(map(len, printed)) == len(set().union(*printed)) == 15
    for clone in clones:
        session = clone.open()
        assert session.book.read_only_reason is None
        assert set(codes) <= codes_in(session)
        session.close()


def test_clones_on_several_machines_never_print_one_code(desk: Desk, tmp_path: Path) -> None:
    desk.record(2)
    printed = []
    for number in range(4):
        folder = desk.copy_to(tmp_path / f"clone-{number}")
        around = replace(desk.around, home=tmp_path / f"machine-{number}")
        printed.append(goes_on(Desk(folder, around, 0, "")))
    printed.append(set(desk.record(3)))
    assert sum(map(len, printed)) == len(set().union(*printed)) == 15


def test_a_clone_of_an_enrolled_desk_has_no_codes_without_a_lane(
    desk: Desk, tmp_path: Path
) -> None:
    enrol(desk, spare=(500_001, 500_002))
    folder = desk.copy_to(tmp_path / "clone")
    clone = Desk(folder, replace(desk.around, home=tmp_path / "machine"), 0, "")
    with pytest.raises(MachineFault) as none:
        goes_on(clone)
    assert none.value.code == "lane.none"
    assert {code[:6] for code in goes_on(clone, lane=600_001)} == {"600001"}
    with pytest.raises(MachineFault) as used:
        go_on(folder, USER, PASSWORD, "x", clone.around, means=Means(lane=600_001), needed=False)
    assert used.value.code == "lane.used"


def test_an_enrolled_desk_that_is_behind_uses_its_spare_lanes_one_after_another(
    desk: Desk, tmp_path: Path
) -> None:
    enrol(desk, spare=(500_001, 500_002))
    older = desk.copy_to(tmp_path / "older")
    desk.record(1)
    put_back(desk, older)
    first = goes_on(desk)
    put_back(desk, older)
    second = goes_on(desk)
    assert {code[:6] for code in first} == {"500001"}
    assert {code[:6] for code in second} == {"500002"}
    put_back(desk, older)
    with pytest.raises(MachineFault) as none:
        goes_on(desk)
    assert none.value.code == "lane.none"


def test_a_lane_slip_read_by_telephone_lets_a_desk_go_on(desk: Desk, tmp_path: Path) -> None:
    key = bytes(range(32))
    enrol(desk, slip_key=key.hex())
    older = desk.copy_to(tmp_path / "older")
    desk.record(1)
    put_back(desk, older)
    with pytest.raises(UserMistake) as foreign:
        goes_on(desk, slip=make_slip(key, "another device", 600_001))
    assert foreign.value.code == "slip.foreign"
    slip = make_slip(key, CENTRE.device, 600_001)
    assert {code[:6] for code in goes_on(desk, slip=slip)} == {"600001"}
    put_back(desk, older)
    with pytest.raises(MachineFault) as used:
        goes_on(desk, slip=slip)
    assert used.value.code == "lane.used"


def test_a_desk_without_a_centre_takes_no_slip(desk: Desk, tmp_path: Path) -> None:
    folder = desk.copy_to(tmp_path / "clone")
    with pytest.raises(MachineFault) as no_key:
        goes_on(Desk(folder, desk.around, 0, ""), slip="1" * 32)
    assert no_key.value.code == "slip.no_key"


def test_what_the_mirror_holds_comes_back(desk: Desk, tmp_path: Path) -> None:
    older = desk.copy_to(tmp_path / "older")
    session = desk.open()
    codes = {register(session) for _ in range(30)}
    mirror = Mirror(tmp_path / "stick", session)
    assert mirror.catch_up() > 30
    mirror.close()
    session.close()
    put_back(desk, older)
    session, went_on = go_on(
        desk.folder, USER, PASSWORD, "lost", desk.around,
        means=Means(mirror=tmp_path / "stick"),
    )  # fmt: skip
    assert went_on.brought_in == 30
    assert codes <= codes_in(session)
    assert register(session) not in codes
    session.close()


@pytest.mark.parametrize("write", range(4))
def test_going_on_cut_short_anywhere_wastes_no_code_and_is_done_again(
    desk: Desk, tmp_path: Path, write: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = desk.copy_to(tmp_path / "older")
    lost = set(desk.record(3))
    put_back(desk, older)
    writes = iter(range(100))
    real: Callable[[Witness, WitnessRecord], None] = Witness.write

    def cut(self: Witness, record: WitnessRecord) -> None:
        if next(writes) == write:
            raise InterruptedError
        real(self, record)

    with monkeypatch.context() as patched:
        patched.setattr(Witness, "write", cut)
        with suppress(InterruptedError, MachineFault):
            go_on(desk.folder, USER, PASSWORD, "lost", desk.around)[0].close()
    session = desk.open()
    reason = session.book.read_only_reason
    session.close()
    codes = goes_on(desk) if reason else set(desk.record(3))
    assert not codes & lost
    assert desk.lane not in {int(code[:6]) for code in codes}
    (_, record), = witnesses(desk.around.home or Path())  # fmt: skip
    assert record.lane not in record.spare_lanes


def test_a_book_in_use_does_not_go_on(desk: Desk, tmp_path: Path) -> None:
    older = desk.copy_to(tmp_path / "older")
    desk.record(3)
    put_back(desk, older)
    window = desk.open()
    with pytest.raises(DeskError) as in_use:
        go_on(desk.folder, USER, PASSWORD, "lost", desk.around)
    assert in_use.value.code == "book.in_use.command"
    window.close()


def test_a_full_lane_says_so_and_a_new_log_goes_on(desk: Desk, clock: HandClock) -> None:
    desk.record(1)
    session = desk.open()
    with session.book.transaction() as turn:
        turn.own.serial = 999_999
    with pytest.raises(MachineFault) as full:
        register(session)
    assert full.value.code == "lane.full"
    session.close()
    session, went_on = go_on(desk.folder, USER, PASSWORD, "lane full", desk.around, needed=False)
    assert register(session).startswith(str(went_on.lane))
    session.close()


def test_a_witness_is_never_read_as_another_books(desk: Desk, tmp_path: Path) -> None:
    other = a_desk(tmp_path / "other", desk.around.home or Path(), desk.around.clock)
    assert {record.book for _, record in witnesses(desk.around.home or Path())} == {
        msgspec.structs.asdict(record_of(one))["book"] for one in (desk, other)
    }

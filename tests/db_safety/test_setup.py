"""Setting up: once, whole or not at all; images whose copies differ."""

from pathlib import Path

import pytest

from db import slots
from db.folder import HALF_MADE
from db.keys import read_recovery_key
from db.setup import Plan, set_up
from db.witness import witnesses
from desk_app.records.errors import MachineFault, UserMistake
from tests.db_safety.conftest import HandClock
from tests.db_safety.desks import PASSWORD, REZA, Desk, a_desk, codes_in


def plan(**changes: object) -> Plan:
    given: dict[str, object] = {"officer": REZA, "password": PASSWORD, "office": "123",
                                "counter": "1"}  # fmt: skip
    return Plan(**(given | changes))  # type: ignore[arg-type]


def test_an_office_that_begins_alone_draws_a_lane_and_three_spare_ones(desk: Desk) -> None:
    (_, record), = witnesses(desk.around.home or Path())  # fmt: skip
    lanes = {record.lane, *record.spare_lanes}
    assert record.lane == desk.lane
    assert len(lanes) == 4
    assert all(900_000 <= lane <= 999_999 for lane in lanes)
    assert desk.record(1)[0].startswith(str(desk.lane))


def test_a_lane_from_a_centre_is_used_as_given(
    tmp_path: Path, home: Path, clock: HandClock
) -> None:
    desk = a_desk(tmp_path / "desk", home, clock, lane=421_507)
    assert desk.record(1)[0].startswith("421507")


def test_spare_lanes_and_keys_stand_in_no_file_of_the_folder(desk: Desk) -> None:
    (_, record), = witnesses(desk.around.home or Path())  # fmt: skip
    session = desk.open()
    secrets = [session.keyring.data_key, session.keyring.data_key.hex().encode()]
    with session.book.reader.look() as db:
        inside = str(
            [
                db.execute(f"SELECT * FROM {table}").fetchall()
                for table in ("log", "setting", "keeping", "event")
            ]
        )
    session.close()
    secrets += [str(lane).encode() for lane in record.spare_lanes]
    for path in desk.folder.iterdir():
        data = path.read_bytes()
        assert not any(secret in data for secret in secrets)
    assert not any(str(lane) in inside for lane in record.spare_lanes)


def test_setting_up_twice_in_a_folder_is_refused(desk: Desk) -> None:
    codes = desk.record(1)
    with pytest.raises(MachineFault) as twice, set_up(desk.folder, plan(), desk.around):
        pass
    assert twice.value.code == "setup.exists"
    session = desk.open()
    assert codes_in(session) == set(codes)
    session.close()


def test_a_set_up_that_fails_leaves_nothing(tmp_path: Path, desk: Desk) -> None:
    folder = tmp_path / "second"
    with pytest.raises(ZeroDivisionError), set_up(folder, plan(), desk.around):
        raise ZeroDivisionError
    assert list(folder.iterdir()) == []
    assert len(list(witnesses(desk.around.home or Path()))) == 1


def test_a_set_up_that_was_cut_short_is_no_book_and_is_begun_again(
    tmp_path: Path, desk: Desk
) -> None:
    folder = tmp_path / "second"
    with set_up(folder, plan(), desk.around) as founding:
        half = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    founding.session.close()
    for name, data in half.items():
        (folder / name).write_bytes(data)
    assert HALF_MADE in half
    with pytest.raises(MachineFault) as none:
        Desk(folder, desk.around, 0, "").open()
    assert none.value.code == "book.none"
    again = a_desk(folder, desk.around.home or Path(), desk.around.clock)
    assert sorted(path.name for path in folder.iterdir()) == ["book.db", "slots"]
    assert again.record(1)
    assert len(list(witnesses(desk.around.home or Path()))) == 2


def test_a_second_set_up_in_the_same_moment_is_refused(tmp_path: Path, desk: Desk) -> None:
    folder = tmp_path / "second"
    with set_up(folder, plan(), desk.around) as founding:
        with pytest.raises(MachineFault) as running, set_up(folder, plan(), desk.around):
            pass
        assert running.value.code == "setup.running"
    founding.session.close()


def test_the_recovery_key_goes_into_a_new_file_only(tmp_path: Path, desk: Desk) -> None:
    out = tmp_path / "recovery.txt"
    with set_up(tmp_path / "second", plan(recovery_out=out), desk.around) as founding:
        pass
    founding.session.close()
    assert read_recovery_key(out.read_text()) == read_recovery_key(founding.recovery_key)
    with (
        pytest.raises(UserMistake) as exists,
        set_up(tmp_path / "third", plan(recovery_out=out), desk.around),
    ):
        pass
    assert exists.value.code == "recovery.exists"
    assert not (tmp_path / "third").exists()


def test_a_recovery_key_that_cannot_be_written_undoes_the_set_up(
    tmp_path: Path, desk: Desk
) -> None:
    out = tmp_path / "no such folder" / "recovery.txt"
    with (
        pytest.raises(MachineFault) as lost,
        set_up(tmp_path / "second", plan(recovery_out=out), desk.around),
    ):
        pass
    assert lost.value.code == "recovery.not_written"
    assert list((tmp_path / "second").iterdir()) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"password": "short"}, "password.short"),
        ({"lane": 99_999}, "lane.range"),
        ({"lane": 421_507, "image": True}, "lane.image"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_before_anything_is_made(
    tmp_path: Path, desk: Desk, changes: dict[str, object], code: str
) -> None:
    with (
        pytest.raises(UserMistake) as refused,
        set_up(tmp_path / "second", plan(**changes), desk.around),
    ):
        pass
    assert refused.value.code == code
    assert not (tmp_path / "second").exists()


def test_copies_of_an_image_have_their_own_log_lane_and_witness(
    tmp_path: Path, home: Path, clock: HandClock
) -> None:
    image = a_desk(tmp_path / "image", home, clock, image=True)
    assert list(witnesses(home)) == []
    copies = [Desk(image.copy_to(tmp_path / name), image.around, 0, "") for name in ("one", "two")]
    codes = [copy.record(2) for copy in copies]
    assert len({code[:6] for some in codes for code in some}) == 2
    logs = {record.log for _, record in witnesses(home)}
    assert len(logs) == 2
    assert slots.read(image.folder).image

"""What is set on one machine, and what is erased from the record."""

from pathlib import Path

import pytest

from tests.cli.made_up import as_csv, made_up_rows
from tests.cli.program import Desk

NEW = "another-good-password-7"


def test_settings_are_listed_set_and_kept(desk: Desk, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    before = {each["name"]: each["value"] for each in desk.run("settings list").many()}
    assert before == {
        "counter": "3",
        "window.lock_minutes": "10",
        "backup_folder": "",
        "backup_hours": "24",
        "mirror_folder": "",
    }
    told = {
        "counter": ("۱۲", "12"),
        "window.lock_minutes": ("20", "20"),
        "backup_folder": (tmp_path / "second", str(tmp_path / "second")),
        "backup_hours": ("۸", "8"),
        "mirror_folder": (stick, str(stick)),
    }
    for name, (value, kept) in told.items():
        assert desk.run("settings set", name, value).one() == {"name": name, "value": kept}
        assert desk.run("settings get", name).one()["value"] == kept
    desk.run("settings set", "mirror_folder", "")
    assert desk.run("settings get", "mirror_folder").one()["value"] == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("nonsense", "1"),
        ("slip_key", "00"),
        ("counter", ""),
        ("counter", "123456789"),
        ("window.lock_minutes", "7"),
        ("backup_hours", "0"),
        ("backup_hours", "half"),
        ("backup_hours", "169"),
        ("mirror_folder", "/no/such/stick"),
    ],
)
def test_values_that_cannot_be_are_told(used_desk: Desk, name: str, value: str) -> None:
    ran = used_desk.run("settings set", name, value, code=1)
    assert ran.out == b""
    assert ran.err.strip()


def test_backups_and_mirror_never_lie_in_the_data_folder(used_desk: Desk) -> None:
    for name in ("backup_folder", "mirror_folder"):
        assert used_desk.run("settings set", name, used_desk.data, code=1).err.strip()


def test_an_erased_request_keeps_its_code_and_loses_its_person(desk: Desk, tmp_path: Path) -> None:
    rows = made_up_rows(2, seed=41)
    path = tmp_path / "rows.csv"
    path.write_bytes(as_csv(rows))
    first, second = (answer["tracking_code"] for answer in desk.run("register", path).many())

    event = desk.run("erase", first, "--ground", "حکم دادگاه").one()

    assert event["type"] == "Erased"
    shown = desk.run("show", first).one()
    assert shown["visitor"] == {}
    assert shown["tracking_code"] == first
    assert desk.run("show", second).one()["visitor"]["name"]
    assert [each["tracking_code"] for each in desk.found(rows[0][0])] == []
    assert desk.run("check").one()["ok"] is True


def test_only_who_may_erase_does(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(as_csv(made_up_rows(1, seed=42)))
    (answer,) = desk.run("register", path).many()
    desk.run("officer add", "ali", "--name", "علی", MIZBAN_NEW_PASSWORD=NEW)
    told = ("erase", answer["tracking_code"], "--ground", "حکم")
    desk.run(*told, "--officer", "ali", code=6, MIZBAN_PASSWORD=NEW)
    desk.run("erase", answer["tracking_code"], "--officer", "sara", code=2)

"""What is typed wrongly before the desk opens has its sentence at its field; nothing is made."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from tests.ui.entrance.seats import PASSWORD, Seat, founded, seated
from tests.ui.keys import press, type_text
from tests.ui.pages.wrongly import assert_stands_at

Key = Qt.Key
ENROL = {
    "central": "https://desk.example.ir",
    "enrol_code": "1234-5678-9012-3456-7890",
    "agency": "فرمانداری ری",
    "counter": "۲",
    "officer_name": "زهرا محمدی",
    "officer": "zahra",
    "password": "کتاب ابر چای",
    "password_again": "کتاب ابر چای",
}
FIRST_RUN: list[tuple[str, dict[str, str], str, str, dict[str, Any]]] = [
    ("office", {"agency": ""}, "agency", "agency.missing", {}),
    ("office", {"office_name": " "}, "office_name", "office_name.missing", {}),
    ("office", {"office_code": ""}, "office_code", "office_code.missing", {}),
    ("office", {"counter": ""}, "counter", "counter.missing", {}),
    ("office", {"province": "ناکجاآباد"}, "province", "finder.unknown", {}),
    ("office", {"officer_name": ""}, "officer_name", "officer_name.missing", {}),
    ("office", {"officer": ""}, "officer", "officer.missing", {}),
    ("office", {"password": ""}, "password", "password.empty", {}),
    (
        "office",
        {"password": "abc", "password_again": "abc"},
        "password",
        "password.short",
        {"least": 6},
    ),
    ("office", {"password_again": "کتاب"}, "password_again", "entrance.password.differs", {}),
    ("enrol", ENROL | {"central": ""}, "central", "central.missing", {}),
    ("enrol", ENROL | {"enrol_code": ""}, "enrol_code", "enrol_code.missing", {}),
    ("enrol", ENROL, "enrol_code", "enrol_code.mistyped", {}),
    ("enrol", ENROL | {"enrol_code": "کد"}, "enrol_code", "enrol_code.mistyped", {}),
]


def type_into(seat: Seat, values: dict[str, str]) -> None:
    """Type each value into its field, and press Enter in the last."""
    for name, text in values.items():
        editor = seat.page.rows[name].editor
        editor.setFocus()
        type_text(editor, text)


async def agree(seat: Seat) -> None:
    press(seat.page, Key.Key_Return)
    await seat.sitting.calls.quiet()


def assert_told(seat: Seat, field: str, code: str, params: dict[str, Any]) -> None:
    assert_stands_at(seat.page.rows[field], code, params, seat.window.focusWidget())
    assert seat.window.signed_in is None


@pytest.mark.parametrize(("way", "typed", "field", "code", "params"), FIRST_RUN)
async def test_a_first_run_told_wrongly_makes_nothing(
    office: dict[str, str],
    tmp_path: Path,
    way: str,
    typed: dict[str, str],
    field: str,
    code: str,
    params: dict[str, Any],
) -> None:
    async with seated(tmp_path) as seat:
        seat.page.chosen.emit(way)  # type: ignore[attr-defined]
        type_into(seat, typed if way == "enrol" else office | typed)
        await agree(seat)
        assert_told(seat, field, code, params)
        assert not (seat.folder / "desk" / "book.db").exists()


@pytest.mark.parametrize(
    ("typed", "code"), [("", "password.empty"), ("چای ابر کتاب", "password.wrong")]
)
async def test_a_wrong_password_opens_neither_the_desk_nor_its_lock(
    tmp_path: Path, typed: str, code: str
) -> None:
    founded(tmp_path)
    async with seated(tmp_path) as seat:
        type_into(seat, {"password": typed})
        await agree(seat)
        assert_told(seat, "password", code, {})
        await seat.sign_in(PASSWORD)
        seat.window.lock()
        type_into(seat, {"password": typed})
        await agree(seat)
        assert_stands_at(seat.page.rows["password"], code, {}, seat.window.focusWidget())
        assert seat.window.locked


@pytest.mark.parametrize(
    ("secret", "code", "params"),
    [
        ("", "access.secret.missing", {}),
        ("123456", "recovery_number.length", {"digits": 6}),
    ],
)
async def test_a_recovery_told_wrongly_opens_nothing(
    tmp_path: Path, secret: str, code: str, params: dict[str, Any]
) -> None:
    founded(tmp_path)
    async with seated(tmp_path) as seat:
        seat.page.forgot.emit("zahra")  # type: ignore[attr-defined]
        list(seat.page._ways.values())[1].click()  # type: ignore[attr-defined]
        new = {"password": "رود سنگ پنجره", "password_again": "رود سنگ پنجره"}
        type_into(seat, {"recovery_key": secret} | new)
        await agree(seat)
        assert_told(seat, "recovery_key", code, params)

"""The actions of follow-up on one request, as scripts call them."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.made_up import as_csv, made_up_rows
from tests.cli.program import Desk

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


def taken(desk: Desk, folder: Path, seed: int) -> dict[str, Any]:
    """A request that was just recorded."""
    path = folder / "one.csv"
    path.write_bytes(as_csv(made_up_rows(1, seed=seed)))
    return desk.run("register", path).one()


@pytest.fixture
def code(used_desk: Desk, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The code of a request of this test's own."""
    seed = sum(request.node.nodeid.encode())
    return str(taken(used_desk, tmp_path, 1000 + seed)["tracking_code"])


def events_of(desk: Desk, code: str) -> list[str]:
    """The types of a request's events, in order."""
    return [event["type"] for event in desk.run("show", code).one()["events"]]


def test_show_tells_the_request_whole(used_desk: Desk, tmp_path: Path) -> None:
    answer = taken(used_desk, tmp_path, 1)

    shown = used_desk.run("show", answer["tracking_code"]).one()

    assert shown["request_id"] == answer["request_id"]
    assert shown["due"] == answer["due"]
    assert shown["status"] == "open"
    assert shown["conflicts"] == []
    assert set(shown["visitor"]) >= {"name", "national_id", "mobile"}
    event = shown["events"][0]
    assert set(event) == {"id", "type", "at", "actor", "log", "seq"}
    assert (event["type"], event["actor"]) == ("Registered", "sara")
    assert event["at"].endswith("+03:30")
    assert event["log"] == used_desk.made["log"]


def test_show_tells_a_person_how_the_request_stands(used_desk: Desk, code: str) -> None:
    told = used_desk.machine.run("show", code, "--data", used_desk.data).err
    assert "موعد پاسخ" in told
    assert "رویدادها: ۱" in told


def test_an_action_answers_with_its_event_as_show_tells_it(used_desk: Desk, code: str) -> None:
    noted = used_desk.run("note", code, "یادداشت").one()
    shown = used_desk.run("show", code).one()["events"][-1]
    assert shown == {name: noted[name] for name in shown}
    assert noted["type"] == "Noted"


def test_the_columns_of_register_name_what_is_corrected(used_desk: Desk, code: str) -> None:
    columns = ("subject=راه روستا", "mobile=09121112233", "first_name=نیلوفر")
    changes = [word for column in columns for word in ("--set", column)]
    used_desk.run("correct", code, *changes, "--reason", "چون")
    shown = used_desk.run("show", code).one()
    assert shown["subject"] == "راه روستا"
    assert (shown["visitor"]["mobile"], shown["visitor"]["first_name"]) == (
        "09121112233",
        "نیلوفر",
    )
    said = used_desk.run("correct", code, "--set", "colour=1", "--reason", "چون", code=1).err
    assert "matter.subject" in said


def test_an_option_without_its_value_is_told_in_the_users_language(used_desk: Desk) -> None:
    assert "داده نشده" in used_desk.machine.run("status", "--officer", code=2).err


def test_codes_are_read_in_any_digits_and_groups(used_desk: Desk, code: str) -> None:
    typed = code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    for way in (typed, f"{typed[:6]} {typed[6:12]} {typed[12:]}", f"{code[:6]}-{code[6:]}"):
        assert used_desk.run("show", way).one()["tracking_code"] == code


def test_a_wrong_code_is_told_from_one_that_has_not_arrived(used_desk: Desk, code: str) -> None:
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    assert "درست نیست" in used_desk.run("show", wrong, code=1).err
    number = 123456_000001
    elsewhere = f"{number}{98 - number * 100 % 97:02d}"
    assert "هنوز به اینجا نرسیده" in used_desk.run("show", elsewhere, code=1).err


def test_a_request_goes_its_way_from_note_to_end(
    used_desk: Desk, code: str, tmp_path: Path
) -> None:
    scan = tmp_path / "scan.png"
    scan.write_bytes(PNG)
    slip = tmp_path / "slip.pdf"
    sheet = tmp_path / "sheet.pdf"
    steps: list[tuple[str, tuple[object, ...], str]] = [
        ("note", ("تماس گرفته شد",), "Noted"),
        ("attach", (scan, "--title", "تصویر نامه"), "Documented"),
        ("refer", ("--unit", "u1", "--reason", "برای بررسی"), "Referred"),
        ("return", ("--reason", "بررسی شد"), "Returned"),
        ("extend", ("--due", "1406/06/15", "--reason", "نیاز به بازدید"), "Extended"),
        ("correct", ("--set", "matter.subject=موضوع درست", "--reason", "اشتباه"), "Corrected"),
        ("answer", ("--result", "granted", "--reason", "انجام شد"), "Answered"),
        ("tell", ("--channel", "sms", "--address", "09121234567"), "Told"),
        ("close", (), "Closed"),
        ("reopen", ("--reason", "اعتراض شد"), "Reopened"),
        ("withdraw", (), "Withdrawn"),
    ]
    for command, more, type_name in steps:
        event = used_desk.run(command, code, *more).one()
        assert event["type"] == type_name
        assert event["actor"] == "sara"
        assert event["at"].endswith("+03:30")
        if command == "refer":
            made = used_desk.run("referral-slip", code, "--out", slip).one()
            assert made == {"file": str(slip), "copy": 1}
    assert used_desk.run("sheet", code, "--out", sheet).one()["copy"] == 1
    assert all(path.read_bytes().startswith(b"%PDF") for path in (slip, sheet))

    types = [type_name for _, _, type_name in steps]
    assert [each for each in events_of(used_desk, code) if each in types] == types
    shown = used_desk.run("show", code).one()
    assert shown["subject"] == "موضوع درست"
    assert shown["due_jalali"] == "1406-06-15"
    assert shown["promised"] != shown["due"]
    assert shown["status"] == "withdrawn"


NOT_DUE = (
    ("refer", ("--unit", "u1"), 2),
    ("refer", ("--unit", "nowhere", "--reason", "چون"), 1),
    ("refer", ("--reason", "چون"), 1),
    ("return", ("--reason", "چون"), 1),
    ("answer", ("--result", "refused"), 1),
    ("answer", ("--result", "perhaps"), 2),
    ("tell", ("--channel", "sms"), 1),
    ("extend", ("--due", "1401/01/01", "--reason", "چون"), 1),
    ("extend", ("--due", "فردا", "--reason", "چون"), 1),
    ("correct", ("--set", "nothing", "--reason", "چون"), 1),
    ("correct", ("--set", "matter.nothing=x", "--reason", "چون"), 1),
    ("void", (), 2),
    ("void", ("--reason", "  "), 1),
    ("reopen", ("--reason", "چون"), 1),
    ("settle", ("--register", "status", "--choice", "x"), 1),
    ("note", ("",), 1),
    ("attach", ("/nowhere.png",), 1),
)


def test_what_is_not_due_is_refused_with_a_sentence_and_nothing_recorded(
    used_desk: Desk, code: str
) -> None:
    for command, more, code_of_end in NOT_DUE:
        ran = used_desk.run(command, code, *more, code=code_of_end)
        assert ran.out == b""
        assert " " in ran.err.strip()

    assert events_of(used_desk, code) == ["Registered"]


def test_personal_arguments_are_read_from_standard_input(used_desk: Desk, code: str) -> None:
    used_desk.run("note", code, "-", given="با همسایه گفت‌وگو شد\n".encode())
    shown = used_desk.run("show", "-", given=code.encode()).one()
    assert shown["tracking_code"] == code
    name = shown["visitor"]["last_name"]
    hits = used_desk.run("find", "-", "--limit", "1000", given=name.encode()).many()
    assert code in {hit["tracking_code"] for hit in hits}


def test_find_tells_what_scripts_rely_on(used_desk: Desk, tmp_path: Path) -> None:
    answer = taken(used_desk, tmp_path, 77)
    shown = used_desk.run("show", answer["tracking_code"]).one()

    for text in (
        answer["tracking_code"], shown["visitor"]["national_id"], shown["visitor"]["mobile"],
    ):  # fmt: skip
        hits = used_desk.found(text)
        assert answer["tracking_code"] in {hit["tracking_code"] for hit in hits}
        assert set(hits[0]) >= {
            "tracking_code", "received_at", "kind", "subject", "status", "visitor_name",
        }  # fmt: skip
    assert used_desk.found("واژه‌ای‌که‌نیست") == []


def test_blank_receipts_set_codes_aside_that_no_request_gets(
    used_desk: Desk, tmp_path: Path
) -> None:
    out = tmp_path / "blanks.pdf"
    made = used_desk.run("blanks", "--count", "7", "--out", out).one()

    later = taken(used_desk, tmp_path, 78)["tracking_code"]

    assert made["count"] == 7
    assert out.read_bytes().startswith(b"%PDF")
    assert made["first"] < made["last"] < later


def test_a_guidance_slip_is_made_of_the_catalogue(used_desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "guidance.pdf"
    services = [
        item for item in used_desk.run("catalogue list").many() if item["item"] == "service"
    ]
    used_desk.run("guidance", services[0]["key"], "--out", out)
    assert out.read_bytes().startswith(b"%PDF")
    used_desk.run("guidance", "nothing", "--out", out, code=1)


def test_a_paper_that_cannot_be_written_is_not_recorded_as_printed(
    used_desk: Desk, code: str, tmp_path: Path
) -> None:
    used_desk.run("receipt", code, "--out", tmp_path / "nowhere" / "r.pdf", code=1)
    assert used_desk.run("show", code).one()["copies"] == 0

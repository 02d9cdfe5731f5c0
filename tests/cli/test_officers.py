"""Officers: who may open the book, in which role, with which password."""

from tests.cli.program import PASSWORD, Desk

ALI = "گذرواژهٔ‌علی-56"
NEWER = "گذرواژهٔ‌دیگر-78"


def add(desk: Desk, user: str, role: str, word: str = ALI) -> None:
    """Admit an officer."""
    desk.run(
        "officer add", user, "--name", "علی رضایی", "--role", role, "--officer", "sara",
        MIZBAN_NEW_PASSWORD=word,
    )  # fmt: skip


def test_an_officer_who_was_added_signs_in_and_is_listed(desk: Desk) -> None:
    ran = desk.run(
        "officer add", "ali", "--name", "-", "--role", "supervisor",
        given="علی رضایی\n".encode(), MIZBAN_NEW_PASSWORD=ALI,
    )  # fmt: skip

    assert ran.one() == {
        "officer": "ali", "name": "علی رضایی", "role": "supervisor", "unit": None, "slot": True,
        "withdrawn": False,
    }  # fmt: skip
    listed = desk.run("officer list", "--officer", "ali", MIZBAN_PASSWORD=ALI).many()
    assert [each["officer"] for each in listed] == ["ali", "sara"]
    desk.run("status", code=1)
    desk.run("status", "--officer", "ali", code=6)


def test_a_withdrawn_officer_opens_nothing_and_the_others_everything(desk: Desk) -> None:
    add(desk, "ali", "admin")
    desk.run("officer withdraw", "sara", "--officer", "sara", code=1)

    ran = desk.run("officer withdraw", "ali", "--officer", "sara").one()

    assert ran["withdrawn"] is True
    desk.run("status", "--officer", "ali", code=6, MIZBAN_PASSWORD=ALI)
    assert [each["officer"] for each in desk.run("officer list").many()] == ["sara"]
    assert desk.run("check").one()["ok"] is True
    desk.run("officer withdraw", "ali", code=1)


def test_a_role_that_may_not_is_refused_with_status_6(desk: Desk) -> None:
    add(desk, "ali", "expert")
    for command in (
        ("officer add", "x", "--name", "ی"),
        ("officer withdraw", "sara"),
        ("officer password", "sara"),
        ("unattended allow",),
        ("backup", desk.data.parent / "second"),
        ("blanks", "--count", "1", "--out", desk.data.parent / "b.pdf"),
        ("catalogue import", desk.data.parent / "c.xlsx"),
        ("enrol", "--central", "http://127.0.0.1:1", "--enrol-code", "x"),
    ):
        ran = desk.run(
            *command, "--officer", "ali", code=6, MIZBAN_PASSWORD=ALI, MIZBAN_NEW_PASSWORD=NEWER
        )
        assert "نقش" in ran.err
    assert [each["officer"] for each in desk.run("officer list", "--officer", "sara").many()] == [
        "ali", "sara",
    ]  # fmt: skip


def test_everybody_changes_the_own_password_and_a_supervisor_that_of_others(desk: Desk) -> None:
    add(desk, "ali", "officer")

    desk.run("officer password", "--officer", "ali", MIZBAN_PASSWORD=ALI, MIZBAN_NEW_PASSWORD=NEWER)
    desk.run("status", "--officer", "ali", code=6, MIZBAN_PASSWORD=ALI)
    desk.run("status", "--officer", "ali", MIZBAN_PASSWORD=NEWER)

    desk.run("officer password", "ali", "--officer", "sara", MIZBAN_NEW_PASSWORD=ALI)
    desk.run("status", "--officer", "ali", MIZBAN_PASSWORD=ALI)
    desk.run("officer password", "nobody", "--officer", "sara", code=1, MIZBAN_NEW_PASSWORD=ALI)
    desk.run("officer password", "--officer", "sara", code=1, MIZBAN_NEW_PASSWORD="۱")
    desk.run("status", "--officer", "sara", MIZBAN_PASSWORD=PASSWORD)


def test_a_machine_synchronises_unattended_only_where_that_was_allowed(desk: Desk) -> None:
    desk.run("sync", "--unattended", code=6)
    desk.run("unattended allow")
    ran = desk.run("sync", "--unattended", code=5, MIZBAN_PASSWORD="not this one")
    assert ran.one()["detail"] == "line.not_enrolled"
    desk.run("unattended forbid")
    desk.run("sync", "--unattended", code=6)

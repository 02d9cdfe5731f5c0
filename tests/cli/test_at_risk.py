"""What would be lost with a machine, asked and told before deeds that could lose it."""

from pathlib import Path

from tests.cli.program import Desk


def registered(desk: Desk, subject: str) -> str:
    row = f'{{"kind":"request","subject":"{subject}","first_name":"علی","last_name":"احمدی"}}'
    answer = desk.run("register", "-", given=f"{row}\n".encode()).one()
    return str(answer["tracking_code"])


def test_only_what_no_backup_holds_is_at_risk_and_a_restore_tells_it(
    desk: Desk, tmp_path: Path
) -> None:
    first = registered(desk, "روشنایی کوچه")
    risk = desk.run("at-risk", code=3).one()
    assert (risk["safe"], risk["codes"], risk["whole"]) == (False, [first], True)
    made = desk.run("backup", tmp_path / "backups").one()["file"]
    safe = desk.run("at-risk").one()
    assert (safe["safe"], safe["events"], safe["codes"]) == (True, 0, [])
    assert safe["unsent"] == risk["unsent"]
    assert safe["copies"]["backup"] is not None
    late = registered(desk, "آسفالت میدان")
    assert desk.run("at-risk", code=3).one()["codes"] == [late]
    restored = desk.run("restore", made)
    answer = restored.one()
    assert answer["left_behind"]["codes"] == [late]
    assert late in restored.err
    assert Path(answer["set_aside"]).is_dir()


def test_a_restore_where_nothing_was_recorded_since_says_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    registered(desk, "روشنایی کوچه")
    made = desk.run("backup", tmp_path / "backups").one()["file"]
    restored = desk.run("restore", made)
    assert restored.one()["left_behind"]["safe"] is True

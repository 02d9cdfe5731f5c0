"""The demonstration office, made and used from the command line."""

from pathlib import Path

import pypdf

from tests.cli.program import Desk, Machine


def test_a_demonstration_has_requests_a_centre_and_a_mark_on_every_paper(
    machine: Machine, tmp_path: Path
) -> None:
    data = tmp_path / "demo"
    made = machine.run("demo", "--requests", "7", "--data", data, "--json").one()
    assert set(made) == {"device", "log", "lane", "office_code"}
    desk = Desk(machine, data, made)

    status = desk.status()
    assert (status["requests"], status["unsent"]) == (7, 0)
    hits = [hit for word in ("انشعاب", "وام", "قطعی") for hit in desk.found(word)]
    out = tmp_path / "receipt.pdf"
    desk.run("receipt", hits[0]["tracking_code"], "--out", out)
    assert "نمایشی" in "".join(page.extract_text() for page in pypdf.PdfReader(out).pages)
    answer = desk.run("sync").one()
    assert (answer["state"], answer["pushed"], answer["unsent"]) == ("ok", 1, 0)
    machine.run("demo", "--data", data, code=1)

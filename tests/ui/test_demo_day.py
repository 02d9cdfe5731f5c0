"""The demonstration day plays through the real window and its counts agree."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pypdfium2 as pdfium

from desk_app.records.identity import legal_id, national_id
from ui.demo.visitors import ALL

ROOT = Path(__file__).resolve().parents[2]


def test_everybody_of_the_day_has_a_number_that_is_right() -> None:
    people = [
        person
        for visitor in ALL
        for person in (visitor.person, visitor.presenter, *visitor.members)
        if person is not None and person.number
    ]
    rule = {True: legal_id, False: national_id}
    assert people
    assert [rule[bool(one.legal_name)](one.number)[1] for one in people] == [None] * len(people)


def title_of(paper: Path) -> str:
    with pdfium.PdfDocument(paper) as document:
        return str(document.get_metadata_value("Title"))


def test_a_whole_day_is_played_by_keys_and_every_count_agrees(tmp_path: Path) -> None:
    out, guide = tmp_path / "demo", tmp_path / "guide"
    played = subprocess.run(
        [sys.executable, "-m", "desk_app", "demo-day", "--out", str(out), "--guide", str(guide)],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "MIZBAN_LANG": "fa"},
        capture_output=True,
        encoding="utf-8",
        timeout=230,
        check=False,
    )
    assert played.returncode == 0, played.stdout + played.stderr
    assert str(out) in played.stdout
    counts = json.loads((out / "counts.json").read_text(encoding="utf-8"))
    wanted = sum(visitor.requests for visitor in ALL)
    assert counts["visits"] == sum(not visitor.stays for visitor in ALL)
    for name in ("requests", "receipts", "recorded", "at_centre"):
        assert counts[name] == wanted
    assert counts["sent"] == counts["events"]
    papers = [title_of(one) for one in (out / "receipts").glob("*.pdf")]
    sent_on = sum(visitor.outcome == "agency" for visitor in ALL)
    assert (papers.count("رسید درخواست"), len(papers)) == (wanted, wanted + sent_on)
    shots = {one.name.partition("-")[2] for one in (out / "screenshots").glob("*.png")}
    pictures = {one.name: one.stat().st_size for one in (guide / "pictures").iterdir()}
    assert pictures.keys() == {one.name for one in (ROOT / "docs/guide/pictures").iterdir()}
    assert max(pictures.values()) < 150_000
    assert (guide / "fields.md").exists()
    for step in ("first-run", "sign-in", "find", "request", "no-line", "today", "locked"):
        assert {f"{step}-light.png", f"{step}-dark.png"} <= shots

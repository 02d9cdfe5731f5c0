"""Backup, mirror, health and what is sent to support."""

import json
from pathlib import Path

import pytest

from desk_app.bugs import keep_bug
from desk_app.cli.diagnosis import kept_bugs
from desk_app.ports.printers import PrinterKind, PrinterSetting
from desk_app.records.persons import Person
from desk_app.services.parties import PartyTold
from tests.services.told import took
from tests.ui.pages.hands import Hands
from tests.ui.pages.office import PASSWORD, GuardedBook
from tests.ui.settings.rooms import section
from ui.settings.about import DiagnosisCard
from ui.settings.health import HealthCard
from ui.settings.mirror import MirrorCard
from ui.settings.office import OfficeCard
from ui.widgets.finder import Option


async def test_the_mirror_is_named_written_now_and_says_when(hands: Hands, tmp_path: Path) -> None:
    card = await section(hands, "safety", MirrorCard)
    assert card._state.text() == "آینه‌ای نیست"
    stick = tmp_path / "stick"
    stick.mkdir()
    card._folder.set_value(str(stick))
    card._on_keep()
    await hands.quiet()
    card._on_now()
    await hands.quiet()
    assert card._state.text() == "برقرار"
    assert "آخرین نوشتن" in card._told.text()
    assert list(stick.rglob("mizban-*"))
    card._folder.set_value("")
    card._on_keep()
    await hands.quiet()
    assert hands.setting("mirror_folder") == ""


async def test_a_stick_that_is_not_there_is_told(hands: Hands, tmp_path: Path) -> None:
    card = await section(hands, "safety", MirrorCard)
    faults: list[str] = []
    hands.open_desk.place.faulted.connect(lambda fault: faults.append(fault.code))
    card._folder.set_value(str(tmp_path / "nowhere"))
    card._on_keep()
    await hands.quiet()
    assert card._row.wrong is not None
    assert card._row.wrong.code == "mirror.gone"
    card._on_now()
    await hands.quiet()
    assert faults == ["mirror.no_folder"]


async def test_the_whole_book_is_looked_at_by_hand(hands: Hands) -> None:
    card = await section(hands, "safety", HealthCard)
    card._on_check()
    await hands.quiet()
    assert card._state.text() == "سالم"
    assert card._check.isEnabled()


async def test_the_office_is_named_anew(hands: Hands) -> None:
    card = await section(hands, "counter", OfficeCard)
    card._rows.set_text("office_name", "")
    card._on_keep()
    await hands.quiet()
    wrong = card._rows.row("office_name").wrong
    assert wrong is not None
    card._rows.set_text("office_name", "بخشداری")
    card._province.choose(Option("8", "تهران"))
    card._on_keep()
    await hands.quiet()
    assert isinstance(hands.desk.book, GuardedBook)
    facts = hands.desk.book.beneath.queries.office()
    assert (facts.name, facts.province) == ("بخشداری", 8)


async def test_the_diagnosis_holds_states_and_nobodys_data(hands: Hands, tmp_path: Path) -> None:
    marks = {
        "last": "نشان‌خانوادگی", "first": "نشان‌نام", "mobile": "09121234567",
        "id": "0012345679", "subject": "نشان‌موضوع", "text": "نشان‌متن",
    }  # fmt: skip
    person = Person(
        id_number=marks["id"],
        first_name=marks["first"],
        last_name=marks["last"],
        mobile=marks["mobile"],
    )
    assert isinstance(hands.desk.book, GuardedBook)
    book = hands.desk.book.beneath
    taken = took(book, marks["subject"], text=marks["text"], parties=(PartyTold(person=person),))
    printers = tmp_path / "نشان‌چاپگر"
    printers.mkdir()
    hands.desk.printers.set_up(
        [PrinterSetting("نشان‌باجه", PrinterKind.FOLDER, str(printers), "a5")]
    )
    stick = tmp_path / "نشان‌حافظه"
    stick.mkdir()
    hands.desk.safety.mirror_in(stick)
    hands.desk.backups.keep_in(tmp_path / "نشان‌پشتیبان")
    card = await section(hands, "about", DiagnosisCard)
    path = tmp_path / "diagnosis.json"
    card.write(path)
    await hands.quiet()
    text = path.read_text(encoding="utf-8")
    facts = book.queries.office()
    for secret in (
        *marks.values(), taken.tracking_code, taken.follow_up, taken.request_id, "نشان",
        PASSWORD, book.officer.name, book.officer.user, facts.agency, facts.name,
        str(tmp_path), tmp_path.name, book.queries.counts().log,
    ):  # fmt: skip
        assert secret not in text
    found = json.loads(text)
    assert found["book"]["requests"] == 1
    assert found["backup"]["set"]
    assert found["mirror"]["set"]
    assert found["program"]["mizban"]
    assert found["window"]["language"] == "fa"


def test_kept_bugs_are_told_without_folders_and_texts(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="نشان") as raised:
        int("نشان‌متن")
    reference = keep_bug(raised.value, tmp_path)
    log = tmp_path / "bugs.log"
    log.write_text(log.read_text(encoding="utf-8") + "نشان سطر دیگر\n", encoding="utf-8")
    ((first, *rest),) = [one for one in kept_bugs(log) if one]
    assert reference in first
    assert "builtins.ValueError" in rest
    assert any(line.startswith("test_safety.py:") for line in rest)
    assert not any("/" in line or "\\" in line or "نشان" in line for line in rest)


def test_a_log_that_is_not_there_tells_nothing(tmp_path: Path) -> None:
    assert kept_bugs(tmp_path / "none.log") == []

"""The way in as the window uses it: found, set up, signed in, left, demonstrated."""

import shutil
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from db.clock import SYSTEM_CLOCK
from db.jobs import BookJobs
from db.opening import open_session
from desk_app.cli.house import House
from desk_app.cli.window import Door
from desk_app.ports.desk import Desk, GoOn, LineState, LineView, SetUp
from desk_app.ports.printers import (
    JobState,
    Printer,
    PrinterInfo,
    PrinterKind,
    PrinterSetting,
    PrintJob,
)
from desk_app.records.errors import DataDamaged, MachineFault, NotAllowed, UserMistake
from desk_app.records.persons import Person
from desk_app.services.parties import PartyTold
from desk_app.services.register import RegisterRequest, register_request
from tests.cli.program import PASSWORD

WISHES = SetUp(
    agency="فرمانداری نمونه",
    office_name="میز خدمت",
    office_code="1201",
    counter="3",
    officer="sara",
    officer_name="سارا محمدی",
    password=PASSWORD,
)
ASK = RegisterRequest(
    kind="request", subject="آب", parties=(PartyTold(person=Person(first_name="علی")),)
)
LONG = 60


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A way in to an empty folder."""
    monkeypatch.setenv("MIZBAN_WITNESS_DIR", str(tmp_path / "witness"))
    found = House(tmp_path / "desk")
    yield found
    found.close()


def wait_for(desk: Desk, wanted: LineState, unsent: int = 0) -> LineView:
    """The line's view once it is in this state with so much unsent; later it may be in another."""
    there = threading.Event()
    found: list[LineView] = []

    def hear(view: LineView) -> None:
        if view.state is wanted and view.unsent >= unsent:
            found.append(view)
            there.set()

    stop = desk.line.subscribe(hear)
    hear(desk.line.view())
    assert there.wait(LONG), desk.line.view()
    stop()
    return found[0]


def test_an_empty_folder_holds_nothing_and_a_set_up_one_its_officers(house: House) -> None:
    assert house.look().officers == ()
    founded = house.set_up(WISHES)
    assert founded.recovery_key.count("-") == 7
    founded.desk.close("closed")

    found = house.look()

    assert (found.officers, found.fault, found.demonstration) == (("sara",), "", False)


def test_signing_in_and_leaving_stand_in_the_record(house: House, tmp_path: Path) -> None:
    house.set_up(WISHES).desk.close("closed")
    with pytest.raises(NotAllowed, match=r"password\.wrong"):
        house.sign_in("sara", "another")

    desk = house.sign_in("sara", PASSWORD)

    assert desk.reason is None
    assert desk.office.name == "میز خدمت"
    assert wait_for(desk, LineState.ALONE).last_contact == 0
    with pytest.raises(NotAllowed, match=r"password\.wrong"):
        desk.unlock("another")
    desk.unlock(PASSWORD)
    desk.close("left")
    session = open_session(tmp_path / "desk", "sara", PASSWORD)
    with session.book.reader.look() as db:
        types = [row[0] for row in db.execute("SELECT type FROM event WHERE kind = 'session'")]
    session.close()
    assert types == ["SignedIn", "SignedOut", "SignedIn", "SignedOut"]


def test_a_receipt_goes_to_the_printer_that_was_set_up(house: House, tmp_path: Path) -> None:
    desk = house.set_up(WISHES).desk
    papers = tmp_path / "papers"
    papers.mkdir()
    setting = PrinterSetting("پوشه", PrinterKind.FOLDER, str(papers), "a6")
    with pytest.raises(UserMistake):
        desk.printers.set_up([PrinterSetting("", PrinterKind.FOLDER, "", "a3")])
    desk.printers.set_up([setting])
    taken = register_request(desk.book, ASK)
    view = desk.book.queries.request(taken.request_id)
    assert view is not None
    page = desk.documents.receipt(view, desk.office, "a6")
    out = threading.Event()

    def hear(job: PrintJob) -> None:
        if job.state is JobState.PRINTED:
            out.set()

    desk.queue.subscribe(hear)
    desk.queue.submit(PrintJob("ab-1", "پوشه", "a6", "receipt", SYSTEM_CLOCK.now_ms()), page)

    assert out.wait(LONG), desk.queue.pending()
    assert [path.read_bytes() for path in papers.iterdir()] == [page]
    assert not desk.queue.pending()
    assert desk.printers.settings() == [setting]
    desk.close("closed")


def test_a_job_waits_through_a_restart_where_no_one_can_read_it(
    house: House, tmp_path: Path
) -> None:
    desk = house.set_up(WISHES).desk
    failed = threading.Event()
    desk.queue.subscribe(lambda job: failed.set() if job.state is JobState.FAILED else None)
    job = PrintJob("ab-2", "nowhere", "a6", "receipt", SYSTEM_CLOCK.now_ms())
    desk.queue.submit(job, b"%PDF of a visitor")
    assert failed.wait(LONG)
    desk.close("closed")

    session = open_session(tmp_path / "desk", "sara", PASSWORD)
    jobs = BookJobs(session.book, SYSTEM_CLOCK)
    (kept,) = jobs.pending()
    assert (kept.id, kept.state, kept.code) == ("ab-2", JobState.FAILED, "printer.not_set")
    assert jobs.document("ab-2") == b"%PDF of a visitor"
    given_up = PrintJob(
        "ab-2", "nowhere", "a6", "receipt", kept.created_at, state=JobState.ABANDONED
    )
    assert not jobs.update(given_up, JobState.WAITING)
    assert jobs.update(given_up, JobState.FAILED)
    assert jobs.document("ab-2") is None
    assert not jobs.pending()
    assert jobs.get("ab-2") == given_up
    session.close()
    for path in (tmp_path / "desk").iterdir():
        assert b"%PDF of a visitor" not in path.read_bytes()


def test_backups_go_to_a_second_place_and_say_how_they_stand(house: House, tmp_path: Path) -> None:
    desk = house.set_up(WISHES).desk
    assert desk.backups.view().at == 0
    with pytest.raises(MachineFault, match=r"backup\.same_folder"):
        desk.backups.keep_in(tmp_path / "desk" / "inside")
    with pytest.raises(MachineFault, match=r"backup\.no_folder"):
        desk.backups.back_up()
    desk.backups.keep_in(tmp_path / "second")

    view = desk.backups.back_up()

    assert view.at > 0
    assert view.code == ""
    assert [path.suffix for path in (tmp_path / "second").glob("*.mzb")] == [".mzb"]
    desk.close("closed")


def test_idle_moments_make_the_backup_that_is_due(house: House, tmp_path: Path) -> None:
    desk = house.set_up(WISHES).desk
    desk.backups.keep_in(tmp_path / "second")
    made = threading.Event()
    assert not list((tmp_path / "second").iterdir())

    def keep_tending() -> None:
        while not desk.backups.view().at:
            desk.tend(lambda: True)
        made.set()

    threading.Thread(target=keep_tending, daemon=True).start()
    assert made.wait(LONG)
    desk.close("closed")
    assert list((tmp_path / "second").glob("*.mzb"))


def test_a_copy_opens_for_reading_and_goes_on_in_a_new_log(house: House, tmp_path: Path) -> None:
    desk = house.set_up(WISHES).desk
    taken = register_request(desk.book, ASK)
    desk.close("closed")
    shutil.copytree(tmp_path / "desk", tmp_path / "copy")
    copy = House(tmp_path / "copy")

    read = copy.sign_in("sara", PASSWORD)
    assert isinstance(read.reason, DataDamaged)
    assert read.reason.code == "book.copied_folder"
    assert read.book.queries.request(taken.request_id) is not None
    with pytest.raises(DataDamaged):
        register_request(read.book, ASK)
    read.close("closed")

    written = copy.go_on("sara", PASSWORD, GoOn(reason="alone"))
    assert written.reason is None
    again = register_request(written.book, replace(ASK, subject="برق"))
    assert again.tracking_code[:6] != taken.tracking_code[:6]
    written.close("closed")
    copy.close()


def test_the_demonstration_has_a_day_a_line_and_a_centre_that_can_be_cut_off(
    house: House,
) -> None:
    shown = house.demonstration()
    desk = shown.desk
    wait_for(desk, LineState.UP_TO_DATE)
    assert desk.office.demonstration
    before = shown.centre.counts()
    assert before.sound
    assert before.requests == desk.book.queries.counts().requests > 0

    shown.centre.stop()
    register_request(desk.book, ASK)
    desk.line.wake()
    view = wait_for(desk, LineState.NO_LINE, unsent=1)
    assert view.code == "line.unreachable"
    shown.centre.start()
    desk.line.wake()
    assert wait_for(desk, LineState.UP_TO_DATE).unsent == 0
    assert shown.centre.counts().requests == before.requests + 1
    desk.close("closed")
    assert house.look().demonstration

    again = house.sign_in("demo", shown.password)
    wait_for(again, LineState.UP_TO_DATE)
    again.close("closed")


class NoPrinters:
    """A windowing toolkit that knows no printers."""

    def available(self) -> Sequence[PrinterInfo]:
        """None."""
        return ()

    def printer(self, setting: PrinterSetting) -> Printer:
        """None of that name."""
        raise MachineFault("printer.not_set", printer=setting.name)


def test_the_window_s_door_leads_into_the_house(house: House, tmp_path: Path) -> None:
    house.set_up(WISHES).desk.close("closed")
    door = Door(tmp_path / "desk", NoPrinters())
    assert door.look().officers == ("sara",)
    door.sign_in("sara", PASSWORD).close("closed")
    door.close()

"""The spool: kept until it is out, in order, never twice by itself."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from desk_app.ports.printers import (
    JobState,
    PrinterKind,
)
from desk_app.printing.outputs import OfficePrinters
from desk_app.printing.spool import BY_ITSELF_MS, Spool
from desk_app.records.errors import MachineFault
from tests.unit.printers.papers import CODE, NOON, codes_in, job, paper, setting
from tests.unit.printers.roll_printer import Mood, NetworkPrinter
from tests.unit.printers.spools import LONG, QUICK, Desk, Output, office


def test_a_job_passes_from_waiting_to_printed_and_its_paper_is_destroyed() -> None:
    desk = Desk()
    with desk.spool(office("")) as spool:
        spool.submit(job(), paper())
        printed = desk.ended(JobState.PRINTED)

    assert (printed.printed_by, printed.confirmed, printed.attempts) == ("desk printer", True, 1)
    assert desk.store.get(job().id) == printed
    assert desk.store.document(job().id) is None
    assert desk.store.pending() == []


def test_jobs_come_out_in_the_order_in_which_they_were_made() -> None:
    desk, printers = Desk(), office("")
    for number in (3, 1, 2):
        desk.store.add(job(number, created_at=NOON + number), b"paper")
    with desk.spool(printers):
        for _ in range(3):
            desk.ended(JobState.PRINTED)

    assert printers.outputs["desk printer"].printed == ["1", "2", "3"]


def test_submitting_does_not_wait_for_the_printer() -> None:
    desk, printers, gate = Desk(), office(""), threading.Event()
    printers.outputs["desk printer"].wait = lambda: gate.wait(20)
    with desk.spool(printers) as spool:
        spool.submit(job(1), b"paper")
        spool.submit(job(2), b"paper")
        assert desk.ended(JobState.PRINTING).id == job(1).id
        assert not spool.abandon(job(1).id)
        assert spool.abandon(job(2).id)
        gate.set()
        desk.ended(JobState.PRINTED)

    assert printers.outputs["desk printer"].printed == ["1"]


def test_a_failure_is_seen_and_kept_until_somebody_repeats_it() -> None:
    desk = Desk()
    with desk.spool(office("printer.paper_out", "")) as spool:
        spool.submit(job(), paper())
        failed = desk.ended(JobState.FAILED)
        assert failed.code == "printer.paper_out"
        assert failed.next_try_at == NOON + LONG[0]
        assert desk.store.document(job().id) == paper()
        assert spool.retry(job().id)
        printed = desk.ended(JobState.PRINTED)

    assert (printed.code, printed.attempts) == ("", 2)


def test_a_failed_job_goes_out_by_itself_when_the_printer_is_back() -> None:
    desk = Desk()
    with NetworkPrinter(Mood(status={1: 0x1A, 2: 0x32, 3: 0x12, 4: 0x72})) as peer:
        roll = setting(PrinterKind.ESCPOS_NETWORK, f"127.0.0.1:{peer.port}")
        with desk.spool(OfficePrinters([roll]), QUICK) as spool:
            spool.submit(job(), paper())
            assert desk.ended(JobState.FAILED).code == "printer.paper_out"
            peer.mood.status = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
            desk.clock += 100
            printed = desk.ended(JobState.PRINTED)

    assert printed.confirmed
    assert codes_in(peer.papers[-1].dots) == [CODE]


def test_pauses_grow_to_a_limit_and_the_others_wait_behind_in_order() -> None:
    desk, printers = Desk(), office(*["printer.offline"] * 4, "")
    pauses = []
    with desk.spool(printers, (10, 30)) as spool:
        spool.submit(job(1), b"paper")
        for _ in range(4):
            failed = desk.ended(JobState.FAILED)
            assert failed.id == job(1).id
            pauses.append(failed.next_try_at - desk.clock)
            desk.clock = failed.next_try_at
            desk.store.add(job(2, created_at=NOON + 1), b"paper")
        assert [desk.ended(JobState.PRINTED).id for _ in range(2)] == [job(1).id, job(2).id]

    assert pauses == [10, 20, 30, 30]


def test_a_printer_that_rests_does_not_hold_up_another() -> None:
    desk, printers = Desk(), office("printer.offline")
    printers.outputs["other"] = Output([""])
    with desk.spool(printers) as spool:
        spool.submit(job(1), b"paper")
        assert desk.ended().state is JobState.FAILED
        spool.submit(job(2, printer="other"), b"paper")
        assert desk.ended().printed_by == "other"


def test_printing_again_lets_a_resting_printer_be_tried_at_once() -> None:
    desk = Desk()
    with desk.spool(office("printer.cover_open", "")) as spool:
        spool.submit(job(1), b"paper")
        desk.ended(JobState.FAILED)
        spool.submit(job(2, created_at=NOON + 1), b"paper")
        assert [desk.ended(JobState.PRINTED).id for _ in range(2)] == [job(1).id, job(2).id]


def test_a_paper_that_the_printer_chokes_on_lets_the_others_pass() -> None:
    desk = Desk()
    for number in (1, 2):
        desk.store.add(job(number, created_at=NOON + number), b"paper")
    with desk.spool(office(*["printer.fault"] * 3, ""), (1, 1)) as spool:
        for _ in range(3):
            desk.ended(JobState.FAILED)
            desk.clock += 1
            spool.wake("desk printer")
        assert [desk.ended(JobState.PRINTED).id for _ in range(2)] == [job(2).id, job(1).id]


def test_a_start_asks_about_a_job_that_was_caught_in_mid_print() -> None:
    desk = Desk()
    desk.store.add(job(), b"paper")
    desk.store.update(replace(job(), state=JobState.PRINTING), JobState.WAITING)
    with desk.spool(office("")) as spool:
        assert desk.ended().code == "printer.interrupted"
        assert spool.retry(job().id)
        assert desk.ended().state is JobState.PRINTED


def test_a_paper_left_since_yesterday_waits_for_a_person() -> None:
    desk, printers = Desk(), office("")
    desk.store.add(job(1), b"waiting")
    desk.store.add(job(2), b"failed")
    failed = replace(job(2), state=JobState.FAILED, code="printer.jam", next_try_at=NOON)
    desk.store.update(failed, JobState.WAITING)
    desk.clock += BY_ITSELF_MS
    with desk.spool(printers) as spool:
        assert [(told.code, told.next_try_at) for told in (desk.ended(), desk.ended())] == [
            ("printer.too_late", 0),
            ("printer.jam", 0),
        ]
        assert spool.retry(job(1).id)
        assert desk.ended(JobState.PRINTED).id == job(1).id

    assert printers.outputs["desk printer"].printed == ["1"]


def test_an_abandoned_job_is_given_up_with_its_paper() -> None:
    desk = Desk()
    with desk.spool(office("printer.offline")) as spool:
        spool.submit(job(), b"paper")
        desk.ended(JobState.FAILED)
        assert spool.abandon(job().id)
        assert not spool.retry(job().id)
        assert not spool.confirm("0190aaaa-0000-7000-8000-00000000ffff")

    assert desk.store.pending() == []
    assert desk.store.document(job().id) is None


def test_a_printer_that_is_not_set_up_is_not_tried_again() -> None:
    desk = Desk()
    with desk.spool(OfficePrinters()) as spool:
        spool.submit(job(), b"paper")
        failed = desk.ended()

    assert (failed.code, failed.next_try_at) == ("printer.not_set", 0)


@pytest.mark.filterwarnings("default::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_bug_in_an_output_is_shown_and_the_spool_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[type[BaseException]] = []
    monkeypatch.setattr(threading, "excepthook", lambda caught: seen.append(caught.exc_type))
    desk = Desk()
    with desk.spool(office("bug", "")) as spool:
        spool.submit(job(1), b"paper")
        assert desk.ended().code == "printer.broken"
        spool.submit(job(2), b"paper")
        assert desk.ended().state is JobState.PRINTED

    assert seen == [ZeroDivisionError]


def test_a_store_that_fails_after_the_print_does_not_print_twice() -> None:
    desk, printers, gate = Desk(), office(""), threading.Event()
    printers.outputs["desk printer"].wait = lambda: gate.wait(20)
    with desk.spool(printers) as spool:
        spool.submit(job(), b"paper")
        desk.ended(JobState.PRINTING)
        desk.store.is_broken = True
        gate.set()
        desk.ended(JobState.PRINTED)
        assert desk.store.pending() != []
        desk.store.is_broken = False
        spool.submit(job(2), b"paper")
        desk.ended(JobState.PRINTED)

    assert printers.outputs["desk printer"].printed == ["1", "2"]
    assert desk.store.pending() == []


def test_a_job_that_cannot_be_kept_is_refused_at_once() -> None:
    desk = Desk()
    desk.store.is_broken = True
    with desk.spool(office("")) as spool, pytest.raises(MachineFault):
        spool.submit(job(), b"paper")


def test_closing_does_not_wait_for_ever_and_the_next_start_asks() -> None:
    desk, printers, gate = Desk(), office(""), threading.Event()
    printers.outputs["desk printer"].wait = lambda: gate.wait(20)
    spool = Spool(desk.store, printers, lambda: desk.clock, desk.told.put)
    spool.start()
    spool.submit(job(), b"paper")
    desk.ended(JobState.PRINTING)

    assert not spool.close(seconds=0.05)
    gate.set()
    assert spool.close()

    with desk.spool(office("")):
        assert desk.ended().code == "printer.interrupted"


def test_papers_lie_in_a_folder_when_the_office_has_no_printer(tmp_path: Path) -> None:
    desk = Desk()
    with desk.spool(OfficePrinters([setting(PrinterKind.FOLDER, str(tmp_path), "a6")])) as spool:
        spool.submit(job(), paper())
        desk.ended(JobState.PRINTED)

    assert [file.read_bytes() for file in tmp_path.iterdir()] == [paper()]

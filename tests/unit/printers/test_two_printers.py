"""Two printers of one office: the second takes over, and one that hangs holds up no other."""

import threading

import pytest

from desk_app.ports.printers import JobState
from tests.unit.printers.papers import job
from tests.unit.printers.spools import HOUR, QUICK, Desk, Office, Output, office

FAILING = ("printer.jam", "printer.unreachable", "printer.timeout", "printer.partial")


@pytest.mark.parametrize("code", FAILING)
def test_the_second_printer_takes_over_and_the_job_says_so(code: str) -> None:
    desk, printers = Desk(), office(code)
    printers.outputs["other"] = Output([""])
    printers.takes_over["desk printer"] = "other"
    with desk.spool(printers) as spool:
        spool.submit(job(), b"paper")
        assert desk.ended().printed_by == "other"


def test_when_both_printers_fail_the_first_fault_is_kept() -> None:
    desk, printers = Desk(), office("printer.jam")
    printers.outputs["other"] = Output(["printer.offline"])
    printers.takes_over["desk printer"] = "other"
    with desk.spool(printers) as spool:
        spool.submit(job(), b"paper")
        assert desk.ended().code == "printer.jam"


@pytest.mark.parametrize("code", ["printer.unconfirmed", "printer.interrupted"])
def test_what_may_be_out_already_is_neither_repeated_nor_sent_elsewhere(code: str) -> None:
    desk, printers = Desk(), office(code, "")
    printers.outputs["other"] = Output([""])
    printers.takes_over["desk printer"] = "other"
    with desk.spool(printers, QUICK) as spool:
        spool.submit(job(1), b"paper")
        assert desk.ended().next_try_at == 0
        desk.clock += HOUR
        spool.submit(job(2), b"paper")
        assert desk.ended().id == job(2).id
        assert spool.confirm(job(1).id)
        assert desk.ended().state is JobState.PRINTED

    assert printers.outputs["other"].printed == []
    assert desk.store.pending() == []


def test_a_doubt_at_the_second_printer_is_a_doubt() -> None:
    desk, printers = Desk(), office("printer.offline")
    printers.outputs["other"] = Output(["printer.unconfirmed"])
    printers.takes_over["desk printer"] = "other"
    with desk.spool(printers) as spool:
        spool.submit(job(), b"paper")
        failed = desk.ended()

    assert (failed.code, failed.next_try_at) == ("printer.unconfirmed", 0)


def test_a_printer_that_hangs_holds_up_no_other() -> None:
    desk, printers, gate = Desk(), office(""), threading.Event()
    printers.outputs["desk printer"].wait = lambda: gate.wait(20)
    printers.outputs["other"] = Output([""])
    with desk.spool(printers) as spool:
        spool.submit(job(1), b"paper")
        assert desk.ended(JobState.PRINTING).id == job(1).id
        spool.submit(job(2, printer="other"), b"paper")
        assert desk.ended(JobState.PRINTED).id == job(2).id
        gate.set()
        assert desk.ended(JobState.PRINTED).id == job(1).id


def test_two_lanes_never_send_to_one_printer_at_the_same_time() -> None:
    desk, gate = Desk(), threading.Event()
    printers = Office(
        {"desk printer": Output(["printer.offline"]), "other": Output([""])},
        {"desk printer": "other"},
    )
    inside: list[int] = []
    most: list[int] = []

    def stand() -> None:
        inside.append(1)
        most.append(len(inside))
        gate.wait(20)
        inside.pop()

    printers.outputs["other"].wait = stand
    with desk.spool(printers) as spool:
        spool.submit(job(1, printer="other"), b"paper")
        spool.submit(job(2), b"paper")
        began = {desk.ended(JobState.PRINTING).id for _ in range(2)}
        gate.set()
        for _ in range(2):
            desk.ended(JobState.PRINTED)

    assert began == {job(1).id, job(2).id}
    assert max(most) == 1

"""A roll printer on the network, at the end of a real TCP connection."""

import itertools
import socket
from dataclasses import replace

import numpy as np
import pytest

from desk_app.ports.printers import PrinterKind, PrintOutcome
from desk_app.printing.escpos import EscPosPrinter, bands
from desk_app.printing.raster import roll_bitmaps
from desk_app.printing.transports import NetworkLine
from desk_app.records.errors import MachineFault
from tests.unit.printers.papers import CODE, codes_in, job, paper, setting
from tests.unit.printers.roll_printer import Mood, NetworkPrinter

ROLL = setting(PrinterKind.ESCPOS_NETWORK, "127.0.0.1")


def printed_on(peer: NetworkPrinter, *, answers: bool = True, stall: float = 10) -> PrintOutcome:
    return EscPosPrinter(
        replace(ROLL, answers=answers),
        lambda: NetworkLine(ROLL.name, ("127.0.0.1", peer.port), stall),
        fence_seconds=10 if stall > 1 else 1,
    ).print_job(job(), paper(height=200, pages=2))


def code_of_failure(mood: Mood, stall: float = 0.8) -> str:
    with NetworkPrinter(mood) as peer, pytest.raises(MachineFault) as fault:
        printed_on(peer, stall=stall)
    assert fault.value.params == {"printer": ROLL.name}
    return fault.value.code


def test_the_printer_burns_the_very_dots_of_the_page_and_its_code_is_read() -> None:
    with NetworkPrinter() as peer:
        outcome = printed_on(peer)

    (page,) = peer.papers
    assert outcome == PrintOutcome(confirmed=True)
    assert np.array_equal(page.dots, np.vstack(list(roll_bitmaps(paper(height=200, pages=2), 576))))
    assert codes_in(page.dots) == [CODE, CODE]
    assert page.commands == ["reset", "1d61", "1b64", "cut"]


@pytest.mark.parametrize("width", [1, 7, 8, 383, 576])
def test_a_band_holds_whole_bytes_whatever_the_width(width: int) -> None:
    bits = np.ones((300, width), dtype=bool)

    first, second = bands(bits)

    wide = -(-width // 8)
    assert first[:8] == b"\x1dv0\x00" + wide.to_bytes(2, "little") + b"\xff\x00"
    assert (len(first), len(second)) == (8 + 255 * wide, 8 + 45 * wide)


def test_paper_that_is_nearly_out_is_told_with_the_outcome() -> None:
    with NetworkPrinter(Mood(status={1: 0x12, 2: 0x12, 3: 0x12, 4: 0x1E})) as peer:
        assert printed_on(peer) == PrintOutcome(confirmed=True, paper_low=True)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ({1: 0x1A, 2: 0x12, 3: 0x12, 4: 0x12}, "printer.offline"),
        ({1: 0x1A, 2: 0x16, 3: 0x12, 4: 0x12}, "printer.cover_open"),
        ({1: 0x1A, 2: 0x32, 3: 0x12, 4: 0x72}, "printer.paper_out"),
        ({1: 0x12, 2: 0x12, 3: 0x12, 4: 0x72}, "printer.paper_out"),
        ({1: 0x1A, 2: 0x52, 3: 0x1A, 4: 0x12}, "printer.cutter"),
        ({1: 0x1A, 2: 0x52, 3: 0x32, 4: 0x12}, "printer.fault"),
    ],
)
def test_a_printer_that_says_why_it_cannot_print_gets_no_page(
    status: dict[int, int], code: str
) -> None:
    with NetworkPrinter(Mood(status=status)) as peer, pytest.raises(MachineFault) as fault:
        printed_on(peer)

    assert fault.value.code == code
    assert peer.papers[0].commands == ["reset"]


def test_paper_that_ends_under_the_page_is_found_at_its_end() -> None:
    assert code_of_failure(Mood(fence=0x0C)) == "printer.paper_out"


def test_a_printer_that_refuses_the_connection_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as freed:
        port = freed.getsockname()[1]

    with pytest.raises(MachineFault) as fault:
        NetworkLine(ROLL.name, ("127.0.0.1", port), 0.5)
    assert fault.value.code == "printer.unreachable"


@pytest.mark.parametrize("answers", [True, False])
def test_a_printer_that_stalls_in_the_middle_is_a_failure(answers: bool) -> None:
    assert code_of_failure(Mood(stalls_after=3000, answers=answers)) in {
        "printer.partial",
        "printer.unconfirmed",
    }


@pytest.mark.parametrize("answers", [True, False])
@pytest.mark.parametrize("after", [3000, 20_000])
def test_a_printer_that_cuts_the_line_in_the_middle_is_a_failure(answers: bool, after: int) -> None:
    code = code_of_failure(Mood(cuts_after=after, answers=answers, knows_fence=answers))
    assert code == "printer.partial"


def test_a_silent_printer_that_ends_the_line_after_us_took_everything() -> None:
    with NetworkPrinter(Mood(answers=False, knows_fence=False)) as peer:
        assert printed_on(peer) == PrintOutcome(confirmed=False)
    assert codes_in(peer.papers[0].dots) == [CODE, CODE]


def test_a_silent_printer_that_keeps_the_line_leaves_a_doubt() -> None:
    assert (
        code_of_failure(Mood(answers=False, knows_fence=False, closes=False))
        == "printer.unconfirmed"
    )


def test_a_printer_set_up_as_silent_is_not_asked_and_not_doubted() -> None:
    with NetworkPrinter(Mood(answers=False, closes=False)) as peer:
        assert printed_on(peer, answers=False) == PrintOutcome(confirmed=False)
    assert peer.papers[0].commands == ["reset", "1b64", "cut"]


def test_a_printer_without_the_end_mark_counts_when_it_is_well_at_the_end() -> None:
    with NetworkPrinter(Mood(knows_fence=False)) as peer:
        printer = EscPosPrinter(
            ROLL,
            lambda: NetworkLine(ROLL.name, ("127.0.0.1", peer.port)),
            fence_seconds=0.3,
        )
        outcomes = [printer.print_job(job(number), paper()) for number in (1, 2)]

    assert outcomes == [PrintOutcome(confirmed=False)] * 2
    assert [codes_in(page.dots) for page in peer.papers] == [[CODE], [CODE]]


def test_a_printer_that_creeps_past_its_time_is_a_failure() -> None:
    clock = itertools.count(0, 10)
    with NetworkPrinter() as peer, pytest.raises(MachineFault) as fault:
        EscPosPrinter(
            replace(ROLL, answers=False, time_limit=30),
            lambda: NetworkLine(ROLL.name, ("127.0.0.1", peer.port)),
            now=lambda: float(next(clock)),
        ).print_job(job(), paper())
    assert fault.value.code == "printer.partial"

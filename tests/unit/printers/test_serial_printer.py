"""A roll printer on a serial port: both ends of a pseudo-terminal."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from desk_app.ports.printers import PrinterKind, PrintOutcome
from desk_app.printing.escpos import EscPosPrinter
from desk_app.printing.raster import roll_bitmaps
from desk_app.printing.transports import SerialLine
from desk_app.records.errors import MachineFault
from tests.unit.printers.papers import CODE, codes_in, job, paper, setting
from tests.unit.printers.roll_printer import Mood, Paper

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")


@contextmanager
def port() -> Iterator[tuple[int, str]]:
    """The printer's end and the name of the desk's end."""
    import pty

    near, far = pty.openpty()
    try:
        yield near, os.ttyname(far)
    finally:
        os.close(far)
        os.close(near)


@contextmanager
def printer_at(near: int, mood: Mood) -> Iterator[Paper]:
    """The printer reads until the desk is done and nothing more is on the line."""
    import select

    page, done = Paper(mood), threading.Event()

    def serve() -> None:
        while select.select([near], [], [], 0.05)[0] or not done.is_set():
            if select.select([near], [], [], 0)[0]:
                os.write(near, page.take(os.read(near, 4096)))

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield page
    finally:
        done.set()
        thread.join()


@posix
@pytest.mark.parametrize("answers", [True, False])
def test_the_page_arrives_whole_over_a_serial_port(answers: bool) -> None:
    mood = Mood(answers=answers, knows_fence=answers)
    with port() as (near, name), printer_at(near, mood) as page:
        roll = setting(PrinterKind.ESCPOS_SERIAL, name)
        outcome = EscPosPrinter(roll, lambda: SerialLine(roll)).print_job(job(), paper())

    assert outcome == PrintOutcome(confirmed=answers)
    assert np.array_equal(page.dots, np.vstack(list(roll_bitmaps(paper(), 576))))
    assert codes_in(page.dots) == [CODE]


@posix
def test_a_serial_printer_that_takes_no_more_is_a_failure() -> None:
    with port() as (_, name), pytest.raises(MachineFault) as fault:
        roll = setting(PrinterKind.ESCPOS_SERIAL, name)
        EscPosPrinter(roll, lambda: SerialLine(roll, stall=0.3)).print_job(job(), paper())
    assert fault.value.code == "printer.partial"


def test_a_port_that_is_not_there_is_unreachable() -> None:
    with pytest.raises(MachineFault) as fault:
        SerialLine(setting(PrinterKind.ESCPOS_SERIAL, "/dev/no-such-port"))
    assert fault.value.code == "printer.unreachable"

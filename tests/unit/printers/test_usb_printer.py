"""A roll printer on USB, through pyusb itself down to its backend."""

import errno

import numpy as np
import pytest
import usb.core

from desk_app.ports.printers import PrinterInfo, PrinterKind, PrintOutcome
from desk_app.printing.escpos import EscPosPrinter
from desk_app.printing.raster import roll_bitmaps
from desk_app.printing.usb_line import UsbLine, printers_on_usb
from desk_app.records.errors import MachineFault
from tests.unit.printers.papers import CODE, codes_in, job, paper, setting
from tests.unit.printers.roll_printer import Mood, Paper
from tests.unit.printers.usb_bus import Bus

ROLL = setting(PrinterKind.ESCPOS_USB, "04b8:0e15")


def printed_on(bus: Bus, target: str = ROLL.target) -> PrintOutcome:
    line = lambda: UsbLine(ROLL.name, target, 1.0, bus)  # noqa: E731
    return EscPosPrinter(ROLL, line).print_job(job(), paper())


def code_of_failure(bus: Bus, target: str = ROLL.target) -> str:
    with pytest.raises(MachineFault) as fault:
        printed_on(bus, target)
    return fault.value.code


@pytest.mark.parametrize("target", ["04b8:0e15", ""])
@pytest.mark.parametrize("configured", [True, False])
def test_the_page_arrives_whole_over_usb_and_the_device_is_let_go(
    target: str, configured: bool
) -> None:
    bus = Bus(Paper(Mood()), configured=configured)

    assert printed_on(bus, target) == PrintOutcome(confirmed=True)

    assert np.array_equal(bus.page.dots, np.vstack(list(roll_bitmaps(paper(), 576))))
    assert codes_in(bus.page.dots) == [CODE]
    assert (bus.claimed, bus.is_open) == (set(), False)


def test_a_usb_printer_that_stalls_in_the_middle_is_a_failure() -> None:
    bus = Bus(Paper(Mood()), stalls_after=2048)

    assert code_of_failure(bus) == "printer.partial"
    assert (bus.claimed, bus.is_open) == (set(), False)


def test_a_usb_printer_that_takes_nothing_is_a_timeout() -> None:
    assert code_of_failure(Bus(Paper(Mood()), stalls_after=0)) == "printer.timeout"
    assert code_of_failure(Bus(Paper(Mood()), takes=0)) == "printer.timeout"


def test_a_usb_printer_says_that_its_paper_is_out() -> None:
    mood = Mood(status={1: 0x1A, 2: 0x32, 3: 0x12, 4: 0x72})
    assert code_of_failure(Bus(Paper(mood))) == "printer.paper_out"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.EACCES, "printer.no_permission"),
        (errno.EBUSY, "printer.busy"),
        (errno.ENODEV, "printer.unreachable"),
    ],
)
def test_a_device_that_cannot_be_opened_says_why(number: int, code: str) -> None:
    assert code_of_failure(Bus(Paper(Mood()), denied=number)) == code


def test_no_such_device_on_the_bus_is_unreachable() -> None:
    assert code_of_failure(Bus(Paper(Mood())), "1234:5678") == "printer.unreachable"


def test_a_device_that_is_no_printer_is_unknown() -> None:
    assert code_of_failure(Bus(Paper(Mood()), interface_class=3)) == "printer.unknown"


def test_printers_on_the_bus_are_found_by_their_class() -> None:
    assert printers_on_usb(Bus(Paper(Mood()))) == [
        PrinterInfo("04b8:0e15", PrinterKind.ESCPOS_USB, "04b8:0e15")
    ]
    assert printers_on_usb(Bus(Paper(Mood()), interface_class=3)) == []


def test_this_machine_without_that_device_or_without_libusb_says_so() -> None:
    with pytest.raises(MachineFault) as fault:
        UsbLine(ROLL.name, "ffff:fffe", 1.0)
    assert fault.value.code in {"printer.unreachable", "printer.no_usb"}


def test_a_machine_without_libusb_is_told_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(**_: object) -> None:
        raise usb.core.NoBackendError("No backend available")

    monkeypatch.setattr(usb.core, "find", missing)
    with pytest.raises(MachineFault) as fault:
        UsbLine(ROLL.name, ROLL.target, 1.0)
    assert fault.value.code == "printer.no_usb"
    assert printers_on_usb() == []

"""From what the office set up to outputs that print."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from serial.tools import list_ports

from desk_app.ports.printers import (
    Printer,
    PrinterInfo,
    PrinterKind,
    PrinterSetting,
    PrinterSource,
    PrintJob,
    PrintOutcome,
)
from desk_app.printing.cups import CupsPrinter, queues
from desk_app.printing.escpos import EscPosPrinter
from desk_app.printing.folder import FolderPrinter
from desk_app.printing.papers import PAPERS
from desk_app.printing.transports import RAW_PORT, NetworkLine, SerialLine, Transport
from desk_app.printing.usb_line import UsbLine, printers_on_usb
from desk_app.records.errors import MachineFault, Mistake, UserMistake

_STALL_SECONDS: Final = 10.0
_TARGETS: Final = {
    PrinterKind.CUPS: re.compile(r"[^-\s/#][^\s/#]*"),
    PrinterKind.QT: re.compile(r".+"),
    PrinterKind.WINDOWS: re.compile(r".+"),
    PrinterKind.ESCPOS_NETWORK: re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s:\[\]]+)(:\d{1,5})?"),
    PrinterKind.ESCPOS_USB: re.compile(r"|[0-9A-Fa-f]{1,4}:[0-9A-Fa-f]{1,4}(:.+)?"),
    PrinterKind.ESCPOS_SERIAL: re.compile(r"\S+"),
    PrinterKind.FOLDER: re.compile(r".+"),
}


def checked(setting: PrinterSetting) -> PrinterSetting:
    """The setting itself; raises UserMistake naming each field that cannot be meant."""
    roll = setting.kind.value.startswith("escpos")
    paper = PAPERS.get(setting.paper)
    right = {
        "name": bool(setting.name.strip()),
        "target": _TARGETS[setting.kind].fullmatch(setting.target) is not None,
        "paper": paper is not None and (paper.is_roll or not roll),
        "fallback": setting.fallback != setting.name,
        "dots": setting.dots == 0 or 64 <= setting.dots <= 2048,
        "threshold": 1 <= setting.threshold <= 255,
        "feed": 0 <= setting.feed <= 255,
        "baud": setting.baud in (9600, 19200, 38400, 57600, 115200),
        "time_limit": 5 <= setting.time_limit <= 600,
    }
    if setting.kind is PrinterKind.ESCPOS_NETWORK and right["target"]:
        right["target"] = 0 < network_address(setting.target)[1] < 65536
    if wrong := [name for name, fine in right.items() if not fine]:
        raise UserMistake(*(Mistake(name, f"printer_setting.{name}") for name in wrong))
    return setting


def network_address(target: str) -> tuple[str, int]:
    """``host``, ``host:port`` or ``[IPv6]:port`` as host and port, 9100 unless told."""
    host, colon, port = target.rpartition(":")
    if not colon or target.endswith("]"):
        host, port = target, str(RAW_PORT)
    return host.strip("[]"), int(port)


def _line(setting: PrinterSetting) -> Transport:
    """The open line to this roll printer; raises MachineFault."""
    stall = min(_STALL_SECONDS, float(setting.time_limit))
    if setting.kind is PrinterKind.ESCPOS_NETWORK:
        return NetworkLine(setting.name, network_address(setting.target), stall)
    if setting.kind is PrinterKind.ESCPOS_USB:
        return UsbLine(setting.name, setting.target, stall)
    return SerialLine(setting, stall)


def available(system: PrinterSource | None = None) -> list[PrinterInfo]:
    """Every printer that the machine offers: queues, the system's own, USB, serial ports."""
    ports = sorted(port.device for port in list_ports.comports())
    found: list[PrinterInfo] = [*queues(), *(system.available() if system else ())]
    found += printers_on_usb()
    found += (PrinterInfo(port, PrinterKind.ESCPOS_SERIAL, port) for port in ports)
    return found


class _Windowless:
    """A printer of the windowing toolkit in a program that has no window."""

    def __init__(self, name: str) -> None:
        self._name = name

    def print_job(self, job: PrintJob, document: bytes) -> PrintOutcome:
        raise MachineFault("printer.no_window", printer=self._name)


class OfficePrinters:
    """The printers that the office has set up; implements ``ports.printers.Printers``.

    ``system`` gives the kinds qt and windows; without it (no window) they are
    printer.no_window.
    """

    def __init__(
        self, settings: Iterable[PrinterSetting] = (), system: PrinterSource | None = None
    ) -> None:
        self._system = system
        self._made: dict[str, tuple[PrinterSetting, Printer]] = {}
        self.set_up(settings)

    def set_up(self, settings: Iterable[PrinterSetting]) -> None:
        """From now on these and no others; an output whose setting stayed is kept."""
        before = self._made
        made: dict[str, tuple[PrinterSetting, Printer]] = {}
        for setting in settings:
            kept = before.get(setting.name)
            if kept is None or kept[0] != setting:
                kept = (setting, self._output(checked(setting)))
            made[setting.name] = kept
        self._made = made

    def _output(self, setting: PrinterSetting) -> Printer:
        if setting.kind is PrinterKind.CUPS:
            return CupsPrinter(setting)
        if setting.kind is PrinterKind.FOLDER:
            return FolderPrinter(setting)
        if setting.kind not in (PrinterKind.QT, PrinterKind.WINDOWS):
            return EscPosPrinter(setting, lambda: _line(setting))
        return self._system.printer(setting) if self._system else _Windowless(setting.name)

    def names(self) -> Sequence[str]:
        """The names of the printers, in the order in which they were set up."""
        return tuple(self._made)

    def printer(self, name: str) -> Printer:
        """The output of that name; raises MachineFault printer.not_set."""
        found = self._made.get(name)
        if found is None:
            raise MachineFault("printer.not_set", printer=name)
        return found[1]

    def fallback(self, name: str) -> str:
        """The printer that takes over from this one, or an empty string."""
        found = self._made.get(name)
        return found[0].fallback if found else ""

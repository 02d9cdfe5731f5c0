"""What the office set up, checked, kept and turned into outputs."""

from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

import pytest

from desk_app.ports.printers import (
    Printer,
    PrinterInfo,
    PrinterKind,
    PrinterSetting,
    PrintJob,
    PrintOutcome,
    setting_from_json,
)
from desk_app.printing.outputs import OfficePrinters, available, checked, network_address
from desk_app.records.errors import MachineFault, UserMistake
from desk_app.texts import knows, say
from tests.unit.printers.papers import job, paper, setting
from tests.unit.printers.roll_printer import NetworkPrinter

TARGETS = {
    PrinterKind.CUPS: ("desk", ["", "-d other", "two words", "a/b"]),
    PrinterKind.QT: ("HP LaserJet 1020", [""]),
    PrinterKind.WINDOWS: ("\\\\server\\printer", [""]),
    PrinterKind.ESCPOS_NETWORK: ("192.168.1.9:9100", ["", "a b", "host:port", "h:0", "h:70000"]),
    PrinterKind.ESCPOS_USB: ("04b8:0e15:A1", ["04b8", "xyz:0e15", "04b8:0e15:"]),
    PrinterKind.ESCPOS_SERIAL: ("COM3", ["", "COM 3"]),
    PrinterKind.FOLDER: ("/srv/papers", [""]),
}


class System:
    """The windowing toolkit's printers, for a program that has none."""

    def available(self) -> Sequence[PrinterInfo]:
        return [PrinterInfo("laser", PrinterKind.QT, "laser", is_default=True)]

    def printer(self, setting: PrinterSetting) -> Printer:
        return Sheets()


class Sheets:
    def print_job(self, job: PrintJob, document: bytes) -> PrintOutcome:
        return PrintOutcome(confirmed=False)


@pytest.mark.parametrize("kind", PrinterKind)
def test_a_setting_comes_back_from_json_as_it_was(kind: PrinterKind) -> None:
    stored = replace(setting(kind, TARGETS[kind][0]), fallback="لیزری", flow="rtscts")

    assert setting_from_json(stored.to_json()) == stored


@pytest.mark.parametrize("raw", [b"", b"{}", b'{"name":1}', b"\xff"])
def test_a_damaged_setting_is_a_fault_and_no_crash(raw: bytes) -> None:
    with pytest.raises(MachineFault) as fault:
        setting_from_json(raw)
    assert fault.value.code == "printer.setting"


@pytest.mark.parametrize("kind", PrinterKind)
def test_each_kind_takes_its_own_targets_and_refuses_others(kind: PrinterKind) -> None:
    right, wrong = TARGETS[kind]
    assert checked(setting(kind, right)).target == right
    for target in wrong:
        with pytest.raises(UserMistake) as mistake:
            checked(setting(kind, target))
        assert [found.field for found in mistake.value.mistakes] == ["target"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("paper", "a6"),
        ("paper", "b5"),
        ("fallback", "desk printer"),
        ("dots", 7),
        ("threshold", 0),
        ("feed", 256),
        ("baud", 1234),
        ("time_limit", 0),
    ],
)
def test_every_wrong_field_is_named_with_a_sentence(field: str, value: str | int) -> None:
    right = setting(PrinterKind.ESCPOS_NETWORK, "printer.local")
    values = {each.name: getattr(right, each.name) for each in fields(right)} | {field: value}
    with pytest.raises(UserMistake) as mistake:
        checked(PrinterSetting(**values))
    (found,) = mistake.value.mistakes
    assert found.field == field
    assert knows(found.code, "fa")
    assert knows(found.code, "en")


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("printer.local", ("printer.local", 9100)),
        ("10.0.0.9:6001", ("10.0.0.9", 6001)),
        ("[fe80::1]:9101", ("fe80::1", 9101)),
        ("[fe80::1]", ("fe80::1", 9100)),
    ],
)
def test_a_network_printer_has_a_host_and_a_port(target: str, address: tuple[str, int]) -> None:
    assert network_address(target) == address


def test_each_kind_of_output_is_made_and_says_what_it_lacks(tmp_path: Path) -> None:
    kinds = {
        PrinterKind.ESCPOS_NETWORK: ("127.0.0.1:1", "printer.unreachable"),
        PrinterKind.ESCPOS_SERIAL: (str(tmp_path / "ttyUSB9"), "printer.unreachable"),
        PrinterKind.FOLDER: (str(tmp_path / "gone"), "printer.folder"),
        PrinterKind.WINDOWS: ("laser", "printer.no_window"),
        PrinterKind.QT: ("laser", "printer.no_window"),
    }
    for kind, (target, code) in kinds.items():
        printers = OfficePrinters([setting(kind, target)])
        with pytest.raises(MachineFault) as fault:
            printers.printer("desk printer").print_job(job(), paper())
        assert (kind, fault.value.code) == (kind, code)


def test_usb_printers_are_made_from_their_setting() -> None:
    printers = OfficePrinters([setting(PrinterKind.ESCPOS_USB, "ffff:fffe")])
    with pytest.raises(MachineFault) as fault:
        printers.printer("desk printer").print_job(job(), paper())
    assert fault.value.code in {"printer.unreachable", "printer.no_usb"}


def test_the_systems_printers_come_from_the_window() -> None:
    printers = OfficePrinters([setting(PrinterKind.WINDOWS, "laser", "a5")], System())

    assert printers.printer("desk printer").print_job(job(), paper()) == PrintOutcome(
        confirmed=False
    )
    assert PrinterInfo("laser", PrinterKind.QT, "laser", True) in available(System())


def test_an_unchanged_printer_is_kept_when_the_settings_change() -> None:
    one = setting(PrinterKind.CUPS, "desk", "a6")
    printers = OfficePrinters([one])
    before = printers.printer(one.name)
    printers.set_up([replace(one, name="new", fallback=one.name), one])

    assert printers.printer(one.name) is before
    assert (printers.names(), printers.fallback("new")) == (("new", one.name), one.name)
    assert printers.fallback("unheard of") == ""
    printers.set_up([])
    with pytest.raises(MachineFault) as fault:
        printers.printer(one.name)
    assert fault.value.code == "printer.not_set"


def test_a_network_printer_that_was_set_up_prints() -> None:
    with NetworkPrinter() as peer:
        roll = setting(PrinterKind.ESCPOS_NETWORK, f"127.0.0.1:{peer.port}")
        outcome = OfficePrinters([roll]).printer(roll.name).print_job(job(), paper())
    assert outcome == PrintOutcome(confirmed=True)


@pytest.mark.parametrize("bad", ["../etc/passwd", "", "A" * 65, "علی"])
def test_a_job_id_can_never_be_a_path_or_a_name(bad: str) -> None:
    with pytest.raises(ValueError, match="UUID"):
        replace(job(), id=bad)


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_fault_a_printer_can_have_is_a_sentence_with_its_name(language: str) -> None:
    product = Path(__file__).resolve().parents[3]
    sources = [
        *product.joinpath("desk_app/printing").glob("*.py"),
        product / "desk_app/ports/printers.py",
        product / "ui/qt_printers.py",
    ]
    words = {
        word
        for source in sources
        for word in source.read_text(encoding="utf-8").split('"')
        if word.startswith("printer.") and " " not in word
    }
    assert len(words) > 25
    assert [code for code in words if not knows(code, language)] == []
    for code in words:
        assert "{" not in say(code, language, printer="HP")

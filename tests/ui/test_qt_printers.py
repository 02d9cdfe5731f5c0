"""Printers that Qt reaches, and the file that Qt would write in place of a lost one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter

from desk_app.ports.printers import PrinterKind, PrinterSetting, PrintOutcome
from desk_app.printing.raster import grey_page, page_sizes
from desk_app.records.errors import MachineFault
from tests.unit.printers.papers import CODE, codes_in, job, paper
from tests.unit.printers.print_server import CUPSD, print_server
from ui.qt_printers import FINEST_DPI, QtPrinter, QtPrinters, grey_image

T = TypeVar("T")

LASER = PrinterSetting("laser", PrinterKind.WINDOWS, "HP LaserJet", "a6")


@pytest.fixture
def _no_print_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVER", str(tmp_path / "nobody.sock"))


def in_the_spools_thread(action: Callable[[], T]) -> T:
    """As in the program; besides, the print system looks up its server anew in each thread."""
    with ThreadPoolExecutor(1) as spool:
        return spool.submit(action).result(60)


@pytest.fixture(autouse=True)
def _application(qapp: QGuiApplication) -> None:
    """Qt's printers need an application."""


def on_file(path: Path, dpi: int) -> QPrinter:
    """A device whose sheets can be looked at."""
    device = QPrinter(QPrinter.PrinterMode.HighResolution)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(path))
    device.setResolution(dpi)
    return device


def printed(path: Path, document: bytes, setting: PrinterSetting, dpi: int = 300) -> bytes:
    QtPrinter(setting).put_on(on_file(path, dpi), job(), document, page_sizes(document))
    return path.read_bytes()


@pytest.mark.usefixtures("_no_print_server")
def test_qt_turns_a_lost_printer_into_a_file_and_calls_it_valid() -> None:
    def lost() -> tuple[bool, QPrinter.OutputFormat]:
        device = QPrinter(QPrinter.PrinterMode.HighResolution)
        device.setPrinterName("HP LaserJet")
        told = device.isValid(), device.outputFormat()
        with pytest.raises(MachineFault) as fault:
            QtPrinter(LASER).require_paper(device)
        assert fault.value.code == "printer.fell_back_to_file"
        assert fault.value.params == {"printer": "laser"}
        return told

    assert in_the_spools_thread(lost) == (True, QPrinter.OutputFormat.PdfFormat)


@pytest.mark.usefixtures("_no_print_server")
def test_a_lost_printer_is_told_and_no_file_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    printer = QtPrinters().printer(LASER)
    with pytest.raises(MachineFault) as fault:
        in_the_spools_thread(lambda: printer.print_job(job(), paper(105, 148)))

    assert fault.value.code == "printer.fell_back_to_file"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("_no_print_server")
def test_without_a_print_server_no_printer_is_offered() -> None:
    assert in_the_spools_thread(QtPrinters().available) == []


@pytest.mark.skipif(CUPSD is None, reason="cups is not installed")
def test_a_real_queue_is_offered_and_prints_in_the_spools_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with print_server() as server:
        monkeypatch.setenv("CUPS_SERVER", server.address)
        out = server.home / "paper.pdf"
        server.add_queue("desk", f"file://{out}")

        offered = in_the_spools_thread(QtPrinters().available)
        queue = replace(LASER, target="desk")
        outcome = in_the_spools_thread(lambda: QtPrinter(queue).print_job(job(), paper(105, 148)))
        server.wait_until_idle()
        sheet = out.read_bytes()

    assert [found.target for found in offered] == ["desk"]
    assert outcome == PrintOutcome(confirmed=False)
    assert [round(side) for side in astuple(page_sizes(sheet)[0])] == [105, 148]
    assert codes_in(grey_page(sheet, 0, 8) < 128) == [CODE]


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_the_sheet_is_the_page_dot_for_dot_at_its_own_size(tmp_path: Path, dpi: int) -> None:
    out = printed(tmp_path / "out.pdf", paper(105, 148), LASER, dpi)

    (size,) = page_sizes(out)
    assert (round(size.width), round(size.height)) == (105, 148)
    before, after = (grey_page(document, 0, 8) for document in (paper(105, 148), out))
    assert codes_in(after < 128) == [CODE]
    rows, columns = np.minimum(before.shape, after.shape)
    differing = (before[:rows, :columns] < 128) != (after[:rows, :columns] < 128)
    assert differing.mean() < 0.01


def test_a_roll_is_as_long_as_its_page(tmp_path: Path) -> None:
    out = printed(tmp_path / "out.pdf", paper(72, 263), replace(LASER, paper="80mm"))

    (size,) = page_sizes(out)
    assert (round(size.width), round(size.height)) == (72, 263)


def test_a_larger_page_is_made_to_fit_and_a_smaller_one_is_not_blown_up(tmp_path: Path) -> None:
    large = printed(tmp_path / "large.pdf", paper(148, 210), LASER)
    small = printed(tmp_path / "small.pdf", paper(72, 120), replace(LASER, paper="a5"))

    assert [round(page_sizes(out)[0].width) for out in (large, small)] == [105, 148]
    shrunk, kept = (grey_page(out, 0, 16) < 128 for out in (large, small))
    assert codes_in(shrunk) == codes_in(kept) == [CODE]
    inked = np.flatnonzero(kept.any(axis=0))
    assert (inked[0] / 16, inked[-1] / 16) == pytest.approx((38 + 8, 38 + 38), abs=1)


def test_every_page_comes_out(tmp_path: Path) -> None:
    assert len(page_sizes(printed(tmp_path / "out.pdf", paper(105, 148, pages=3), LASER))) == 3


def test_a_page_is_drawn_black_on_solid_white() -> None:
    image = grey_image(paper(105, 148), 0, 300)

    assert not image.hasAlphaChannel()
    assert image.pixelColor(0, 0).lightness() == 255
    assert image.width() == pytest.approx(105 / 25.4 * 300, abs=1)


@pytest.mark.parametrize(("dpi", "drawn"), [(180, 180), (300, 300), (600, 300), (720, 240)])
def test_a_very_fine_printer_gets_a_whole_part_of_its_resolution(dpi: int, drawn: int) -> None:
    image = grey_image(paper(25.4, 60), 0, dpi)

    assert drawn <= FINEST_DPI
    assert image.width() == pytest.approx(drawn, abs=1)


@pytest.mark.qt_log_ignore("Returned false", extend=True)
def test_a_device_that_cannot_be_opened_is_a_fault(tmp_path: Path) -> None:
    document = paper(105, 148)
    with pytest.raises(MachineFault) as fault:
        QtPrinter(LASER).put_on(
            on_file(tmp_path / "gone" / "out.pdf", 300), job(), document, page_sizes(document)
        )
    assert fault.value.code == "printer.unreachable"

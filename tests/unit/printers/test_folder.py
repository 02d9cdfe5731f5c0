"""Papers as files in a folder."""

import errno
import os
from pathlib import Path

import pytest

from desk_app.ports.printers import PrinterKind, PrintOutcome
from desk_app.printing.folder import FolderPrinter
from desk_app.records.errors import MachineFault
from tests.unit.printers.papers import job, paper, setting


def folder(path: Path) -> FolderPrinter:
    return FolderPrinter(setting(PrinterKind.FOLDER, str(path), "a6"))


def test_each_job_is_one_file_named_by_hour_and_id(tmp_path: Path) -> None:
    outcome = folder(tmp_path).print_job(job(), paper())

    (file,) = tmp_path.iterdir()
    assert outcome == PrintOutcome(confirmed=True)
    assert file.name == f"20261121-120000-{job().id}.pdf"
    assert file.read_bytes() == paper()


def test_a_repeated_job_replaces_its_own_file(tmp_path: Path) -> None:
    for document in (b"first", b"second"):
        folder(tmp_path).print_job(job(), document)

    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"second"]


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(MachineFault) as fault:
        folder(tmp_path / "gone").print_job(job(), paper())
    assert fault.value.code == "printer.folder"


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "printer.disk_full"), (errno.EACCES, "printer.no_permission")],
)
def test_a_disk_that_fails_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def full(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(MachineFault) as fault:
        folder(tmp_path).print_job(job(), paper())
    assert fault.value.code == code
    assert list(tmp_path.iterdir()) == []

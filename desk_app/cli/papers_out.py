"""Finished papers as files: whole or not there, and named by tracking codes alone."""

import os
from pathlib import Path

from db import platform
from db.clock import SYSTEM_CLOCK
from desk_app.cli.opened import OpenDesk
from desk_app.ports.documents import Documents
from desk_app.records.errors import MachineFault
from desk_app.services.papers import record_printed
from desk_app.services.register import Taken


def documents_of(desk: OpenDesk) -> Documents:
    """The papers of the open office."""
    # Loaded here: shaping and PDF cost a start that most commands need not pay.
    from desk_app.printing.office_papers import OfficePapers

    return OfficePapers(desk.queries.catalogue, SYSTEM_CLOCK)


class ReceiptFolder:
    """A folder that gets one receipt for each request, whatever cut an earlier run short."""

    def __init__(self, desk: OpenDesk, folder: Path, paper: str) -> None:
        self._desk = desk
        self._folder = folder
        self._paper = paper
        self._documents = documents_of(desk)
        make_folder(folder)

    def keep(self, taken: Taken) -> Path:
        """Write the receipt ``<tracking code>.pdf`` and record that it came out.

        The file comes first: a run that was cut off between the two finds it and records it.
        """
        path = self._folder / f"{taken.tracking_code}.pdf"
        here = self._desk.queries.request(taken.request_id)
        # What is sealed to others is printed from what was just told, this once.
        view = here or taken.sealed
        if view is None or (path.exists() and view.copies):
            return path
        if not path.exists():
            page = self._documents.receipt(
                view, self._desk.office, self._paper, copy=view.copies + 1
            )
            write_whole(path, page)
        if here is not None:
            record_printed(self._desk.book, taken.request_id, "receipt", self._paper)
        return path


def make_folder(folder: Path) -> None:
    """The folder exists and takes files; MachineFault ``paper.folder`` otherwise."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MachineFault("paper.folder") from error
    if not can_take(folder):
        raise MachineFault("paper.folder")


def can_take(folder: Path) -> bool:
    """Whether files can be made in a folder."""
    return folder.is_dir() and platform.can_write(folder)


def write_whole(path: Path, data: bytes) -> None:
    """The file holds all of the data, or is not there; MachineFault ``paper.not_written``."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        half.write_bytes(data)
        half.replace(path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise MachineFault("paper.not_written") from error

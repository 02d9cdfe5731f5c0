"""Papers as PDF files in a folder, for an office with no printer.

A file's name holds the hour and the job's id, never anything about a person. Who chooses a
folder chooses to keep readable papers there; nothing else in the program writes them.
"""

import errno
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from desk_app.ports.printers import PrinterSetting, PrintJob, PrintOutcome
from desk_app.records.errors import MachineFault

_CODES: Final = {
    errno.ENOSPC: "printer.disk_full",
    errno.EDQUOT: "printer.disk_full",
    errno.EACCES: "printer.no_permission",
    errno.EPERM: "printer.no_permission",
    errno.EROFS: "printer.no_permission",
}


class FolderPrinter:
    """A folder that takes one file for each job; a repeated job replaces its own file."""

    def __init__(self, setting: PrinterSetting) -> None:
        self._name = setting.name
        self._folder = Path(setting.target)

    def print_job(self, job: PrintJob, document: bytes) -> PrintOutcome:
        """Write the file whole or not at all."""
        moment = datetime.fromtimestamp(job.created_at / 1000, UTC)
        final = self._folder / f"{moment:%Y%m%d-%H%M%S}-{job.id}.pdf"
        half = final.with_suffix(".part")
        try:
            with half.open("wb") as out:
                out.write(document)
                out.flush()
                os.fsync(out.fileno())
            half.replace(final)
        except OSError as fault:
            with suppress(OSError):
                half.unlink(missing_ok=True)
            code = _CODES.get(fault.errno or 0, "printer.folder")
            raise MachineFault(code, printer=self._name) from fault
        return PrintOutcome(confirmed=True)

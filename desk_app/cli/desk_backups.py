"""The backups of the open desk: where they go, when the last was made, what kept one back."""

import threading
from pathlib import Path
from typing import Final

from db import platform
from db.session import Session
from desk_app.ports.desk import BackupView
from desk_app.records.errors import DeskError, MachineFault

FOLDER: Final = "backup_folder"
"""The setting that names the second place; empty for none."""
HOURS: Final = "backup_hours"
"""The setting that says how many hours lie between two backups."""
AT: Final = "backup_at"
"""When the last good one was made, ms since 1970."""
FAULT: Final = "backup_fault"
"""The code of what kept the last try from being good; empty after a good one."""
_RETRY_MS: Final = 10 * 60 * 1000


class DeskBackups:
    """Implements ``ports.desk.Backups``; one is made at a time, whichever thread asks."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._one = threading.Lock()
        self._tried = 0

    def view(self) -> BackupView:
        """How they stand now."""
        book = self._session.book
        return BackupView(
            folder=book.setting(FOLDER), at=int(book.setting(AT, "0")), code=book.setting(FAULT)
        )

    def keep_in(self, folder: Path) -> None:
        """Choose where they go from now on; raises MachineFault for an unfit place."""
        here = self._session.where.path
        if folder.resolve() == here or here in folder.resolve().parents:
            raise MachineFault("backup.same_folder")
        try:
            platform.make_private_folder(folder)
        except OSError as error:
            raise MachineFault("backup.not_written") from error
        if not platform.can_write(folder):
            raise MachineFault("backup.not_written")
        self._session.book.set_setting(FOLDER, str(folder))

    def back_up(self) -> BackupView:
        """Make one now; raises MachineFault, and keeps its code for the view."""
        book = self._session.book
        folder = book.setting(FOLDER)
        if not folder:
            raise MachineFault("backup.no_folder")
        with self._one:
            try:
                self._session.back_up(Path(folder))
            except DeskError as fault:
                book.set_setting(FAULT, fault.code)
                raise
            book.set_setting(AT, str(self._session.clock.now_ms()))
            book.set_setting(FAULT, "")
        return self.view()

    def keep_up(self) -> None:
        """Make one when it is due; a failed try is repeated after ten minutes."""
        book, now_ms = self._session.book, self._session.clock.now_ms()
        every_ms = int(book.setting(HOURS, "24")) * 3_600_000
        due = now_ms - int(book.setting(AT, "0")) >= every_ms
        if book.setting(FOLDER) and due and now_ms - self._tried >= _RETRY_MS:
            self._tried = now_ms
            self.back_up()

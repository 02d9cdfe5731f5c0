"""The mirror on the stick that the settings name, brought up to date while the desk is open."""

from pathlib import Path
from typing import Final

from db.mirror import Mirror
from db.session import Session
from desk_app.records.errors import DeskError

MIRROR_FOLDER: Final = "mirror_folder"
"""The setting that names the stick's folder; empty for none."""
MIRROR_FAULT: Final = "mirror_fault"
"""The code of what keeps the mirror back; empty while it follows."""


class MirrorKeeper:
    """Opens the mirror when a folder is named, and follows when it is named anew."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._waiting = 0
        self._folder = ""
        self._mirror: Mirror | None = None

    def note(self, own_events: int) -> None:
        """Count what was recorded; safe from any thread."""
        self._waiting += own_events

    def keep(self) -> None:
        """Bring the mirror up to date when it is due; a stick that is gone is told as a setting."""
        book = self._session.book
        folder = book.setting(MIRROR_FOLDER)
        if folder != self._folder:
            self.close()
            self._folder = folder
        if not folder:
            return
        fresh = self._mirror is None
        mirror = self._mirror = self._mirror or Mirror(Path(folder), self._session)
        waiting, self._waiting = self._waiting, 0
        if not (mirror.note(waiting) or fresh):
            return
        try:
            mirror.catch_up()
        except DeskError as fault:
            self._mirror = None
            if book.setting(MIRROR_FAULT) != fault.code:
                book.set_setting(MIRROR_FAULT, fault.code)
            raise
        if book.setting(MIRROR_FAULT):
            book.set_setting(MIRROR_FAULT, "")

    def close(self) -> None:
        """End the segment being written."""
        if self._mirror is not None:
            self._mirror.close()
            self._mirror = None

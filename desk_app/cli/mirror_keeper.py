"""The mirror on the stick that the settings name, brought up to date while the desk is open."""

import threading
from pathlib import Path
from typing import Final

from db.mirror import Mirror
from db.session import Session
from desk_app.records.errors import DeskError, MachineFault

MIRROR_FOLDER: Final = "mirror_folder"
"""The setting that names the stick's folder; empty for none."""
MIRROR_FAULT: Final = "mirror_fault"
"""The code of what keeps the mirror back; empty while it follows."""


def mirror_in(session: Session, folder: Path | None) -> None:
    """Name the stick's folder; a stick may be pulled out later, when it is named it must be there.

    Raises MachineFault ``mirror.gone`` or ``mirror.same_folder``.
    """
    if folder is not None:
        here = session.where.path
        if not folder.is_dir():
            raise MachineFault("mirror.gone")
        if folder.resolve() == here or here in folder.resolve().parents:
            raise MachineFault("mirror.same_folder")
    session.book.set_setting(MIRROR_FOLDER, str(folder) if folder else "")


class MirrorKeeper:
    """Opens the mirror when a folder is named, and follows when it is named anew."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._waiting = 0
        self._folder = ""
        self._mirror: Mirror | None = None
        self._asked: list[threading.Event] = []

    def ask(self) -> threading.Event:
        """Let the next ``keep`` bring the mirror up to date; the event tells that it was tried."""
        tried = threading.Event()
        self._asked.append(tried)
        return tried

    def note(self, own_events: int) -> None:
        """Count what was recorded; safe from any thread."""
        self._waiting += own_events

    def keep(self) -> None:
        """Bring the mirror up to date when due or asked; a stick that is gone is a setting."""
        asked, self._asked = self._asked, []
        try:
            self._keep(wanted=bool(asked))
        finally:
            for tried in asked:
                tried.set()

    def _keep(self, *, wanted: bool) -> None:
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
        if not (mirror.note(waiting) or fresh or wanted):
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

"""Opening the book for one command, and closing it whatever becomes of the command."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from db.blobs import ScanStore
from db.book import DeskBook
from db.folder import BookFolder
from db.opening import open_session
from db.queries.desk import DeskQueries
from db.session import Around, Session
from db.slots import Slots
from desk_app.cli.frame import password
from desk_app.ports.book import OfficeFacts
from desk_app.records.codes import bare_code, parse_code
from desk_app.records.errors import DataDamaged, Mistake, UserMistake


@dataclass(frozen=True, slots=True)
class OpenDesk:
    """An open book as commands use it."""

    session: Session
    office: OfficeFacts

    @property
    def book(self) -> DeskBook:
        """The record book."""
        return self.session.book

    @property
    def queries(self) -> DeskQueries:
        """What can be read of it."""
        return self.session.book.queries

    @property
    def scans(self) -> ScanStore:
        """Where its scans are kept."""
        return self.session.scans

    def request_id(self, code: str) -> str:
        """The id of the request with a tracking code, typed in any digits.

        Raises UserMistake ``code.…`` for a code that was never made, ``request.not_here`` for
        one that was issued and has not arrived here.
        """
        parse_code(code)
        view = self.queries.request(bare_code(code))
        if view is None:
            raise UserMistake(Mistake("code", "request.not_here"))
        return view.hit.request_id


def usual_folder() -> Path:
    """The platform's folder for the desk's data."""
    return platformdirs.user_data_path("mizban", appauthor=False)


def folder_of(data: Path | None) -> Path:
    """The folder that was named, or the usual one."""
    return data if data is not None else usual_folder()


@contextmanager
def opened(
    data: Path | None,
    officer: str | None,
    password_file: Path | None,
    as_json: bool = False,
    known_password: str | None = None,
) -> Iterator[OpenDesk]:
    """The book, open for an officer until the block ends.

    The password is asked for as ``password`` says, unless the command knows it already. A book
    that may only be read is read, and ends the command with the reason all the same.
    """
    del as_json  # how it is answered is the command's own affair
    folder = folder_of(data)
    user = officer or only_officer(folder)
    word = known_password if known_password is not None else password(password_file)
    session = open_session(folder, user, word, Around(what="command"))
    reason = session.book.read_only_reason
    try:
        yield OpenDesk(session, session.book.queries.office())
    except DataDamaged as refused:
        if reason is not None and refused.code == "book.read_only":
            raise reason from refused
        raise
    finally:
        session.close()
    if reason is not None:
        raise reason


def only_officer(folder: Path, slots: Slots | None = None) -> str:
    """The one officer who may open the book; UserMistake ``cli.officer_which`` for several.

    ``slots`` are those of a backup or mirror where the folder holds none.
    """
    officers = (slots or BookFolder(folder).slots_to_open()).officers
    if len(officers) != 1:
        raise UserMistake(Mistake("officer", "cli.officer_which"))
    return officers[0].user

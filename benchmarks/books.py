"""Books of any size for measurements: a real desk set up, filled fast, kept for the next run."""

import hashlib
import os
import shutil
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import benchmarks
import db
from benchmarks.filling import fill
from db.book import DeskBook
from db.engine import Engines, open_engines
from db.opening import open_session
from db.session import Around, Session
from desk_app.cli.founding import Manner, found_desk
from desk_app.ports.desk import SetUp

SMALL: Final = 10_000
"""The size of books where no other is asked for."""
LANE: Final = 421_507
OFFICER: Final = "sara"
PASSWORD: Final = "a-measured-desk-has-no-secrets"  # noqa: S105 - of made books only
WISHES: Final = SetUp(
    agency="فرمانداری",
    office_name="فرمانداری شهر نمونه",
    office_code="1001",
    counter="3",
    officer=OFFICER,
    officer_name="سارا امینی",
    password=PASSWORD,
    role="officer",
    province=8,
    sample="governor",
)
_MADE: Final = "made"


class MadeBook(NamedTuple):
    """A book for measuring, open, and other ways into its file."""

    session: Session
    engines: Engines
    folder: Path

    @property
    def book(self) -> DeskBook:
        """The open book."""
        return self.session.book

    def close(self) -> None:
        """Let everything go."""
        self.engines.dispose()
        self.session.close()


def rows_wanted() -> int:
    """How many requests the measured book holds: ``MIZBAN_BENCH_ROWS``."""
    return int(os.environ.get("MIZBAN_BENCH_ROWS") or SMALL)


def kept_folder(count: int) -> Path:
    """A folder with a book of so many requests, kept for the next run.

    It is made anew where this program would make it otherwise. ``MIZBAN_BENCH_BOOKS`` is where
    books are kept, else build/bench.
    """
    books = Path(os.environ.get("MIZBAN_BENCH_BOOKS") or "build/bench").resolve()
    folder = books / f"{count}-{_fingerprint()}"
    if not (folder / _MADE).exists():
        for old in books.glob(f"{count}-*"):
            shutil.rmtree(old)
        make(folder, count)
    return folder


def make(folder: Path, count: int) -> None:
    """Set up a desk in a new folder and fill its book with so many requests."""
    made = found_desk(folder, WISHES, Manner(lane=LANE), around_of(folder))
    key = made.session.keyring.data_key
    path = made.session.where.book
    made.session.close()
    fill(path, key, count)
    open_made(folder).close()
    (folder / _MADE).touch()


def open_made(folder: Path) -> MadeBook:
    """Open a made book as its officer."""
    session = open_session(folder, OFFICER, PASSWORD, around_of(folder))
    return MadeBook(session, open_engines(session.where.book, session.keyring.data_key), folder)


def made_book(folder: Path, count: int) -> MadeBook:
    """A new book in a folder, open."""
    make(folder, count)
    return open_made(folder)


def around_of(folder: Path) -> Around:
    """The machine as it is, with the witness inside the made folder."""
    return Around(home=folder / "home")


@cache
def _fingerprint() -> str:
    """Changes with whatever decides how a book is made: schema, projection, requests."""
    storage, here = Path(db.__path__[0]), Path(benchmarks.__path__[0])
    digest = hashlib.sha256()
    for source in (
        *sorted(storage.glob("migrations/versions/*.sql")),
        *sorted(storage.glob("projection/*.py")),
        storage / "search.py",
        *(here / name for name in ("books.py", "filling.py", "matters.py")),
    ):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]

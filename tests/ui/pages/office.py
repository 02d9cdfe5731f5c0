"""An open desk for tests of the pages: a real encrypted book, printers that are folders."""

import random
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from db.book import DeskBook
from db.keys import Cost
from db.opening import open_session
from db.session import Around
from desk_app.cli.founding import found_desk
from desk_app.cli.open_desk import desk_on
from desk_app.ports.desk import Desk, SetUp
from desk_app.ports.printers import PrinterKind, PrinterSetting
from desk_app.ports.queries import Queries

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
"""Argon2 at a cost that protects nothing and takes no time."""
PASSWORD = "درخت‌های بلند کوچه"


@dataclass
class HandClock:
    """A clock that stands until it is set: Saturday 21 November 2026, 10:24 in Iran."""

    ms: int = 1_795_244_040_000

    def now_ms(self) -> int:
        return self.ms

    def pass_minutes(self, minutes: int) -> None:
        self.ms += minutes * 60_000


class OffTheWindow:
    """Queries that must never run on the window's thread; asking there is an error."""

    def __init__(self, queries: Any) -> None:
        self._queries = queries
        self._window = threading.get_ident()

    def __getattr__(self, name: str) -> Any:
        if threading.get_ident() == self._window:
            raise AssertionError(f"{name} was asked on the window's thread")
        return getattr(self._queries, name)


class GuardedBook:
    """The book itself, with queries, settings and writing kept off the window's thread."""

    def __init__(self, book: Any) -> None:
        self.beneath: DeskBook = book
        self._book = book
        self._window = threading.get_ident()
        self.unguarded: Queries = book.queries
        self.queries = OffTheWindow(book.queries)

    def __getattr__(self, name: str) -> Any:
        kept_off = name in ("writing", "setting", "set_setting")
        if kept_off and threading.get_ident() == self._window:
            raise AssertionError(f"{name} was called on the window's thread")
        return getattr(self._book, name)


def found(folder: Path, clock: HandClock, *, role: str = "admin", printer: bool = True) -> Desk:
    """A new office with the governor's services and, unless told otherwise, a printer."""
    wishes = SetUp(
        agency="استانداری تهران",
        office_name="فرمانداری ری",
        office_code="1001",
        counter="3",
        officer="sara",
        officer_name="سارا امینی",
        password=PASSWORD,
        role=role,
        sample="governor",
    )
    made = found_desk(folder / "data", wishes, around=_around(folder, clock))
    desk = desk_on(made.session, None)
    if printer:
        papers = folder / "papers"
        papers.mkdir()
        desk.printers.set_up([PrinterSetting("باجه", PrinterKind.FOLDER, str(papers), "a5")])
    return _guarded(desk, clock)


def again(folder: Path, clock: HandClock, user: str = "sara") -> Desk:
    """The same office after the program ended, opened by an officer's password."""
    session = open_session(folder / "data", user, PASSWORD, _around(folder, clock))
    return _guarded(desk_on(session, None), clock)


def _around(folder: Path, clock: HandClock) -> Around:
    return Around(clock=clock, entropy=random.Random().randbytes, home=folder / "state", cost=CHEAP)


def _guarded(desk: Desk, clock: HandClock) -> Desk:
    return replace(desk, clock=clock, book=GuardedBook(desk.book))

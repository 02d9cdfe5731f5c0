"""A desk to be damaged: set up in a moment, recording through the book's own pen."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from db.keys import Cost
from db.opening import open_session
from db.session import Around, Session
from db.setup import Plan, set_up
from desk_app.ports.book import Officer, Pen
from desk_app.ports.clock import Clock
from desk_app.records.bodies import OfficerSet, Registered
from desk_app.records.event import Draft, Subject
from desk_app.records.kinds_of_event import body_data

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
"""Argon2 at a cost that protects nothing and takes no time."""
USER, PASSWORD = "reza", "reza-password"
REZA = Officer(USER, "رضا", "admin")


@dataclass
class Desk:
    """A folder with a book, and the world around it."""

    folder: Path
    around: Around
    lane: int
    recovery_key: str

    @property
    def book(self) -> Path:
        return self.folder / "book.db"

    def open(self, user: str = USER, password: str = PASSWORD) -> Session:
        return open_session(self.folder, user, password, self.around)

    def record(self, count: int = 1) -> list[str]:
        """Open, register so many requests one by one, close."""
        session = self.open()
        try:
            return [register(session) for _ in range(count)]
        finally:
            session.close()

    def copy_to(self, folder: Path) -> Path:
        shutil.copytree(self.folder, folder)
        return folder

    def crashed_with(self, count: int) -> list[str]:
        """Register so many requests and leave the files as a killed process leaves them."""
        session = self.open()
        codes = [register(session) for _ in range(count)]
        left = self.folder.with_name(self.folder.name + "-left")
        shutil.copytree(self.folder, left)
        session.close()
        shutil.rmtree(self.folder)
        left.rename(self.folder)
        return codes


def a_desk(
    folder: Path, home: Path, clock: Clock, *, lane: int | None = None, image: bool = False
) -> Desk:
    """A desk that is set up and closed."""
    around = Around(clock=clock, home=home, cost=CHEAP, wait_s=2.0)
    plan = Plan(REZA, PASSWORD, office="123", counter="1", lane=lane, image=image)
    with set_up(folder, plan, around) as founding, founding.session.book.writing() as pen:
        set_officer(pen, REZA, founding.keys.public_key, founding.keys.sealed_key)
    if not image:
        founding.session.close()
    return Desk(folder, around, founding.lane, founding.recovery_key)


def set_officer(pen: Pen, officer: Officer, public_key: str = "", sealed_key: str = "") -> None:
    """Record an officer."""
    body = OfficerSet(
        user=officer.user,
        name=officer.name,
        role=officer.role,
        public_key=public_key,
        sealed_key=sealed_key,
    )
    pen.write(Draft(subject=Subject("officer", officer.user), type="OfficerSet",
                    body=body_data(body)))  # fmt: skip


def register(session: Session, subject: str = "") -> str:
    """Register one request in a transaction of its own; returns its tracking code."""
    with session.book.writing() as pen:
        code = pen.next_code()
        body = Registered(code=code, follow_up=pen.follow_up(), at=pen.now_ms, kind="request")
        values = ({"subject": subject or os.urandom(40).hex(), "text": "متن درخواست"},)
        pen.write(
            Draft(
                subject=Subject("request", pen.new_id()),
                type="Registered",
                body=body_data(body) | {"matter": 0},
                values=values,
            )
        )
    return code


def codes_in(session: Session) -> set[str]:
    """The tracking codes of every request in the book."""
    while session.book.read_only_reason is None and session.book.tend():
        continue
    with session.book.reader.look() as db:
        return {code for (code,) in db.execute("SELECT code FROM request")}

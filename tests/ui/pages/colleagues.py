"""An office with colleagues: an officer, a supervisor, a unit's expert and its head."""

import random
from pathlib import Path

from db.opening import open_session
from db.session import Around
from desk_app.ports.book import Book
from desk_app.ports.desk import Desk
from desk_app.records.persons import Person
from desk_app.services.follow_up import Refer, refer_request
from desk_app.services.office import NewOfficer, add_officer
from desk_app.services.parties import PartyTold
from desk_app.services.register import RegisterRequest, register_request
from tests.ui.pages.office import CHEAP, PASSWORD, HandClock, again, found

UNIT, OTHER_UNIT = "u5", "u1"
COLLEAGUES = (
    ("omid", "امید کرمی", "officer", "", False),
    ("mina", "مینا سالاری", "supervisor", "", False),
    ("reza", "رضا نادری", "expert", UNIT, False),
    ("nasrin", "نسرین رستمی", "expert", UNIT, True),
)
SUBJECTS = ("پروانهٔ کسب قهوه‌خانه", "تغییر کاربری زمین", "معافیت عوارض")


def staffed(folder: Path, clock: HandClock) -> list[str]:
    """Found the office, admit colleagues, refer two of three requests; ids in the order of due."""
    found(folder, clock).close("left")
    around = Around(
        clock=clock, entropy=random.Random().randbytes, home=folder / "state", cost=CHEAP
    )
    session = open_session(folder / "data", "sara", PASSWORD, around)
    taken = [_taken(session.book, subject) for subject in SUBJECTS]
    for name, due in zip(taken[:2], ("2026-12-05", "2026-11-30"), strict=True):
        refer_request(session.book, Refer(name, "لطفاً بررسی و اعلام نظر شود", unit=UNIT, due=due))
    refer_request(session.book, Refer(taken[2], "بررسی", unit=OTHER_UNIT))
    for user, name, role, unit, head in COLLEAGUES:
        keys = session.keyring.admit(user, PASSWORD)
        add_officer(
            session.book,
            NewOfficer(user, name, role, unit, keys.public_key, keys.sealed_key, head),
        )
    session.close()
    return [taken[1], taken[0], taken[2]]


def signed_in_as(folder: Path, clock: HandClock, user: str) -> Desk:
    """The office's desk, opened by one of them."""
    return again(folder, clock, user)


def _taken(book: Book, subject: str) -> str:
    person = Person(id_number="0012345679", first_name="علی", last_name="احمدی")
    told = RegisterRequest(
        kind="request",
        subject=subject,
        text="خواهشمند است دستور فرمایید رسیدگی گردد.",
        parties=(PartyTold(person=person),),
        allow_repeat=True,
    )
    return register_request(book, told).request_id

"""The demonstration office: made-up people, a centre of its own, marked on screen and paper."""

import os
import random
from pathlib import Path
from typing import Final

from db.line_book import DeskLineBook
from db.session import HERE, Around
from desk_app.cli.embedded_centre import HouseCentre
from desk_app.cli.founding import Manner, NewDesk, found_desk, program
from desk_app.cli.made_up import made_up_visits
from desk_app.ports.desk import SetUp
from desk_app.services.visits import record_visit
from desk_app.sync.rounds import one_round

OFFICER: Final = "demo"
PASSWORD: Final = "demonstration"  # noqa: S105 - said openly: the office holds nobody's data
REQUESTS: Final = 40
_SEED: Final = 1405


def make_demonstration(
    folder: Path, around: Around = HERE, requests: int = REQUESTS
) -> tuple[NewDesk, HouseCentre]:
    """A demonstration office enrolled with its own running centre, with a made-up day.

    Raises as ``found_desk``; the centre is closed again then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    centre = HouseCentre(folder)
    try:
        wishes = SetUp(
            agency="فرمانداری شهرستان نمونه",
            office_name="میز خدمت نمونه",
            office_code="DEMO",
            counter="3",
            officer=OFFICER,
            officer_name="سارا محمدی",
            password=password_of_demonstration(),
            sample="governor",
            central=centre.url,
            enrol_code=centre.enrol_code("DEMO", "میز خدمت نمونه"),
        )
        made = found_desk(folder, wishes, Manner(demonstration=True), around)
        try:
            _record_day(made, requests)
        except BaseException:
            made.session.close()
            raise
    except BaseException:
        centre.close()
        raise
    return made, centre


def password_of_demonstration() -> str:
    """The password of the demonstration's officer, who may be given another by the environment."""
    return os.environ.get("MIZBAN_PASSWORD") or PASSWORD


def _record_day(made: NewDesk, requests: int) -> None:
    session = made.session
    chance = random.Random(_SEED)  # noqa: S311 - made-up data, the same every time
    for visit in made_up_visits(requests, session.book.queries.catalogue(), chance):
        record_visit(session.book, visit(session.clock.now_ms()))
    one_round(DeskLineBook(session.book), session.clock, session.entropy, program())

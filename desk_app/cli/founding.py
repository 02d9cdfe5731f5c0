"""Setting up a desk: keys, book, first events, and the centre where there is one."""

from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from db.line_book import DeskLineBook
from db.session import HERE, Around, Session
from db.setup import Founding, Plan, check_plan, set_up
from desk_app.ports.book import OfficeFacts, Officer
from desk_app.ports.desk import SetUp
from desk_app.records.catalogue import Item, item_type
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.roles import MAY
from desk_app.services.guard import needed
from desk_app.services.office import NewOfficer, found_office, name_office
from desk_app.services.shipped import SAMPLES, base_items, sample_items
from desk_app.sync.enrol import Candidate, Joined, join_alone, join_new

READS_SEALED = ("supervisor", "admin")
"""Roles whose first holder reads what is sealed, until oversight names keys of its own."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a desk is made, besides what its office asks for."""

    lane: int | None = None
    recovery_out: Path | None = None
    image: bool = False
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class NewDesk:
    """A desk that was set up; the session of an image is closed already."""

    session: Session
    recovery_key: str
    device: str
    log: str
    lane: int
    office_code: str


def found_desk(
    folder: Path, wishes: SetUp, manner: Manner = Manner(), around: Around = HERE
) -> NewDesk:
    """Make the book and its first events; with a centre, enrol first: its names win.

    Raises DeskError with nothing left behind.
    """
    facts = _facts(wishes, manner)
    officer = Officer(wishes.officer, wishes.officer_name, wishes.role)
    plan = Plan(
        officer=officer,
        password=wishes.password,
        office=facts.code,
        counter=facts.counter,
        lane=manner.lane,
        recovery_out=manner.recovery_out,
        image=manner.image,
    )
    check_plan(folder, plan)
    joined = _joined(wishes, manner, around)
    if joined is not None:
        facts = named_by(joined, facts)
        plan = replace(
            plan,
            office=facts.code,
            lane=joined.lane,
            log=joined.log,
            spare_lanes=joined.spare_lanes,
        )
    with set_up(folder, plan, around) as made:
        if joined is not None:
            DeskLineBook(made.session.book).keep_enrolment(joined.enrolment, joined.spare_lanes)
        _first_events(made, facts, officer, wishes.sample)
        book = made.session.keyring.slots().book
    device = joined.enrolment.device if joined else book
    return NewDesk(made.session, made.recovery_key, device, made.log, made.lane, facts.code)


def join_centre(session: Session, candidate: Candidate) -> Joined:
    """Enrol an office that began alone, with its history; the centre's names win from now on."""
    facts = session.book.queries.office()
    joined = join_alone(DeskLineBook(session.book), candidate, session.clock, session.entropy)
    name_office(session.book, named_by(joined, facts))
    return joined


def named_by(joined: Joined, facts: OfficeFacts) -> OfficeFacts:
    """The office as its centre names it."""
    centre = joined.office
    return replace(
        facts,
        code=centre.code,
        name=centre.name or facts.name,
        province=centre.province or facts.province,
    )


def office_items(sample: str) -> list[Item]:
    """The items an office begins with: the base, under the sample where one is wanted."""
    if sample and sample not in SAMPLES:
        raise UserMistake(Mistake("sample", "setup.sample"))
    items = {(item_type(item), item.key): item for item in base_items()}
    if sample:
        items |= {(item_type(item), item.key): item for item in sample_items(sample)}
    return list(items.values())


def program() -> str:
    """The program's name and version, as centre and audit see it."""
    return f"mizban {version('mizban')}"


def _facts(wishes: SetUp, manner: Manner) -> OfficeFacts:
    facts = OfficeFacts(
        code=needed(wishes.office_code, "office_code"),
        agency=needed(wishes.agency, "agency"),
        name=needed(wishes.office_name, "office_name"),
        counter=needed(wishes.counter, "counter"),
        province=wishes.province,
        demonstration=manner.demonstration,
    )
    needed(wishes.officer, "officer")
    needed(wishes.officer_name, "officer_name")
    if wishes.role not in MAY or wishes.role == "centre":
        raise UserMistake(Mistake("role", "role.unknown"))
    office_items(wishes.sample)
    return facts


def _joined(wishes: SetUp, manner: Manner, around: Around) -> Joined | None:
    if not wishes.central:
        if wishes.enrol_code:
            raise UserMistake(Mistake("central", "central.missing"))
        return None
    if manner.image or manner.lane is not None:
        raise UserMistake(Mistake("lane", "lane.image" if manner.image else "lane.from_centre"))
    candidate = Candidate(wishes.central, wishes.enrol_code, wishes.counter, program())
    return join_new(candidate, around.clock, around.entropy)


def _first_events(made: Founding, facts: OfficeFacts, officer: Officer, sample: str) -> None:
    keyring = made.session.keyring
    recovery = keyring.slots().recovery
    reads = (made.keys.public_key,) if officer.role in READS_SEALED else ()
    first = NewOfficer(
        officer.user,
        officer.name,
        officer.role,
        public_key=made.keys.public_key,
        sealed_key=made.keys.sealed_key,
    )
    found_office(
        made.session.book,
        facts,
        first,
        office_items(sample),
        (*((recovery.public,) if recovery else ()), *reads),
    )

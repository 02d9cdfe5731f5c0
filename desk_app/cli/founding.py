"""Setting up a desk: keys, book, first events, and the centre where there is one."""

from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from db.going_on import SLIP_KEY
from db.keys import unwrap, wrapped_from
from db.line_book import DeskLineBook
from db.session import HERE, Around, Session
from db.setup import Founding, Plan, check_plan, set_up
from desk_app.cli.audiences import first_keys
from desk_app.cli.roaming import follow_officers
from desk_app.ports.book import OfficeFacts, Officer
from desk_app.ports.desk import SetUp
from desk_app.records.catalogue import Item, item_type
from desk_app.records.errors import Mistake, NotAllowed, Refused, Unreachable, UserMistake
from desk_app.records.roles import MAY
from desk_app.services.guard import needed
from desk_app.services.office import (
    AUDIENCES,
    NewOfficer,
    found_office,
    join_office,
    name_office,
)
from desk_app.services.shipped import SAMPLES, base_items, sample_items
from desk_app.sync.enrol import Candidate, Joined, join_alone, join_new
from desk_app.sync.rounds import one_round


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
        if joined is None:
            found_office(
                made.session.book,
                facts,
                _new_officer(made, officer),
                office_items(wishes.sample),
                first_keys(made.session),
            )
        else:
            _join(made, joined, facts, officer, wishes)
        book = made.session.keyring.slots().book
    device = joined.enrolment.device if joined else book
    return NewDesk(made.session, made.recovery_key, device, made.log, made.lane, facts.code)


def join_centre(session: Session, candidate: Candidate) -> Joined:
    """Enrol an office that began alone, with its history; the centre's names win from now on."""
    facts = session.book.queries.office()
    joined = join_alone(DeskLineBook(session.book), candidate, session.clock, session.entropy)
    _keep_slip_key(session, joined)
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


def _join(
    made: Founding, joined: Joined, facts: OfficeFacts, officer: Officer, wishes: SetUp
) -> None:
    """Take in what the office already has, and add what it lacks."""
    session = made.session
    line = DeskLineBook(session.book)
    line.keep_enrolment(joined.enrolment, joined.spare_lanes)
    _keep_slip_key(session, joined)
    went = one_round(line, session.clock, session.entropy, program())
    if went.state != "ok":
        fault = Unreachable if went.state == "unreachable" else Refused
        raise fault(went.detail, **went.params)
    known = _roaming(session, officer.user, wishes.password)
    keys_stand = bool(session.book.queries.audience_keys(AUDIENCES[0]))
    join_office(
        session.book,
        facts,
        None if known else _new_officer(made, officer),
        office_items(wishes.sample),
        () if keys_stand else first_keys(session),
    )


def _keep_slip_key(session: Session, joined: Joined) -> None:
    """A lane slip is read with this key, when there is neither a line nor a spare lane."""
    if joined.slip_key:
        session.book.set_setting(SLIP_KEY, joined.slip_key.hex())


def _roaming(session: Session, user: str, password: str) -> bool:
    """Whether the office knows this officer; their own key, under their password, is taken over.

    Raises NotAllowed ``password.wrong``: nobody becomes another by choosing their user name.
    """
    in_service, their_keys = follow_officers(session)
    if user not in in_service:
        return False
    told = next(keys for keys in their_keys if keys.user == user)
    wrapped = wrapped_from(told.sealed_key)
    if wrapped is None or unwrap(wrapped, told.public_key, password) is None:
        raise NotAllowed("password.wrong")
    return True


def _new_officer(made: Founding, officer: Officer) -> NewOfficer:
    return NewOfficer(
        officer.user,
        officer.name,
        officer.role,
        public_key=made.keys.public_key,
        sealed_key=made.keys.sealed_key,
    )

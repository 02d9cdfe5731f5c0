"""What is asked for at the desk, and the checks before any of it is written."""

from dataclasses import dataclass, replace
from typing import Final, get_args

from desk_app.ports.book import Pen
from desk_app.records.catalogue import KIND_WORDS, Catalogue
from desk_app.records.persons import Channel, Matter, OutsideNumber, PlaceOfMatter
from desk_app.records.text import clean, to_ascii_digits
from desk_app.services.enclosing import Enclosure, media_of
from desk_app.services.guard import NAME_LENGTH, TEXT_LENGTH, Findings
from desk_app.services.parties import PartyTold, checked_party
from desk_app.services.shipped import shipped_places

SUBJECT_LENGTH: Final = 300
MOST_PARTIES: Final = 200
"""Members of one group request; a longer list is attached as a paper."""
MOST_PAPERS: Final = 50
MOST_OUTSIDE: Final = 20
OFFICE_ABOVE: Final = "above"
"""The audience of a complaint about the office itself: one level up."""
LONGEST_BACK_MS: Final = 366 * 86_400_000
"""How long a paper may have waited to be typed in."""
OUTCOMES: Final = ("taken", "done", "papers", "forwarded")
ANSWER_CHANNELS: Final = ("sms", "letter", "phone", "desk", "electronic")
CHANNELS: Final = get_args(Channel)
NOWHERE: Final = PlaceOfMatter()


@dataclass(frozen=True, slots=True)
class RegisterRequest:
    """A request as told at the desk; titles, cost, steps and dates come from the catalogue."""

    kind: str
    subject: str = ""
    text: str = ""
    service: str = ""
    topic: str = ""
    place: PlaceOfMatter = NOWHERE
    place_told: str = ""
    parties: tuple[PartyTold, ...] = ()
    papers_received: tuple[str, ...] = ()
    papers_lacking: tuple[str, ...] = ()
    outside: tuple[OutsideNumber, ...] = ()
    answer_channel: str = ""
    pass_on_identity: bool = False
    about_office: bool = False
    channel: Channel = "desk"
    visit: str = ""
    outcome: str = "taken"
    code: str = ""
    """A code reserved earlier, from a pre-printed form; empty for the next one."""
    taken_at: int = 0
    """When it was taken on paper, ms since 1970; 0 for now."""
    allow_repeat: bool = False
    enclosed: tuple[Enclosure, ...] = ()
    """Scans that are kept with it."""
    row: bytes = b""
    """The row of a file it was read from, so that a second reading finds it."""


@dataclass(frozen=True, slots=True)
class CheckedRequest:
    """A request that can be written: clean, with the office's own keys, and for whose eyes."""

    told: RegisterRequest
    parties: tuple[PartyTold, ...]
    matter: Matter
    audience: str


def checked_request(pen: Pen, command: RegisterRequest) -> CheckedRequest:
    """The request as it can be written; raises UserMistake naming every wrong field."""
    found, catalogue = Findings(), pen.catalogue()
    kind = _kind(catalogue, command.kind, found)
    for name, key in (("service", command.service), ("topic", command.topic)):
        if key and getattr(catalogue, name)(key) is None:
            found.add(name, f"{name}.unknown")
    parties = _parties(command.parties, found)
    told = _clean(command, kind, found)
    matter = Matter(
        subject=found.text(command.subject, "subject", SUBJECT_LENGTH),
        text=found.text(command.text, "body", TEXT_LENGTH),
        place=found.text(command.place_told, "place", SUBJECT_LENGTH),
        outside=checked_outside(command.outside, found) if command.outside else (),
    )
    if command.taken_at and not pen.now_ms - LONGEST_BACK_MS <= command.taken_at <= pen.now_ms:
        found.add("taken_at", "taken_at.range")
    found.settle()
    for each in command.enclosed:
        media_of(each.data)
    return CheckedRequest(told, parties, matter, audience_of(catalogue, kind, command.about_office))


def audience_of(catalogue: Catalogue, kind: str, about_office: bool) -> str:
    """Whose eyes alone a request is for; empty for the office.

    Wrongdoing goes to the oversight body whatever it is about; a complaint about the office
    itself goes one level up.
    """
    known = catalogue.kind(kind)
    return (known.audience if known else "") or (OFFICE_ABOVE if about_office else "")


def kind_title(catalogue: Catalogue, kind: str) -> str:
    """The title of a kind of this office, or of one that is common to all."""
    known = catalogue.kind(kind)
    return known.title if known else KIND_WORDS[kind][0]


def checked_place(place: PlaceOfMatter, found: Findings) -> PlaceOfMatter:
    """A place of the shipped list, its province filled in from its city."""
    places = shipped_places()
    city = places.city(place.city) if place.city else None
    province = place.province or (city.province if city else 0)
    known = place == NOWHERE or places.province(province) is not None
    in_it = city.province == province if city else not place.city
    if not (known and in_it):
        found.add("place", "place.unknown")
    return PlaceOfMatter(province=province, city=place.city)


def checked_outside(
    numbers: tuple[OutsideNumber, ...], found: Findings
) -> tuple[OutsideNumber, ...]:
    """The numbers that other systems gave, in ASCII digits."""
    told = tuple(
        OutsideNumber(
            found.text(number.system, "outside", NAME_LENGTH),
            to_ascii_digits(found.text(number.number, "outside", NAME_LENGTH)),
        )
        for number in numbers
    )
    if len(told) > MOST_OUTSIDE:
        found.add("outside", "list.too_long", most=MOST_OUTSIDE)
    return tuple(number for number in told if number.number)


def _kind(catalogue: Catalogue, text: str, found: Findings) -> str:
    if not clean(text):
        found.add("kind", "kind.missing")
        return ""
    kind = catalogue.kind_of(text)
    if kind is None:
        found.add("kind", "kind.unknown")
    return kind or ""


def _parties(told: tuple[PartyTold, ...], found: Findings) -> tuple[PartyTold, ...]:
    parties = tuple(
        checked_party(party, found, f"party{place + 1}." if place else "")
        for place, party in enumerate(told)
    )
    if len(parties) > MOST_PARTIES:
        found.add("parties", "list.too_long", most=MOST_PARTIES)
    known = [
        party
        for party, said in zip(parties, told, strict=True)
        if party.established in ("unknown", "withheld")
        or party.person.full_name
        or clean(said.person.id_number)  # as said: a wrong number has its own mistake
    ]
    if not known:
        found.add("national_id", "person.missing")
    elif all(party.role == "presenter" for party in known):
        found.add("parties", "applicant.missing")
    return parties


def _clean(command: RegisterRequest, kind: str, found: Findings) -> RegisterRequest:
    found.word(command.channel, CHANNELS, "channel")
    found.word(command.outcome, OUTCOMES, "outcome")
    if command.answer_channel:
        found.word(command.answer_channel, ANSWER_CHANNELS, "answer_channel")
    lacking = found.texts(command.papers_lacking, "papers_lacking", MOST_PAPERS)
    place = command.place
    return replace(
        command,
        kind=kind,
        place=place if place == NOWHERE else checked_place(place, found),
        papers_received=found.texts(command.papers_received, "papers_received", MOST_PAPERS),
        papers_lacking=lacking,
        outcome="papers" if lacking and command.outcome == "taken" else command.outcome,
    )

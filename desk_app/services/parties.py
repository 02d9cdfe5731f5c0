"""The people of a request as told at the desk, checked before anything is written."""

from dataclasses import dataclass
from typing import Any, Final, get_args

from msgspec import structs

from desk_app.records import identity
from desk_app.records.persons import Established, IdentityKind, Need, Party, PartyRole, Person
from desk_app.records.text import to_ascii_digits
from desk_app.services.guard import LINE_LENGTH, NAME_LENGTH, Findings

FIRST_BIRTH_YEAR, LAST_BIRTH_YEAR = 1270, 1500
"""Jalali years that a living person's paper can show."""

_TEXTS: Final = {
    "first_name": NAME_LENGTH,
    "last_name": NAME_LENGTH,
    "father_name": NAME_LENGTH,
    "organisation": NAME_LENGTH,
    "registration": NAME_LENGTH,
    "village": NAME_LENGTH,
    "address": LINE_LENGTH,
    "authority_paper": LINE_LENGTH,
}
_NUMBERS: Final = {
    "mobile": identity.mobile,
    "phone": identity.phone,
    "postal_code": identity.postal_code,
}
_ID_FIELD: Final = {"national": "national_id", "legal": "legal_id"}
_WORDS: Final = {"role": get_args(PartyRole), "id_kind": get_args(IdentityKind)}
_ESTABLISHED: Final = frozenset(get_args(Established))
_NEEDS: Final = frozenset(get_args(Need))
NOBODY: Final = Person()


@dataclass(frozen=True, slots=True)
class PartyTold:
    """One person at the glass, or one they came for."""

    person: Person = NOBODY
    role: PartyRole = "applicant"
    id_kind: IdentityKind = "national"
    established: Established = "told"
    relation: str = ""
    needs: tuple[Need, ...] = ()


def checked_party(told: PartyTold, found: Findings, prefix: str = "") -> PartyTold:
    """The party with clean texts and bare numbers; every mistake in it goes to ``found``.

    A field is named as the person has it (``national_id``, ``mobile`` …), after ``prefix``.
    """
    for name, words in _WORDS.items():
        found.word(getattr(told, name), words, name, prefix)
    if told.established not in _ESTABLISHED:
        found.add(prefix + "established", "established.how")
    if not _NEEDS.issuperset(told.needs):
        found.add(prefix + "needs", "needs.unknown")
    hidden = told.established in ("unknown", "withheld")
    # A number that the visitor does not want known is not kept.
    known = structs.replace(told.person, id_number="") if hidden else told.person
    person = checked_person(known, told.id_kind, found, prefix)
    return PartyTold(
        person=person,
        role=told.role,
        id_kind=told.id_kind if person.id_number else "none",
        established=told.established,
        relation=found.text(told.relation, prefix + "relation", NAME_LENGTH),
        needs=told.needs,
    )


def checked_person(
    told: Person, id_kind: IdentityKind, found: Findings, prefix: str = ""
) -> Person:
    """A person with clean texts and bare numbers; the identity number is of the kind given."""
    changed: dict[str, Any] = {
        name: found.text(text, prefix + name, most) if (text := getattr(told, name)) else ""
        for name, most in _TEXTS.items()
    }
    for name in _NUMBERS:
        value = getattr(told, name)
        changed[name] = checked_number(name, value, found, prefix) if value else ""
    if told.id_number:
        changed["id_number"] = checked_identity(id_kind, told.id_number, found, prefix)
    year = checked_year(told.birth_year, found, prefix)
    return Person(birth_year=year, **changed)


def checked_identity(kind: str, value: str, found: Findings, prefix: str = "") -> str:
    """An identity number of a kind in ASCII digits; empty stays empty."""
    if not (text := found.text(value, prefix + "id_number")):
        return ""
    field = prefix + _ID_FIELD.get(kind, "id_number")
    number, mistake = identity.check_identity(kind, text, field)
    found.mistakes += [mistake] if mistake else []
    return number


def checked_number(name: str, value: str, found: Findings, prefix: str = "") -> str:
    """A ``mobile``, ``phone`` or ``postal_code`` in ASCII digits; empty stays empty."""
    if not (text := found.text(value, prefix + name)):
        return ""
    number, mistake = _NUMBERS[name](text, prefix + name)
    found.mistakes += [mistake] if mistake else []
    return number


def checked_year(year: int, found: Findings, prefix: str = "") -> int:
    """A Jalali year of birth, 0 for none."""
    if year and not FIRST_BIRTH_YEAR <= year <= LAST_BIRTH_YEAR:
        found.add(prefix + "birth_year", "birth_year.range")
    return year


def checked_field(
    name: str, value: object, id_kind: str, found: Findings, prefix: str
) -> str | int:
    """One field of a person as it is put right; ``prefix`` names whose it is."""
    text = str(value)
    if name == "id_number":
        return checked_identity(id_kind, text, found, prefix)
    if name in _NUMBERS:
        return checked_number(name, text, found, prefix)
    if name == "birth_year":
        digits = to_ascii_digits(found.text(text, prefix + name))
        if digits and not (digits.isascii() and digits.isdigit() and len(digits) == 4):
            found.add(prefix + name, "birth_year.range")
            return 0
        return checked_year(int(digits or "0"), found, prefix)
    return found.text(text, prefix + name, _TEXTS[name])


def party_record(told: PartyTold, position: int) -> Party:
    """The party as the event holds it; ``position`` is its person's place in the values."""
    return Party(
        role=told.role,
        person=position,
        id_kind=told.id_kind,
        established=told.established,
        relation=told.relation,
        needs=told.needs,
    )


def nobody(person: Person) -> bool:
    """Whether nothing at all is known of the person."""
    return person == NOBODY

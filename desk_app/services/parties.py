"""The people of a request as told at the desk, checked before anything is written."""

from dataclasses import dataclass, replace

from desk_app.records import identity
from desk_app.records.errors import Mistake
from desk_app.records.persons import Established, IdentityKind, Need, Party, PartyRole, Person
from desk_app.records.text import clean

NAME_LENGTH = 120
"""Letters in a name; longer ones are refused, not cut."""
LINE_LENGTH = 400
FIRST_BIRTH_YEAR, LAST_BIRTH_YEAR = 1270, 1500
"""Jalali years that a living person's paper can show."""

_NAMES = ("first_name", "last_name", "father_name", "organisation", "registration", "village")
_NUMBERS = {
    "mobile": identity.mobile,
    "phone": identity.phone,
    "postal_code": identity.postal_code,
}


@dataclass(frozen=True, slots=True)
class PartyTold:
    """One person at the glass, or one they came for."""

    person: Person = Person()
    role: PartyRole = "applicant"
    id_kind: IdentityKind = "national"
    established: Established = "told"
    relation: str = ""
    authority_paper: str = ""
    needs: tuple[Need, ...] = ()


def checked_party(told: PartyTold, prefix: str = "") -> tuple[PartyTold, list[Mistake]]:
    """The party with clean texts and bare numbers, and every mistake found in it.

    A field is named as the person has it (``national_id``, ``mobile`` …), after ``prefix``.
    """
    found: list[Mistake] = []
    changed: dict[str, str] = {}
    for name in (*_NAMES, "address"):
        text = clean(getattr(told.person, name))
        longest = LINE_LENGTH if name == "address" else NAME_LENGTH
        if len(text) > longest:
            found.append(Mistake(prefix + name, "text.too_long", {"most": longest}))
        changed[name] = text
    for name, check in _NUMBERS.items():
        if value := clean(getattr(told.person, name)):
            changed[name], mistake = check(value, prefix + name)
            found += [mistake] if mistake else []
        else:
            changed[name] = ""
    number, mistake = _checked_number(told, prefix)
    found += [mistake] if mistake else []
    year = told.person.birth_year
    if year and not FIRST_BIRTH_YEAR <= year <= LAST_BIRTH_YEAR:
        found.append(Mistake(prefix + "birth_year", "birth_year.range"))
    person = Person(id_number=number, birth_year=year, **changed)
    kind: IdentityKind = told.id_kind if number else "none"
    party = replace(
        told,
        person=person,
        id_kind=kind,
        relation=clean(told.relation),
        authority_paper=clean(told.authority_paper),
    )
    return party, found


def _checked_number(told: PartyTold, prefix: str) -> tuple[str, Mistake | None]:
    value = clean(told.person.id_number)
    if not value or told.established in ("unknown", "withheld"):
        return "", None
    field = {"national": "national_id", "legal": "legal_id"}.get(told.id_kind, "id_number")
    return identity.check_identity(told.id_kind, value, prefix + field)


def party_record(told: PartyTold, position: int) -> Party:
    """The party as the event holds it; ``position`` is its person's place in the values."""
    return Party(
        role=told.role,
        person=position,
        id_kind=told.id_kind,
        established=told.established,
        relation=told.relation,
        authority_paper=told.authority_paper,
        needs=told.needs,
    )


def nobody(person: Person) -> bool:
    """Whether nothing at all is known of the person."""
    return person == Person()

"""What is known of the people of a request: personal values, kept beside the hashed bytes."""

from typing import Literal

import msgspec

from desk_app.records.text import normalise, to_ascii_digits

IdentityKind = Literal["national", "legal", "foreign", "passport", "none"]
Established = Literal["card", "told", "unknown", "withheld"]
PartyRole = Literal["applicant", "presenter", "member"]
Channel = Literal[
    "desk", "phone", "phone111", "letter", "sheet", "mission", "meeting", "electronic", "home"
]
Result = Literal["granted", "partly", "refused", "not_ours", "founded", "unfounded"]
Need = Literal["reading", "hearing", "moving", "sight", "language"]


class Person(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One person or legal person as told at the desk; every field is text as typed, cleaned."""

    id_number: str = ""
    first_name: str = ""
    last_name: str = ""
    father_name: str = ""
    birth_year: int = 0
    organisation: str = ""
    registration: str = ""
    mobile: str = ""
    phone: str = ""
    village: str = ""
    address: str = ""
    postal_code: str = ""
    authority_paper: str = ""
    """The paper by which the person speaks for another."""

    @property
    def full_name(self) -> str:
        """First and last name, or the organisation."""
        return " ".join(part for part in (self.first_name, self.last_name) if part) or (
            self.organisation
        )

    @property
    def key(self) -> str:
        """What two records of one person have in common, for repeats and history.

        The identity number where there is one, else normalised name and mobile; empty when
        nothing identifies the person.
        """
        if self.id_number:
            return "i" + to_ascii_digits(self.id_number)
        if self.full_name and self.mobile:
            return "n" + normalise(self.full_name) + "|" + to_ascii_digits(self.mobile)
        return ""

    @property
    def homes(self) -> tuple[str, ...]:
        """What those who live together have in common, as keys: postal code, address as told."""
        postal, address = to_ascii_digits(self.postal_code), normalise(self.address)
        return tuple(mark + told for mark, told in (("h", postal), ("a", address)) if told)


class OutsideNumber(msgspec.Struct, frozen=True):
    """A number that another system gave: ``111``, ``samad``, ``secretariat`` and so on."""

    system: str
    number: str


class Matter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The matter in the visitor's words: subject line, text, place, numbers of other systems."""

    subject: str = ""
    text: str = ""
    place: str = ""
    outside: tuple[OutsideNumber, ...] = ()


class Party(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A person's part in a request; ``person`` is the position of the value, -1 for none."""

    role: PartyRole
    person: int = -1
    id_kind: IdentityKind = "none"
    established: Established = "told"
    relation: str = ""
    """What a presenter is to the applicant (``مادر``, ``وکیل``), never a name."""
    needs: tuple[Need, ...] = ()


class PlaceOfMatter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Province and city of the shipped list, by number; 0 where not told."""

    province: int = 0
    city: int = 0

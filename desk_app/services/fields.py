"""The fields of a request that may be put right or filled in later, each with its check.

A field is named as it is shown: ``service``, ``matter.subject``, ``party.0.mobile``. Values may
come as text, as a form or a command line gives them.
"""

import re
from typing import Any, Final, get_args

import msgspec

from desk_app.ports.book import Pen
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.persons import IdentityKind, Need, OutsideNumber, Person, PlaceOfMatter
from desk_app.records.request import RequestState
from desk_app.records.text import clean, normalise
from desk_app.services.asking import (
    ANSWER_CHANNELS,
    CHANNELS,
    MOST_PAPERS,
    SUBJECT_LENGTH,
    audience_of,
    checked_outside,
    checked_place,
    kind_title,
)
from desk_app.services.guard import TEXT_LENGTH, Findings
from desk_app.services.parties import checked_field

OPEN_FIELDS: Final = frozenset(
    {
        "kind",
        "service",
        "topic",
        "place",
        "channel",
        "answer_channel",
        "pass_on_identity",
        "papers_received",
        "papers_lacking",
    }
)
"""Fields kept in the body itself, as are ``party.<place>.id_kind`` and ``.needs``."""
OUTSIDE: Final = "matter.outside"
"""The numbers that other systems gave; they lead to a person, so they can be erased."""
TITLED: Final = frozenset({"kind", "service", "topic"})
"""Fields whose title changes with them."""
_MATTER: Final = {"subject": SUBJECT_LENGTH, "text": TEXT_LENGTH, "place": SUBJECT_LENGTH}
_PARTY: Final = re.compile("party[.]([0-9]{1,3})[.]([a-z_]+)")
_PERSON: Final = frozenset(Person.__struct_fields__)
_ID_KINDS: Final = tuple(kind for kind in get_args(IdentityKind) if kind != "none")
_NEEDS: Final = get_args(Need)
_BETWEEN: Final = re.compile("[;؛\\n]")
_YES: Final = {normalise(word): True for word in ("true", "yes", "1", "بله", "بلی", "دارد")}
_NO: Final = {normalise(word): False for word in ("false", "no", "0", "", "خیر", "نه", "ندارد")}


def is_open(name: str) -> bool:
    """Whether a field holds nothing personal."""
    return name in OPEN_FIELDS or name.endswith((".id_kind", ".needs"))


def checked_fields(pen: Pen, state: RequestState, values: dict[str, Any]) -> dict[str, Any]:
    """The values as they are written, titles and kinds of number added; raises UserMistake."""
    found = Findings()
    checked: dict[str, Any] = {}
    for name, value in values.items():
        checked[name] = _checked(pen, state, name, value, values, found)
    found.settle()
    for name in TITLED & values.keys():
        checked[name + "_title"] = _title(pen, name, checked[name])
    for name in values:
        if name.endswith(".id_number"):
            kind = name.removesuffix("id_number") + "id_kind"
            checked[kind] = _kind_of_number(state, name, values)
    return checked


def _checked(
    pen: Pen,
    state: RequestState,
    name: str,
    value: Any,
    values: dict[str, Any],
    found: Findings,
) -> Any:
    if name in TITLED:
        return _known_key(pen, state, name, str(value), found)
    if (read := _READ.get(name)) is not None:
        return read(value, found)
    root, _, part = name.partition(".")
    if root == "matter" and part in _MATTER:
        return found.text(str(value), name, _MATTER[part])
    if party := _PARTY.fullmatch(name):
        place, part = int(party[1]), party[2]
        if state.registered is None or place >= len(state.registered.parties):
            raise UserMistake(Mistake(name, "party.unknown"))
        if part == "id_kind":
            found.word(str(value), _ID_KINDS, "id_kind", f"party.{place}.")
            if name.removesuffix("id_kind") + "id_number" not in values:
                found.add(name, "id_kind.alone")
            return str(value)
        if part == "needs":
            return _needs(value, found, name)
        if part in _PERSON:
            kind = _kind_of_number(state, name, values)
            return checked_field(part, value, kind, found, f"party.{place}.")
    raise UserMistake(Mistake(name, "correct.unknown_field"))


def _kind_of_number(state: RequestState, name: str, values: dict[str, Any]) -> str:
    """Of which kind a party's identity number is: as now told, as known, or as likely."""
    place = int(name.split(".")[1])
    prefix = f"party.{place}."
    told = state.registered.parties[place].id_kind if state.registered else "none"
    kind = values.get(prefix + "id_kind") or state.value(prefix + "id_kind", told)
    if kind != "none":
        return str(kind)
    person = state.persons[place]
    return "legal" if person is not None and person.organisation else "national"


def _known_key(pen: Pen, state: RequestState, name: str, text: str, found: Findings) -> str:
    catalogue = pen.catalogue()
    key = text
    if name == "kind":
        key = catalogue.kind_of(text) or ""
    elif name == "service" and (service := catalogue.service_of(text)):
        key = service.key
    if not key or (name != "kind" and getattr(catalogue, name)(key) is None):
        found.add(name, f"{name}.unknown")
    elif name == "kind" and audience_of(catalogue, key, about_office=False) not in (
        "",
        state.audience,
    ):
        # What was recorded in the open has been read and sent; no seal takes that back.
        found.add(name, "kind.sealed")
    return key


def _title(pen: Pen, name: str, key: str) -> str:
    catalogue = pen.catalogue()
    if name == "kind":
        return kind_title(catalogue, key)
    title: str = getattr(catalogue, name)(key).title
    return title


def _place(value: Any, found: Findings) -> dict[str, int]:
    if isinstance(value, str):
        province, _, city = value.partition("/")
        value = {"province": province.strip() or "0", "city": city.strip() or "0"}
    try:
        place = msgspec.convert(value, PlaceOfMatter, strict=False, from_attributes=True)
    except msgspec.ValidationError:
        found.add("place", "place.unknown")
        return {}
    written: dict[str, int] = msgspec.to_builtins(checked_place(place, found))
    return written


def _word(known: tuple[str, ...], name: str) -> Any:
    def check(value: Any, found: Findings) -> str:
        found.word(str(value), known, name)
        return str(value)

    return check


def _flag(value: Any, found: Findings) -> bool:
    said = {**_YES, **_NO}.get(normalise(str(value)))
    if said is None:
        found.add("pass_on_identity", "flag.unknown")
    return bool(said)


def _papers(name: str) -> Any:
    def check(value: Any, found: Findings) -> list[str]:
        texts = _BETWEEN.split(value) if isinstance(value, str) else [str(each) for each in value]
        return list(found.texts(texts, name, MOST_PAPERS))

    return check


def _needs(value: Any, found: Findings, name: str) -> list[str]:
    words = _BETWEEN.split(value) if isinstance(value, str) else [str(each) for each in value]
    told = {clean(word) for word in words} - {""}
    if not told <= set(_NEEDS):
        found.add(name, "needs.unknown")
    return [need for need in _NEEDS if need in told]


def _outside(value: Any, found: Findings) -> list[dict[str, str]]:
    if isinstance(value, str):
        parts = [part.partition(":") for part in _BETWEEN.split(value) if clean(part)]
        value = tuple(OutsideNumber(system, number) for system, _, number in parts)
        if not all(clean(each.number) for each in value):
            found.add(OUTSIDE, "outside.format")
    return [
        {"system": number.system, "number": number.number}
        for number in checked_outside(value, found)
    ]


_READ: Final[dict[str, Any]] = {
    "place": _place,
    "channel": _word(CHANNELS, "channel"),
    "answer_channel": _word(("", *ANSWER_CHANNELS), "answer_channel"),
    "pass_on_identity": _flag,
    "papers_received": _papers("papers_received"),
    "papers_lacking": _papers("papers_lacking"),
    OUTSIDE: _outside,
}

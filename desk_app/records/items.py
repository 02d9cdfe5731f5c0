"""The items of the catalogue: services, units, posts, kinds, topics, other agencies.

Each travels as plain data inside an event, so fields are only ever added, with a default.
References between items name keys. Dates are Gregorian.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Self

import msgspec

from desk_app.records.due import DeadlineRule
from desk_app.records.errors import Mistake, UserMistake


class _Travels:
    """An item that becomes plain JSON-able data and comes back equal."""

    __slots__ = ()

    def to_data(self) -> dict[str, Any]:
        """The item as a dict of JSON-able values."""
        data: dict[str, Any] = msgspec.to_builtins(self, builtin_types=())
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """The item of a dict; UserMistake ``catalogue.shape``. Unknown fields are passed over."""
        try:
            return msgspec.convert(data, cls)
        except msgspec.ValidationError as wrong:
            raise UserMistake(Mistake("item", "catalogue.shape")) from wrong


@dataclass(frozen=True, slots=True)
class Spell(_Travels):
    """A person in a post from one day to another, both included; an open end is None."""

    person: str
    first: date | None = None
    last: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the person is in the post on this day."""
        return (self.first or date.min) <= day <= (self.last or date.max)


@dataclass(frozen=True, slots=True)
class Unit(_Travels):
    """An organisational unit of the agency."""

    key: str
    title: str
    parent: str = ""
    phone: str = ""
    room: str = ""
    office: str = ""
    """The code of the office it works in, where that is another one of the same centre."""


@dataclass(frozen=True, slots=True)
class Post(_Travels):
    """A post that answers for services: who holds it, who stands in, how to reach it."""

    key: str
    title: str
    unit: str = ""
    holders: tuple[Spell, ...] = ()
    substitutes: tuple[Spell, ...] = ()
    """A substitute without dates is only named, and steps in where nobody holds the post."""
    phone: str = ""
    room: str = ""
    hours: str = ""

    def holder_on(self, day: date) -> str:
        """Who answers in this post on a day: a substitute whose dates cover it, else the holder.

        Empty when the post is vacant that day.
        """
        dated = [spell for spell in self.substitutes if spell.first or spell.last]
        for spells in (dated, self.holders, self.substitutes):
            for spell in reversed(spells):
                if spell.covers(day):
                    return spell.person
        return ""

    def substitute_on(self, day: date) -> str:
        """Who is named to stand in on a day for whoever answers then; empty when nobody is."""
        answering = self.holder_on(day)
        for spell in reversed(self.substitutes):
            if spell.covers(day) and spell.person != answering:
                return spell.person
        return ""


@dataclass(frozen=True, slots=True)
class Kind(_Travels):
    """A kind of request: its title, its usual deadline and who may read it."""

    key: str
    title: str
    deadline: DeadlineRule | None = None
    audience: str = ""
    """Empty for the office, else the body to whose key requests of this kind are sealed."""
    aliases: tuple[str, ...] = ()
    post: str = ""
    """Who answers for requests of this kind that name no service."""


@dataclass(frozen=True, slots=True)
class Topic(_Travels):
    """What a matter is about, for counting; ``parent`` makes two levels."""

    key: str
    title: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Agency(_Travels):
    """Another agency to which a visitor is shown the way."""

    key: str
    title: str
    address: str = ""
    phone: str = ""
    hours: str = ""
    matters: tuple[str, ...] = ()
    """What people wrongly ask here that belongs there."""
    office: str = ""
    """Its code, where it is an office of the same centre and is sent a request's whole history."""


@dataclass(frozen=True, slots=True)
class Service(_Travels):
    """A service with its unique id and everything a receipt or guidance slip says of it."""

    key: str
    """The service's unique id (شناسه خدمت), or the office's own code."""
    title: str
    keywords: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    cost: int = 0
    """In rials."""
    cost_note: str = ""
    steps: tuple[str, ...] = ()
    deadline: DeadlineRule | None = None
    rights: str = ""
    unit: str = ""
    post: str = ""
    kinds: tuple[str, ...] = ()
    """The kinds under which it is asked for; empty for all."""
    topic: str = ""


Item = Service | Unit | Post | Kind | Topic | Agency

ITEM_TYPES: Final[dict[str, type[Item]]] = {
    "service": Service,
    "unit": Unit,
    "post": Post,
    "kind": Kind,
    "topic": Topic,
    "agency": Agency,
}


def item_type(item: Item) -> str:
    """The word under which an item travels: ``service``, ``unit``, ``post`` and so on."""
    return type(item).__name__.lower()


def item_from_data(name: str, data: Mapping[str, Any]) -> Item:
    """The item of a type and its data; UserMistake ``catalogue.item`` or ``catalogue.shape``."""
    if name not in ITEM_TYPES:
        raise UserMistake(Mistake("item", "catalogue.item"))
    return ITEM_TYPES[name].from_data(data)

"""An item of the catalogue as the plain values of its form, and back."""

import datetime as dt
from dataclasses import fields
from typing import Any

from desk_app.records.due import DeadlineRule
from desk_app.records.items import ITEM_TYPES, Item, Spell

Values = dict[str, Any]
"""What a form holds by field: texts, lists of texts, spells as [person, first, last] in ISO."""


def values_of(item: Item) -> Values:
    """The values of an item."""
    told: Values = {}
    for field in fields(item):
        value = getattr(item, field.name)
        if field.name == "deadline":
            told |= _deadline_values(value)
        elif isinstance(value, int):
            told[field.name] = str(value) if value else ""
        elif isinstance(value, tuple):
            told[field.name] = [_written(one) for one in value]
        else:
            told[field.name] = value
    return told


def blank(kind: str) -> Values:
    """The values of a new item of a type."""
    return values_of(ITEM_TYPES[kind](key="", title=""))


def item_of(kind: str, values: Values) -> Item:
    """The item that a form's values make; texts are taken as they are, unchecked."""
    told: dict[str, Any] = {}
    for field in fields(ITEM_TYPES[kind]):
        if field.name == "deadline":
            told["deadline"] = _deadline(values)
        elif field.name in ("holders", "substitutes"):
            told[field.name] = tuple(_spell(one) for one in values[field.name])
        elif field.name == "cost":
            told["cost"] = int(values["cost"] or 0)
        elif isinstance(values[field.name], list):
            told[field.name] = tuple(values[field.name])
        else:
            told[field.name] = values[field.name]
    return ITEM_TYPES[kind](**told)


def _written(one: str | Spell) -> str | list[str]:
    if isinstance(one, Spell):
        return [one.person, _iso(one.first), _iso(one.last)]
    return one


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _spell(told: list[str]) -> Spell:
    person, first, last = told
    return Spell(person, _day(first), _day(last))


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _deadline_values(rule: DeadlineRule | None) -> Values:
    return {
        "deadline": str(rule.amount) if rule else "",
        "deadline_unit": rule.unit if rule else "working_days",
        "deadline_source": rule.source if rule else "",
    }


def _deadline(values: Values) -> DeadlineRule | None:
    if not values["deadline"]:
        return None
    return DeadlineRule(int(values["deadline"]), values["deadline_unit"], values["deadline_source"])

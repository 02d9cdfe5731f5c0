"""One item of the catalogue kept or retired by hand, every field checked."""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any, Final

from desk_app.ports.book import Book
from desk_app.records.catalogue import Catalogue, references
from desk_app.records.due import DeadlineRule, deadline_rule
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.event import Event
from desk_app.records.items import (
    ITEM_TYPES,
    Item,
    Kind,
    Post,
    Service,
    Spell,
    Topic,
    Unit,
    item_type,
)
from desk_app.services.guard import LINE_LENGTH, NAME_LENGTH, REASON_LENGTH, Findings, allow
from desk_app.services.office import AUDIENCES, drop_item, set_items

KEY_LENGTH: Final = 40
MOST_LINES: Final = 60
MOST_SPELLS: Final = 60
MOST_RIALS: Final = 10**15
_LONG: Final = frozenset({"rights", "cost_note", "address"})
"""Fields in which a paragraph may stand."""


def keep_item(book: Book, item: Item, *, fresh: bool = False) -> bool:
    """Take one item into the catalogue; returns whether it differs from what stood there.

    ``fresh``: it must not take the key of another. Raises NotAllowed, or UserMistake naming
    each wrong field as the item names it (``deadline``, ``holders.0``).
    """
    allow(book.officer, "catalogue")
    return set_items(book, [checked_item(book.queries.catalogue(), item, fresh=fresh)]) > 0


def retire_item(book: Book, kind: str, key: str) -> Event:
    """Take an item that no other names off the catalogue; what was recorded under it stays.

    Raises UserMistake ``item.in_use`` with the title of one that names it, or ``item.not_here``.
    """
    allow(book.officer, "catalogue")
    naming = users_of(book.queries.catalogue(), kind, key)
    if naming:
        told: dict[str, str | int] = {"title": naming[0].title, "count": len(naming)}
        raise UserMistake(Mistake("item", "item.in_use", told))
    return drop_item(book, kind, key)


def users_of(catalogue: Catalogue, kind: str, key: str) -> list[Item]:
    """The items that name another one by its key."""
    wanted = (ITEM_TYPES[kind], key)
    return [
        item
        for item in catalogue
        if any((target, named) == wanted for _, target, named in references(item))
    ]


def checked_item(catalogue: Catalogue, item: Item, *, fresh: bool = False) -> Item:
    """The item with its texts cleaned; raises UserMistake naming every wrong field."""
    found = Findings()
    item = _cleaned(item, found)
    if not item.key:
        found.add("key", "item.key_missing")
    elif fresh and (standing := _standing(catalogue, item)) is not None:
        found.add("key", "item.key_taken", title=standing.title)
    if not item.title:
        found.add("title", "item.title_missing")
    for name, target, key in references(item):
        if key and key != item.key and not _has(catalogue, target, key):
            found.add(name, "item.reference", key=key)
    _check_own(catalogue, item, found)
    found.settle()
    return item


def _check_own(catalogue: Catalogue, item: Item, found: Findings) -> None:
    """What only items of one type have."""
    if isinstance(item, Service | Kind) and item.deadline is not None:
        _check_deadline(item.deadline, found)
    if isinstance(item, Service) and not 0 <= item.cost <= MOST_RIALS:
        found.add("cost", "item.cost")
    if isinstance(item, Kind):
        found.word(item.audience, ("", *AUDIENCES), "audience")
    if isinstance(item, Post):
        for name in ("holders", "substitutes"):
            _check_spells(name, getattr(item, name), found)
    if isinstance(item, Unit | Topic) and _in_circle(catalogue, item):
        found.add("parent", "item.circle")


def _check_deadline(rule: DeadlineRule, found: Findings) -> None:
    try:
        deadline_rule(rule.amount, rule.unit)
    except UserMistake as wrong:
        found.mistakes += wrong.mistakes


def _check_spells(name: str, spells: tuple[Spell, ...], found: Findings) -> None:
    if len(spells) > MOST_SPELLS:
        found.add(name, "list.too_long", most=MOST_SPELLS)
    for place, spell in enumerate(spells):
        if not spell.person:
            found.add(f"{name}.{place}", "spell.person")
        elif spell.first and spell.last and spell.last < spell.first:
            found.add(f"{name}.{place}", "spell.order")


def _in_circle(catalogue: Catalogue, item: Unit | Topic) -> bool:
    """Whether an item lies, over however many steps, above itself."""
    above, seen = item.parent, {item.key}
    while above:
        if above in seen:
            return above == item.key
        seen.add(above)
        parent = _standing(catalogue, replace(item, key=above))
        above = parent.parent if isinstance(parent, Unit | Topic) else ""
    return False


def _cleaned(item: Item, found: Findings) -> Item:
    told: dict[str, Any] = {}
    for field in fields(item):
        value = getattr(item, field.name)
        if isinstance(value, str):
            told[field.name] = found.text(value, field.name, _longest(field.name))
        elif isinstance(value, tuple):
            told[field.name] = _cleaned_list(field.name, value, found)
        elif isinstance(value, DeadlineRule):
            source = found.text(value.source, "deadline_source", LINE_LENGTH)
            told[field.name] = replace(value, source=source)
    return replace(item, **told)


def _cleaned_list(name: str, values: Iterable[Any], found: Findings) -> tuple[Any, ...]:
    lines = tuple(values)
    if lines and isinstance(lines[0], Spell):
        return tuple(
            replace(spell, person=found.text(spell.person, f"{name}.{place}", NAME_LENGTH))
            for place, spell in enumerate(lines)
        )
    return found.texts(lines, name, MOST_LINES)


def _longest(name: str) -> int:
    if name == "key":
        return KEY_LENGTH
    return REASON_LENGTH if name in _LONG else LINE_LENGTH


def _standing(catalogue: Catalogue, item: Item) -> Item | None:
    found: Item | None = getattr(catalogue, item_type(item))(item.key)
    return found


def _has(catalogue: Catalogue, target: type[Item], key: str) -> bool:
    return getattr(catalogue, target.__name__.lower())(key) is not None

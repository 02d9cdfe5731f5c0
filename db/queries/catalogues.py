"""The catalogue as the facts tell it, read again only when a fact of it changed."""

import json
from typing import Any, Final

from desk_app.records.catalogue import Catalogue, Name
from desk_app.records.errors import DeskError
from desk_app.records.items import Item, item_from_data

_STAMP: Final = "SELECT n FROM stamp WHERE name = ?"
_FACTS: Final = (
    "SELECT name, type, role, office, data FROM fact WHERE kind = 'item' ORDER BY hlc, event"
)
_CENTRE: Final = "centre"
_OWN: Final = ""
_Fact = tuple[str, Any]
"""A type and what it says."""


def stamp_of(db: Any, name: str) -> int:
    """How often the facts of a kind changed in this book."""
    row = db.execute(_STAMP, (name,)).fetchone()
    return row[0] if row else 0


class CatalogueShelf:
    """The catalogue of one book, kept until it changes; readable from any thread."""

    def __init__(self) -> None:
        self._kept: tuple[int, Catalogue] = (0, Catalogue())

    def read(self, db: Any) -> Catalogue:
        """The catalogue as this connection sees it."""
        stamp = stamp_of(db, "item")
        kept, catalogue = self._kept
        if kept != stamp:
            catalogue = _catalogue(db)
            self._kept = (stamp, catalogue)
        return catalogue

    def forget(self) -> None:
        """What was read belonged to a transaction that did not happen."""
        self._kept = (0, Catalogue())


def _catalogue(db: Any) -> Catalogue:
    """The items on offer, in the order in which they were first entered."""
    told: dict[str, dict[str, _Fact]] = {}
    for name, kind, role, office, text in db.execute(_FACTS):
        whose = office if role == _CENTRE else _OWN
        told.setdefault(name, {})[whose] = (kind, json.loads(text))
    items: list[Item] = []
    central: set[Name] = set()
    mapped: dict[Name, str] = {}
    for by_whom in told.values():
        whose, kind, data = _standing(by_whom)
        item = _item(data) if kind == "ItemSet" else None
        if item is not None:
            items.append(item)
        if item is not None and whose != _OWN:
            central.add((data["item"], data["key"]))
        if kind == "ItemMapped":
            mapped[data["item"], data["key"]] = data["into"]
    return Catalogue(items, frozenset(central), mapped)


def _standing(by_whom: dict[str, _Fact]) -> tuple[str, str, Any]:
    """Whose word counts: the centre's to this office, to its province, to the nation, the own.

    What is set under a name by one of them stands over what the next one says.
    """
    ranked = sorted(by_whom, key=lambda whose: (whose == _OWN, whose.startswith("*"), -len(whose)))
    chosen = next((whose for whose in ranked if by_whom[whose][0] != "ItemDropped"), ranked[0])
    return chosen, *by_whom[chosen]


def _item(data: dict[str, Any]) -> Item | None:
    """An item that does not read as its type is not offered."""
    try:
        return item_from_data(data["item"], data["data"])
    except DeskError:
        return None

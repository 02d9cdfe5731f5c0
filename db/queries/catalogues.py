"""The catalogue as the facts tell it, read again only when a fact of it changed."""

import json
from typing import Any, Final

from desk_app.records.catalogue import Catalogue
from desk_app.records.errors import DeskError
from desk_app.records.items import Item, item_from_data

_STAMP: Final = "SELECT n FROM stamp WHERE name = ?"
_FACTS: Final = "SELECT name, type, data FROM fact WHERE kind = 'item' ORDER BY hlc, event"


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
            catalogue = Catalogue(_items(db))
            self._kept = (stamp, catalogue)
        return catalogue

    def forget(self) -> None:
        """What was read belonged to a transaction that did not happen."""
        self._kept = (0, Catalogue())


def _items(db: Any) -> list[Item]:
    """The items on offer, in the order in which they were first entered."""
    standing: dict[str, Item | None] = {}
    for name, kind, text in db.execute(_FACTS):
        data = json.loads(text)
        standing[name] = _item(data) if kind == "ItemSet" else None
    return [item for item in standing.values() if item is not None]


def _item(data: dict[str, Any]) -> Item | None:
    """An item that does not read as its type is not offered."""
    try:
        return item_from_data(data["item"], data["data"])
    except DeskError:
        return None

"""What was typed into the catalogue's forms and not saved: kept, encrypted, in the book."""

import json
from typing import Final

from ui.actions.workplace import Workplace
from ui.settings.catalogue.values import Values, blank

_PLACE: Final = "draft.catalogue."
Name = tuple[str, str]
"""Type and key of an item; an empty key is the new one of its type."""


class Drafts:
    """Unsaved values by item; they outlive the page and a crash."""

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self._drafts: dict[Name, Values] = {}

    def __contains__(self, name: Name) -> bool:
        return name in self._drafts

    def of(self, name: Name) -> Values | None:
        """The unsaved values of an item."""
        return self._drafts.get(name)

    def begin(self, name: Name, values: Values) -> None:
        """Begin a new item, of which nothing is typed yet."""
        self._drafts.setdefault(name, values)

    def put(self, name: Name, values: Values, standing: Values) -> None:
        """Keep values that differ from those that stand; equal ones are no draft."""
        if values == standing:
            self.drop(name)
        elif self._drafts.get(name) != values:
            self._drafts[name] = values
            self._keep()

    def drop(self, name: Name) -> None:
        """These values were saved, or are not wanted."""
        if self._drafts.pop(name, None) is not None:
            self._keep()

    def take(self, told: str) -> None:
        """Go on with what was kept; what another version kept in another form is left out."""
        try:
            kept = json.loads(told) if told else []
            for kind, key, values in kept:
                if values.keys() == blank(kind).keys():
                    self._drafts.setdefault((kind, key), values)
        except (ValueError, TypeError, AttributeError, KeyError):
            return

    def kept(self) -> str:
        """What the book holds of them; to be asked off the window's thread."""
        return self._place.desk.book.setting(_PLACE + self._place.desk.book.officer.user)

    def _keep(self) -> None:
        book = self._place.desk.book
        listed = [[kind, key, values] for (kind, key), values in self._drafts.items()]
        told = json.dumps(listed, ensure_ascii=False) if listed else ""
        self._place.work.write(lambda: book.set_setting(_PLACE + book.officer.user, told))

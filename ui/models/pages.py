"""The pages of a long list that are in memory, the least used leaving first."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Final, Generic, TypeVar

Row = TypeVar("Row")

PAGE: Final = 256
PAGES_KEPT: Final = 32

Loader = Callable[[int, int], Sequence[Row] | None]
"""Rows from a first place on, at most so many; None while they are fetched elsewhere."""


class Pages(Generic[Row]):
    """At most 32 pages of 256 rows; ``row`` asks the loader once for a page it lacks."""

    def __init__(self, loader: Loader[Row]) -> None:
        self._loader = loader
        self._kept: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._asked: set[int] = set()

    def row(self, place: int) -> Row | None:
        """The row at a place; None while its page is on the way or beyond the end."""
        number, within = divmod(place, PAGE)
        page = self._kept.get(number)
        if page is None:
            if number in self._asked:
                return None
            page = self._loader(number * PAGE, PAGE)
            if page is None:
                self._asked.add(number)
                return None
            self.keep(number, page)
        elif next(reversed(self._kept)) != number:
            self._kept.move_to_end(number)
        return page[within] if within < len(page) else None

    def keep(self, number: int, rows: Sequence[Row]) -> None:
        """Hold a page that came, letting the least used one go."""
        self._asked.discard(number)
        self._kept[number] = rows
        self._kept.move_to_end(number)
        if len(self._kept) > PAGES_KEPT:
            self._kept.popitem(last=False)

    def forget(self) -> None:
        """Drop every page: what they showed has changed."""
        self._kept.clear()
        self._asked.clear()

"""The catalogue of an office: what it offers, who answers for it, and how items are found."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, TypeVar

from desk_app.records.due import DeadlineRule
from desk_app.records.errors import Mistake
from desk_app.records.items import (
    Agency,
    Item,
    Kind,
    Post,
    Service,
    Spell,
    Topic,
    Unit,
    item_from_data,
    item_type,
)
from desk_app.records.text import normalise, same_subject, search_words

__all__ = [
    "KIND_WORDS",
    "Agency",
    "Catalogue",
    "Item",
    "Kind",
    "Post",
    "Service",
    "Spell",
    "Topic",
    "Unit",
    "item_from_data",
    "item_type",
    "kind_of",
    "references",
]

KIND_WORDS: Final = MappingProxyType(
    {
        "request": ("درخواست", "تقاضا"),
        "complaint": ("شکایت",),
        "suggestion": ("پیشنهاد",),
        "idea": ("ایده و طرح", "ایده", "طرح"),
        "criticism": ("انتقاد",),
        "question": ("سؤال", "سئوال", "پرسش"),
        "appreciation": ("تقدیر", "تقدیر و تشکر", "قدردانی", "تشکر"),
        "report": ("گزارش",),
    }
)
"""The kinds of the 111 and Samad systems: code, Persian title, other words for it."""

_KIND_OF_WORD: Final = {
    normalise(word): code for code, words in KIND_WORDS.items() for word in (code, *words)
}

T = TypeVar("T", Service, Unit, Post, Kind, Topic, Agency)
Name = tuple[str, str]
"""An item's type word and key."""


def kind_of(text: str) -> str | None:
    """The code of a kind written as code or in Persian, in any spelling; None when unknown."""
    return _KIND_OF_WORD.get(normalise(text))


class Catalogue:
    """All items of an office, looked up by key; a later item of one key replaces the earlier.

    ``central``: the items that the centre published, by type word and key, which an office does
    not change. ``mapped``: keys of the office's own that gave way to another key.
    """

    def __init__(
        self,
        items: Iterable[Item] = (),
        central: frozenset[Name] = frozenset(),
        mapped: Mapping[Name, str] = MappingProxyType({}),
    ) -> None:
        self._items: dict[tuple[type[Item], str], Item] = {
            (type(item), item.key): item for item in items
        }
        self._central = central
        self._mapped = mapped
        self._kind_of_word: dict[str, str] | None = None
        self._words: list[tuple[str, list[str], Service]] | None = None

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items.values())

    def __len__(self) -> int:
        return len(self._items)

    def service(self, key: str) -> Service | None:
        """The service with this unique id."""
        return self._get(Service, key)

    def unit(self, key: str) -> Unit | None:
        """The unit with this key."""
        return self._get(Unit, key)

    def post(self, key: str) -> Post | None:
        """The post with this key."""
        return self._get(Post, key)

    def kind(self, key: str) -> Kind | None:
        """The kind with this code."""
        return self._get(Kind, key)

    def topic(self, key: str) -> Topic | None:
        """The topic with this key."""
        return self._get(Topic, key)

    def agency(self, key: str) -> Agency | None:
        """The agency with this key."""
        return self._get(Agency, key)

    def all(self, item: type[T]) -> tuple[T, ...]:
        """Every item of one type, in the order in which they were entered."""
        return tuple(found for found in self._items.values() if isinstance(found, item))

    def kind_of(self, text: str) -> str | None:
        """The code of a kind of this office, by code, title or alias, or of a common kind."""
        if self._kind_of_word is None:
            self._kind_of_word = {
                normalise(word): kind.key
                for kind in self.all(Kind)
                for word in (*kind.aliases, kind.title, kind.key)
            }
        return self._kind_of_word.get(normalise(text)) or kind_of(text)

    def service_of(self, text: str) -> Service | None:
        """The service of an id or of a whole title in any spelling; None when not one alone."""
        if found := self.service(text.strip()):
            return found
        titled = [each for each in self.all(Service) if same_subject(each.title, text)]
        return titled[0] if len(titled) == 1 else None

    def find_service(self, typed: str, limit: int = 20) -> list[Service]:
        """Services whose title, keywords or id begin with what was typed, word by word.

        Titles that begin with it come first, then the catalogue's order.
        """
        wanted = search_words(typed)
        if not wanted:
            return []
        if self._words is None:
            self._words = [
                (
                    normalise(each.title),
                    search_words(" ".join((each.title, *each.keywords, each.key))),
                    each,
                )
                for each in self.all(Service)
            ]
        start = normalise(typed)
        hits = [
            (not title.startswith(start), place, each)
            for place, (title, words, each) in enumerate(self._words)
            if all(any(word.startswith(part) for word in words) for part in wanted)
        ]
        return [each for _, _, each in sorted(hits, key=lambda hit: hit[:2])[:limit]]

    def deadline(self, service: str, kind: str) -> DeadlineRule | None:
        """The service's own deadline, else its kind's; None when neither has one."""
        offered, asked = self.service(service), self.kind(kind)
        return (offered.deadline if offered else None) or (asked.deadline if asked else None)

    def responsible(
        self, service: str, day: date, kind: str = ""
    ) -> tuple[Unit | None, Post | None, str]:
        """Unit, post and person who answer on a day for a service, or without one for a kind."""
        offered, asked = self.service(service), self.kind(kind)
        post = self.post((offered.post if offered else "") or (asked.post if asked else ""))
        unit = self.unit((offered.unit if offered else "") or (post.unit if post else ""))
        return unit, post, post.holder_on(day) if post else ""

    def broken_references(self) -> list[Mistake]:
        """Keys that items name and the catalogue lacks: ``catalogue.reference``."""
        broken: list[Mistake] = []
        for item in self:
            for field, target, key in references(item):
                if key and (target, key) not in self._items:
                    broken.append(
                        Mistake(
                            field,
                            "catalogue.reference",
                            {"item": item_type(item), "key": item.key, "missing": key},
                        )
                    )
        return broken

    def is_of_centre(self, item: str, key: str) -> bool:
        """Whether the item under this type word and key is one that the centre published."""
        return (item, key) in self._central

    def _get(self, item: type[T], key: str) -> T | None:
        found = self._items.get((item, key))
        if found is None and self._mapped:
            found = self._items.get((item, self._mapped.get((item.__name__.lower(), key), "")))
        return found if isinstance(found, item) else None


def references(item: Item) -> Iterator[tuple[str, type[Item], str]]:
    """What an item names: its field, the type of the other item, that one's key (perhaps empty)."""
    if isinstance(item, Service):
        yield "unit", Unit, item.unit
        yield "post", Post, item.post
        yield "topic", Topic, item.topic
        yield from (("kinds", Kind, kind) for kind in item.kinds)
    elif isinstance(item, Post):
        yield "unit", Unit, item.unit
    elif isinstance(item, Kind):
        yield "post", Post, item.post
    elif isinstance(item, Unit | Topic):
        yield "parent", type(item), item.parent

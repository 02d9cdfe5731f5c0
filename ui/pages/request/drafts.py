"""What was typed into the deeds of requests and not done: kept, encrypted, in the book."""

from collections.abc import Callable
from typing import Final

import msgspec

from ui.actions.workplace import Workplace
from ui.pages.kept_rows import SettingStore

MOST: Final = 40
"""How many unfinished deeds are kept; the oldest gives way."""


class DeedDrafts:
    """The words of unfinished deeds by request and deed; they outlive page and program."""

    def __init__(self, place: Workplace) -> None:
        self._store = SettingStore(place, "deeds")
        self._drafts: dict[str, str] = {}
        self._waiting: list[Callable[[], object]] | None = []
        self._store.ask(self._take)

    def of(self, request_id: str, deed: str) -> "DeedStore":
        """Where the words of one deed of one request are kept."""
        return DeedStore(self, f"{request_id}/{deed}")

    def forget(self, request_id: str) -> None:
        """Nothing typed about a request is wanted any more: it was erased."""
        for name in [one for one in self._drafts if one.startswith(f"{request_id}/")]:
            self.put(name, "")

    def ask(self, name: str, found: Callable[[str], object]) -> None:
        """Give what is kept under a name, as soon as the book told of it."""
        if self._waiting is None:
            found(self._drafts.get(name, ""))
        else:
            self._waiting.append(lambda: found(self._drafts.get(name, "")))

    def put(self, name: str, told: str) -> None:
        """Keep words under a name; empty ones are forgotten."""
        if self._drafts.pop(name, "") == told == "":
            return
        if told:
            self._drafts[name] = told
        for oldest in list(self._drafts)[:-MOST]:
            del self._drafts[oldest]
        kept = msgspec.json.encode(self._drafts).decode() if self._drafts else ""
        self._store.put(kept)

    def _take(self, told: str) -> None:
        try:
            kept = msgspec.json.decode(told, type=dict[str, str]) if told else {}
        except msgspec.DecodeError:
            # What another version kept is no reason to keep anyone from work.
            kept = {}
        self._drafts = {**kept, **self._drafts}
        waiting, self._waiting = self._waiting or [], None
        for answer in waiting:
            answer()


class DeedStore:
    """The words of one deed of one request."""

    def __init__(self, drafts: DeedDrafts, name: str) -> None:
        self._drafts, self._name = drafts, name

    def ask(self, found: Callable[[str], object]) -> None:
        """Look for what was kept."""
        self._drafts.ask(self._name, found)

    def put(self, told: str) -> None:
        """Keep this; empty words are forgotten."""
        self._drafts.put(self._name, told)

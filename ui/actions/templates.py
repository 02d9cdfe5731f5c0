"""Texts that are typed again and again: those shipped, and the office's own.

The office's own are data of this machine, kept in the book's settings; a template that bears the
title of a shipped one takes its place.
"""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from ui.actions.workplace import Workplace

OWN: Final = "intake.templates"
"""The setting that holds the office's own, as JSON."""
MOST_OWN: Final = 100
BLANK: Final = "…"
"""Stands where the officer types what is the visitor's own."""
_FILE: Final = Path(__file__).resolve().parents[2] / "resources" / "templates" / "fa.json"


class Template(msgspec.Struct, frozen=True):
    """A text under the title by which it is found."""

    title: str
    text: str


@cache
def shipped_templates() -> tuple[Template, ...]:
    """The texts that come with the program."""
    return msgspec.json.decode(_FILE.read_bytes(), type=tuple[Template, ...])


def read_templates(place: Workplace, found: Callable[[Sequence[Template]], object]) -> None:
    """Read all templates, the office's own first."""
    book = place.desk.book
    place.work.read(lambda: _all(_own(book.setting(OWN))), found)


def keep_template(
    place: Workplace, template: Template, kept: Callable[[Sequence[Template]], object]
) -> None:
    """Keep a text as the office's own, the newest first; one without text is taken away."""
    book = place.desk.book

    def keep() -> Sequence[Template]:
        others = [one for one in _own(book.setting(OWN)) if one.title != template.title]
        own = ([template] if template.text else []) + others
        book.set_setting(OWN, msgspec.json.encode(own[:MOST_OWN]).decode())
        return _all(own[:MOST_OWN])

    place.work.write(keep, kept)


def _own(told: str) -> list[Template]:
    try:
        return msgspec.json.decode(told, type=list[Template]) if told else []
    except (msgspec.DecodeError, msgspec.ValidationError):
        # What another version kept keeps nobody from typing.
        return []


def _all(own: Sequence[Template]) -> Sequence[Template]:
    titles = {one.title for one in own}
    return [*own, *(one for one in shipped_templates() if one.title not in titles)]

"""HTML that cannot be broken out of: text is escaped unless it was made here."""

from html import escape
from itertools import accumulate
from typing import Final

_VOID: Final = frozenset({"meta", "input"})


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


Inside = str | Html | None
Attribute = str | int | bool


def el(tag: str, *inside: Inside, **attributes: Attribute) -> Html:
    """An element; None inside is left out, as is an attribute that is False.

    Names of attributes are written as in Python: ``cls``, ``for_``, ``aria_describedby``.
    """
    start = f"<{tag}{''.join(_attribute(*each) for each in attributes.items())}>"
    if tag in _VOID:
        return Html(start)
    return Html(f"{start}{both(*inside)}</{tag}>")


def both(*parts: Inside) -> Html:
    """Parts one after the other; plain text among them is escaped."""
    return Html(
        "".join(
            part if isinstance(part, Html) else escape(part) for part in parts if part is not None
        )
    )


def within(text: str, room: int) -> str:
    """As much of a text, to a whole letter, as takes at most ``room`` bytes once it is escaped."""
    if len(escape(text).encode()) <= room:
        return text
    sizes = accumulate(len(escape(letter).encode()) for letter in text)
    return text[: sum(1 for size in sizes if size <= room)]


def _attribute(name: str, value: Attribute) -> str:
    if value is False:
        return ""
    shown = {"cls": "class"}.get(name, name.removesuffix("_").replace("_", "-"))
    return f" {shown}" if value is True else f' {shown}="{escape(str(value))}"'

"""The topics of the help: texts by the code of a field, section or page.

They lie in ``resources/help/<language>/*.md``; a heading ``## code`` begins a topic, whose title
is the sentence of that code. Paragraphs are parted by empty lines; a line that begins with ``- ``
is a point.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

_FOLDER: Final = Path(__file__).resolve().parents[2] / "resources" / "help"
_HEADING: Final = re.compile(r"^## (?P<code>[\w.]+)$", re.MULTILINE)
_TOPIC: Final = "helpTopic"


def mark(widget: QWidget, code: str) -> None:
    """Say of which topic a widget, and what stands in it, is a part."""
    widget.setProperty(_TOPIC, code)


def topics_at(widget: QObject | None, tongue: str) -> list[str]:
    """The topics of a widget that have a text, the nearest first: field, section, page."""
    told, found = topics(tongue), []
    while widget is not None:
        code = widget.property(_TOPIC)
        if code in told and code not in found:
            found.append(code)
        widget = widget.parent()
    return found


@cache
def topics(tongue: str) -> Mapping[str, tuple[str, ...]]:
    """The paragraphs and points of every topic, in the order of the files and their headings."""
    found: dict[str, tuple[str, ...]] = {}
    for names in chapters(tongue).values():
        found |= names
    return found


@cache
def chapters(tongue: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The topics of each file, by its name without ending."""
    return {
        path.stem: _topics_of(path.read_text(encoding="utf-8"))
        for path in sorted((_FOLDER / tongue).glob("*.md"))
    }


def _topics_of(text: str) -> dict[str, tuple[str, ...]]:
    headings = list(_HEADING.finditer(text))
    ends = [one.start() for one in headings[1:]] + [len(text)]
    return {
        one["code"]: _parts(text[one.end() : end]) for one, end in zip(headings, ends, strict=True)
    }


def _parts(text: str) -> tuple[str, ...]:
    """Paragraphs, each in one line; points keep their dash."""
    parts: list[str] = []
    open_paragraph = False
    for line in map(str.strip, text.splitlines()):
        if not line:
            open_paragraph = False
        elif open_paragraph and not line.startswith("- "):
            parts[-1] += f" {line}"
        else:
            parts.append(line)
            open_paragraph = True
    return tuple(parts)

"""The part of the guide that tells every page and field, made from the source of the help."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from desk_app.texts import say
from ui.help.topics import chapters

FILE: Final = "fields.md"
"""The name of that part in the guide's folder."""
_TONGUE: Final = "fa"


def write_fields(folder: Path) -> Path:
    """Write that part into the guide's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / FILE
    target.write_text(fields(), encoding="utf-8", newline="\n")
    return target


def fields() -> str:
    """Every page and field in Markdown that reads from right to left."""
    return "\n\n".join(_parts()) + "\n"


def _parts() -> Iterator[str]:
    yield '<div dir="rtl">'
    yield f"# {say('help.fields', _TONGUE)}"
    yield say("help.fields.made", _TONGUE)
    for chapter, topics in chapters(_TONGUE).items():
        yield f"## {say(f'help.chapter.{chapter}', _TONGUE)}"
        for code, parts in topics.items():
            yield f"### {say(code, _TONGUE)}"
            yield from _joined(parts)
    yield "</div>"


def _joined(parts: tuple[str, ...]) -> Iterator[str]:
    """Paragraphs apart, points together."""
    points: list[str] = []
    for part in parts:
        if part.startswith("- "):
            points.append(part)
            continue
        if points:
            yield "\n".join(points)
            points = []
        yield part
    if points:
        yield "\n".join(points)

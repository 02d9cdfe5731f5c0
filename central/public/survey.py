"""The satisfaction form as data: items, and the grades that each may get."""

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import msgspec

from desk_app.records.errors import DataDamaged

_MOST_ITEMS = 12
"""More items would not fit a page of 30 KB, nor anybody's patience."""


class Item(msgspec.Struct, frozen=True):
    """One question: its key, and its words by language."""

    key: str
    words: Mapping[str, str]


class Grade(msgspec.Struct, frozen=True):
    """One answer that can be ticked: what it counts, and its words by language."""

    value: int
    words: Mapping[str, str]


class Questionnaire(msgspec.Struct, frozen=True):
    """A form: its key stands in every ``Surveyed`` event, so that forms are not mixed."""

    key: str
    items: tuple[Item, ...]
    grades: tuple[Grade, ...]

    def checked(self, answers: Mapping[str, int]) -> dict[str, int]:
        """The answers that this form can have got, in its order."""
        values = {grade.value for grade in self.grades}
        return {
            item.key: answers[item.key] for item in self.items if answers.get(item.key) in values
        }


def shipped_survey() -> Questionnaire:
    """The form that is used unless the centre has its own."""
    data = files("resources").joinpath("surveys", "desk.json").read_bytes()
    return _read(data)


def own_survey(file: Path) -> Questionnaire:
    """The form of a file, of the same shape as the shipped one.

    Raises DataDamaged ``public.survey_file`` where it is none.
    """
    try:
        found = _read(file.read_bytes())
    except (OSError, ValueError) as error:
        raise DataDamaged("public.survey_file") from error
    texts = [item.words for item in found.items] + [grade.words for grade in found.grades]
    worded = all({"fa", "en"} <= words.keys() for words in texts)
    if not found.key or not worded or not 0 < len(found.items) <= _MOST_ITEMS:
        raise DataDamaged("public.survey_file")
    return found


def _read(data: bytes) -> Questionnaire:
    return msgspec.convert(json.loads(data), Questionnaire)

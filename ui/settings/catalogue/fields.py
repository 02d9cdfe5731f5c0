"""Which fields the form of each type of item has, with which editor."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PySide6.QtWidgets import QWidget

from desk_app.records.due import UNITS
from desk_app.records.items import ITEM_TYPES, Kind
from desk_app.records.text import to_ascii_digits
from ui.settings.catalogue.spells import Spells
from ui.texts import shown
from ui.widgets.area import TextArea
from ui.widgets.chips import Chips
from ui.widgets.finder import Finder, Option, among
from ui.widgets.line import TextLine
from ui.widgets.number import DigitsLine
from ui.widgets.select import Select

if TYPE_CHECKING:
    from ui.actions.workplace import Workplace

Build = Callable[["Workplace"], QWidget]
AUDIENCES: Final = ("", "oversight", "above")


class FieldPlan(NamedTuple):
    """A field: its name in the item, what builds its editor, how many columns it takes."""

    name: str
    build: Build
    span: int = 1
    required: bool = False


class Lines(TextArea):
    """A list of texts, one a line."""

    def value(self) -> list[str]:  # type: ignore[override]
        """The lines that are not empty."""
        return [line.strip() for line in super().value().split("\n") if line.strip()]

    def set_value(self, value: Any) -> None:
        """Show a list."""
        super().set_value("\n".join(value))


class CodeLine(TextLine):
    """A code or number that people read aloud: digits as the screen shows them, kept in ASCII."""

    def value(self) -> str:
        """What was typed, with ASCII digits."""
        return to_ascii_digits(super().value())

    def set_value(self, value: str) -> None:
        """Show a value that was kept."""
        super().set_value(shown(value))

    def reword(self) -> None:
        """Show the digits of the language in force."""
        super().reword()
        if self.text():
            self.set_value(self.value())


class Amount(DigitsLine):
    """A whole number of rials, in groups of three."""

    def draw(self, digits: str) -> str:
        """The number with the Persian sign between thousands."""
        digits = digits.lstrip("0")
        return shown(f"{int(digits):,}".replace(",", "\u066c")) if digits else ""


class Pick(Finder):
    """The key of another item of a type, chosen by any part of its name."""

    def __init__(self, place: "Workplace", kind: str) -> None:
        self._place, self._kind = place, kind
        super().__init__(self._fitting)

    def set_value(self, key: str) -> None:
        """Show the item of a key; one that is gone is shown by its key."""
        fitting = (one for one in self._options() if one.id == key)
        self.choose(next(fitting, Option(key, key)) if key else None)

    def _fitting(self, wanted: str) -> Sequence[Option]:
        return among(self._options())(wanted)

    def _options(self) -> list[Option]:
        kind = ITEM_TYPES[self._kind]
        items = (one for one in self._place.catalogue if isinstance(one, kind))
        return [Option(one.key, one.title, one.key) for one in items]


class Kinds(Chips):
    """Some of the office's kinds of request."""

    def __init__(self, place: "Workplace") -> None:
        super().__init__()
        self._place = place

    def set_value(self, keys: list[str]) -> None:
        """Offer the kinds that stand and turn these on."""
        kinds = self._place.catalogue.all(Kind)
        known = {one.key for one in kinds}
        strange = [(key, key) for key in keys if key not in known]
        self.offer([*((one.key, one.title) for one in kinds), *strange])
        self.choose(keys)


class Choice(Select):
    """One of a short list, set by its value."""

    def set_value(self, value: str) -> None:
        """Show a value that was kept."""
        self.choose(value)


def _line(place: "Workplace", *, longest: int = 400) -> QWidget:
    return TextLine(longest=longest)


def _code(place: "Workplace", *, longest: int) -> QWidget:
    return CodeLine(longest=longest)


def _lines(place: "Workplace", *, lines: int = 3) -> QWidget:
    return Lines(lines=lines)


def _pick(place: "Workplace", *, kind: str) -> QWidget:
    return Pick(place, kind)


def _area(place: "Workplace") -> QWidget:
    return TextArea(lines=3)


def _spells(place: "Workplace", *, adder: str) -> QWidget:
    return Spells(lambda: place.today, adder)


_KEY: Final = FieldPlan("key", partial(_code, longest=40), required=True)
_TITLE: Final = FieldPlan("title", _line, 2, required=True)
_PHONE: Final = FieldPlan("phone", partial(_code, longest=60))
_ROOM: Final = FieldPlan("room", partial(_line, longest=60))
_OFFICE: Final = FieldPlan("office", partial(_code, longest=40))
_HOURS: Final = FieldPlan("hours", partial(_line, longest=120))
_DEADLINE: Final = (
    FieldPlan("deadline", lambda _: DigitsLine(4)),
    FieldPlan(
        "deadline_unit", lambda _: Choice([(one, f"office.deadline.{one}") for one in UNITS])
    ),
    FieldPlan("deadline_source", _line),
)


def _to(kind: str, name: str = "") -> FieldPlan:
    return FieldPlan(name or kind, partial(_pick, kind=kind))


FORMS: Final[dict[str, tuple[FieldPlan, ...]]] = {
    "service": (
        _KEY, _TITLE,
        FieldPlan("papers", partial(_lines, lines=4), 3),
        FieldPlan("steps", partial(_lines, lines=4), 3),
        FieldPlan("cost", lambda _: Amount(15)), FieldPlan("cost_note", _line, 2),
        *_DEADLINE,
        _to("unit"), _to("post"), _to("topic"),
        FieldPlan("rights", _area, 3),
        FieldPlan("kinds", Kinds, 3),
        FieldPlan("keywords", _lines, 3),
    ),
    "unit": (_KEY, _TITLE, _to("unit", "parent"), _PHONE, _ROOM, _OFFICE),
    "post": (
        _KEY, _TITLE, _to("unit"), _PHONE, _ROOM,
        FieldPlan("holders", partial(_spells, adder="office.spell.add_holder"), 3),
        FieldPlan("substitutes", partial(_spells, adder="office.spell.add_substitute"), 3),
        FieldPlan("hours", partial(_line, longest=120), 3),
    ),
    "kind": (
        _KEY, _TITLE, *_DEADLINE, _to("post"),
        FieldPlan(
            "audience",
            lambda _: Choice([(one, f"office.audience.{one or 'office'}") for one in AUDIENCES]),
        ),
        FieldPlan("aliases", _lines, 3),
    ),
    "topic": (_KEY, _TITLE, _to("topic", "parent")),
    "agency": (
        _KEY, _TITLE, _PHONE, _HOURS, _OFFICE,
        FieldPlan("address", _area, 3),
        FieldPlan("matters", _lines, 3),
    ),
}  # fmt: skip
"""The fields of each type, in the order of the form."""

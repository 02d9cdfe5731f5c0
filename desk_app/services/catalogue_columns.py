"""Which sheets and columns a catalogue file has, and how a cell becomes a value and back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from desk_app.records.catalogue import kind_of
from desk_app.records.due import LONGEST, UNITS
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.items import Agency, Item, Kind, Post, Service, Topic, Unit
from desk_app.records.jalali import format_jalali, parse_jalali
from desk_app.records.text import normalise, to_ascii_digits
from desk_app.records.workdays import Closure, spans_from
from desk_app.services.sheet_file import Cell
from desk_app.services.shipped import shipped_places

Entry = Item | Closure
"""What a row of a catalogue file says."""

_UNIT_TITLES: Final = {"working_days": "روز کاری", "days": "روز", "hours": "ساعت"}
_UNIT_OF: Final = {normalise(word): unit for unit in UNITS for word in (unit, _UNIT_TITLES[unit])}
_MOST_RIALS: Final = 10**15


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field it fills (``deadline.amount`` lies inside), heading, reader, writer."""

    field: str
    title: str
    read: Callable[[Cell], Any]
    write: Callable[[Any], str] = str
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet: English and Persian name, the type of its rows, its columns."""

    name: str
    title: str
    entry: type[Entry]
    columns: tuple[Column, ...]


def _refuse(code: str, **params: str | int) -> UserMistake:
    return UserMistake(Mistake("cell", code, params))


def _text(cell: Cell) -> str:
    return cell.text


def _lines(cell: Cell) -> list[str]:
    return [line.strip() for line in cell.text.split("\n") if line.strip()]


def _written_lines(values: list[str]) -> str:
    return "\n".join(values)


def _whole(cell: Cell, most: int) -> int | None:
    if not cell.text:
        return None
    digits = to_ascii_digits(cell.text)
    for between in (",", "٬", "،", " ", "\u00a0"):
        digits = digits.replace(between, "")
    if not (digits.isascii() and digits.isdigit()):
        raise _refuse("xlsx.number")
    if len(digits) > 18 or int(digits) > most:
        raise _refuse("xlsx.number_range", most=most)
    return int(digits)


def _rials(cell: Cell) -> int:
    return _whole(cell, _MOST_RIALS) or 0


def _amount(cell: Cell) -> int | None:
    return _whole(cell, LONGEST)


def _unit(cell: Cell) -> str | None:
    if not cell.text:
        return None
    unit = _UNIT_OF.get(normalise(cell.text))
    if unit is None:
        raise _refuse("deadline.unit")
    return unit


def _kinds(cell: Cell) -> list[str]:
    return [kind_of(line) or line for line in _lines(cell)]


def _day(cell: Cell) -> str | None:
    if cell.day is not None:
        return cell.day.isoformat()
    return parse_jalali(cell.text).isoformat() if cell.text else None


def _written_day(value: str | None) -> str:
    return format_jalali(date.fromisoformat(value)) if value else ""


def _spells(cell: Cell) -> list[dict[str, str | None]]:
    spells = []
    for line in _lines(cell):
        person, first, last, *more = [*(part.strip() for part in line.split("|")), "", ""]
        if not person or any(more):
            raise _refuse("xlsx.spell")
        spells.append({"person": person, "first": _day(Cell(first)), "last": _day(Cell(last))})
    return spells


def _written_spells(values: list[dict[str, str | None]]) -> str:
    return "\n".join(
        " | ".join(
            (str(spell["person"]), _written_day(spell["first"]), _written_day(spell["last"]))
        )
        if spell["first"] or spell["last"]
        else str(spell["person"])
        for spell in values
    )


def _spans(cell: Cell) -> list[tuple[int, int]]:
    try:
        return list(spans_from(to_ascii_digits(line).split("-", 1) for line in _lines(cell)))
    except ValueError:
        raise _refuse("calendar.hours") from None


def _written_spans(values: list[tuple[int, int]]) -> str:
    return "\n".join(
        "-".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in span) for span in values
    )


def _province(cell: Cell) -> int:
    if not cell.text:
        return 0
    province = shipped_places().province_named(cell.text)
    if province is None:
        raise _refuse("place.province")
    return province.number


def _written_province(number: int) -> str:
    province = shipped_places().province(number)
    return province.name if province else ""


_KEY: Final = Column("key", "کد", _text, needed=True)
_TITLE: Final = Column("title", "عنوان", _text, needed=True)
_OFFICE: Final = Column("office", "کد دفتر در مرکز", _text)
_DEADLINE: Final = (
    Column("deadline.amount", "مهلت", _amount),
    Column("deadline.unit", "واحد مهلت", _unit, _UNIT_TITLES.__getitem__),
    Column("deadline.source", "مستند مهلت", _text),
)

LAYOUTS: Final = (
    Layout("services", "خدمت‌ها", Service, (
        _KEY, _TITLE,
        Column("keywords", "کلیدواژه‌ها", _lines, _written_lines),
        Column("papers", "مدارک", _lines, _written_lines),
        Column("cost", "هزینه (ریال)", _rials),
        Column("cost_note", "توضیح هزینه", _text),
        Column("steps", "مراحل", _lines, _written_lines),
        *_DEADLINE,
        Column("rights", "راهنمای حقوق", _text),
        Column("unit", "کد واحد", _text),
        Column("post", "کد پست", _text),
        Column("kinds", "انواع", _kinds, _written_lines),
        Column("topic", "کد موضوع", _text),
    )),
    Layout("units", "واحدها", Unit, (
        _KEY, _TITLE,
        Column("parent", "واحد بالاتر", _text),
        Column("phone", "تلفن", _text),
        Column("room", "اتاق", _text),
        _OFFICE,
    )),
    Layout("posts", "پست‌ها", Post, (
        _KEY, _TITLE,
        Column("unit", "کد واحد", _text),
        Column("holders", "متصدی | از | تا", _spells, _written_spells),
        Column("substitutes", "جانشین | از | تا", _spells, _written_spells),
        Column("phone", "تلفن", _text),
        Column("room", "اتاق", _text),
        Column("hours", "ساعت پاسخگویی", _text),
    )),
    Layout("kinds", "انواع", Kind, (
        _KEY, _TITLE, *_DEADLINE,
        Column("audience", "محرمانه برای", _text),
        Column("aliases", "نام‌های دیگر", _lines, _written_lines),
        Column("post", "کد پست", _text),
    )),
    Layout("topics", "موضوع‌ها", Topic, (
        _KEY, _TITLE, Column("parent", "موضوع بالاتر", _text),
    )),
    Layout("agencies", "دستگاه‌های دیگر", Agency, (
        _KEY, _TITLE,
        Column("address", "نشانی", _text),
        Column("phone", "تلفن", _text),
        Column("hours", "ساعت کار", _text),
        Column("matters", "امور مربوط", _lines, _written_lines),
        _OFFICE,
    )),
    Layout("closures", "تعطیلی‌ها", Closure, (
        Column("day", "تاریخ", _day, _written_day, needed=True),
        Column("reason", "علت", _text, needed=True),
        Column("instrument", "مستند", _text),
        Column("announced", "تاریخ اعلام", _day, _written_day),
        Column("hours", "ساعت‌های باز", _spans, _written_spans),
        Column("province", "استان", _province, _written_province),
    )),
)  # fmt: skip
"""The sheets of a catalogue file, in the order they are written."""

"""Values as they stand on paper: Persian digits, Jalali dates, grouped codes, hidden numbers."""

from datetime import date, datetime
from functools import cache, lru_cache

from desk_app.printing.cleaning import left_to_right
from desk_app.printing.contents import Desk, Mark, Party
from desk_app.records.codes import group_code
from desk_app.records.jalali import long_jalali
from desk_app.texts import digits, say


def label(name: str, /, **params: str | int) -> str:
    """The Persian label of this area."""
    return say(f"printing.{name}", "fa", **params) if params else _fixed(name)


@cache
def _fixed(name: str) -> str:
    return say(f"printing.{name}", "fa")


def printed_code(code: str) -> str:
    """A tracking code in groups, held in its order: ``۴۲۱۵۰۷ ۰۰۰۱۲۳ ۱۳``."""
    return left_to_right(digits(group_code(code)))


@lru_cache(512)
def printed_date(day: date, hour: str = "") -> str:
    """A Jalali date with its weekday, and the hour when there is one."""
    text = digits(long_jalali(day, "fa"))
    return label("at_hour", date=text, hour=digits(hour)) if hour else text


def printed_moment(moment: datetime) -> str:
    """A local date and hour."""
    return printed_date(moment.date(), f"{moment:%H:%M}")


def made_by(moment: datetime, desk: Desk) -> str:
    """When and by which officer a paper was made."""
    officer = f"{label('officer')}: {desk.officer}" if desk.officer else ""
    return joined(printed_moment(moment), officer)


def printed_service(title: str, service_id: str) -> str:
    """A service with its number in the catalogue."""
    return joined(title, label("service_id", id=digits(service_id)) if service_id else "")


def partly_hidden(number: str) -> str:
    """An identity number with only three characters at each end, or fewer of a short one."""
    shown = min(3, len(number) // 3)
    hidden = len(number) - 2 * shown
    return number[:shown] + "•" * hidden + number[len(number) - shown :]


def joined(*parts: str) -> str:
    """The parts that are there, with a Persian comma between them."""
    return "، ".join(part for part in parts if part)


def printed_party(party: Party, whole_number: bool = False) -> str:
    """A person's name, role and identity number, partly hidden unless asked for whole."""
    number = ""
    if party.id_number:
        shown = party.id_number if whole_number else partly_hidden(party.id_number)
        number = f"{party.id_label} {left_to_right(digits(shown))}".strip()
    name = f"{party.name} ({party.role})" if party.role else party.name
    return joined(name, number)


def mark_of(mark: Mark) -> str:
    """The sentence of a mark; empty for a real paper."""
    return label(f"mark.{mark.value}") if mark is not Mark.NONE else ""


def place_of(desk: Desk) -> str:
    """The office's address and telephone."""
    return joined(desk.address, digits(desk.phone))

"""Recording the rows of a file: each is answered only when it is durable, in the file's order."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from desk_app.ports.book import Book, Pen
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.persons import Person
from desk_app.records.text import clean
from desk_app.services.parties import PartyTold
from desk_app.services.register import RegisterRequest, Taken, take
from desk_app.services.request_sheet import SheetRow

AT_ONCE = 20
"""Rows of a file that share one commit; a row of a stream is answered by itself."""


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """A row and what became of it: taken, or the mistakes that refused it."""

    row: SheetRow
    taken: Taken | None
    mistakes: tuple[Mistake, ...] = ()


def register_rows(
    book: Book, rows: Iterator[SheetRow], *, allow_repeats: bool = False, at_once: int = AT_ONCE
) -> Iterator[RowAnswer]:
    """Record rows as they come; what is yielded is durable.

    Rows before a fault of the file are recorded and answered before it is raised.
    """
    fault: UserMistake | None = None
    while fault is None:
        some: list[SheetRow] = []
        try:
            for row in islice(rows, at_once):
                some.append(row)
        except UserMistake as wrong:
            fault = wrong
        if not some:
            break
        with book.writing() as pen:
            answers = [_answer(pen, row, allow_repeats=allow_repeats) for row in some]
        yield from answers
    if fault is not None:
        raise fault


def command_of(pen: Pen, row: SheetRow, *, allow_repeats: bool = False) -> RegisterRequest:
    """The command that a row asks for; raises UserMistake for what cannot be one."""
    cells = {name: clean(cell) for name, cell in row.cells.items()}
    service = ""
    if told := cells.get("service", ""):
        found = pen.catalogue().service_of(told)
        # An id that is not in the catalogue goes on, and is refused with the other fields.
        service = found.key if found else told
    person = Person(
        id_number=cells.get("national_id", ""),
        first_name=cells.get("first_name", ""),
        last_name=cells.get("last_name", ""),
        mobile=cells.get("mobile", ""),
    )
    return RegisterRequest(
        kind=cells.get("kind", ""),
        subject=cells.get("subject", ""),
        text=cells.get("body", ""),
        service=service,
        parties=(PartyTold(person=person),),
        channel="sheet",
        allow_repeat=allow_repeats,
        row=row.digest,
    )


def _answer(pen: Pen, row: SheetRow, *, allow_repeats: bool) -> RowAnswer:
    if row.mistakes:
        return RowAnswer(row, None, row.mistakes)
    try:
        return RowAnswer(row, take(pen, command_of(pen, row, allow_repeats=allow_repeats)))
    except UserMistake as wrong:
        return RowAnswer(row, None, wrong.mistakes)

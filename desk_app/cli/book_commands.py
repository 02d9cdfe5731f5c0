"""Recording, finding and showing requests."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import click

from desk_app.cli.app import desk
from desk_app.cli.clock_watch import behind_last_record
from desk_app.cli.frame import (
    DONE,
    IN_PART,
    answer,
    command,
    data_option,
    officer_options,
    personal,
    sentence,
    told,
)
from desk_app.cli.opened import OpenDesk, opened
from desk_app.cli.papers_out import ReceiptFolder, can_take
from desk_app.cli.shown import jalali, shown_hit, shown_request
from desk_app.ports.queries import Hit, RequestView
from desk_app.records.codes import group_code
from desk_app.records.errors import DataDamaged, DeskError, MachineFault, Mistake, UserMistake
from desk_app.records.ids import new_id
from desk_app.records.jalali import iso_jalali
from desk_app.services.presence import look_at, note_clock_step
from desk_app.services.register import Taken
from desk_app.services.register_sheet import AT_ONCE, RowAnswer, register_rows
from desk_app.services.rejected import RejectedRows
from desk_app.services.request_sheet import Sheet, open_sheet, stream_sheet
from desk_app.texts import digits, user_language

PAPERS = click.Choice(["a5", "a6", "80mm", "58mm"])
TEND_EVERY = 8 * AT_ONCE
"""So many rows between two moments of idle work: a long file keeps its pace and its log small."""


@command(desk, "register")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--receipts", type=click.Path(path_type=Path), help=told("cli.register.receipts"))
@click.option("--paper", type=PAPERS, default="a6", help=told("cli.option.paper"))
@click.option("--rejected", type=click.Path(path_type=Path), help=told("cli.register.rejected"))
@click.option("--allow-repeats", is_flag=True, help=told("cli.register.allow_repeats"))
@data_option
@officer_options
def register(
    file: Path,
    receipts: Path | None,
    paper: str,
    rejected: Path | None,
    allow_repeats: bool,
    **options: Any,
) -> int:
    """Record every row of a file, answering each when it is durable."""
    with opened(**options) as desk_open:
        _warn_of_clock(desk_open)
        stream = str(file) == "-"
        sheet = stream_sheet(sys.stdin.buffer) if stream else open_sheet(file)
        folder = ReceiptFolder(desk_open, receipts, paper) if receipts is not None else None
        rows = register_rows(
            desk_open.book,
            sheet.rows,
            allow_repeats=allow_repeats,
            at_once=1 if stream else AT_ONCE,
        )
        run = _Run(desk_open.book.tend, folder, as_json=options["as_json"])
        with _given_back(rejected, file, sheet) as back:
            try:
                run.through(rows, back)
            except DataDamaged:
                raise
            except DeskError as fault:
                if not run.taken:
                    raise
                # What was answered is recorded: the run ended in part, not with nothing changed.
                run.stopped(fault)
    sys.stderr.write(told("cli.register.done", taken=run.taken, refused=run.refused) + "\n")
    return DONE if run.whole else IN_PART


def _warn_of_clock(desk_open: OpenDesk) -> None:
    """A clock before the last record would print promised dates that are past."""
    behind = behind_last_record(desk_open.session)
    if behind and desk_open.book.read_only_reason is None:
        wall = desk_open.session.clock.now_ms()
        run = new_id(wall, desk_open.session.entropy(10))
        note_clock_step(desk_open.book, run, wall + behind, wall, "machine")
        sys.stderr.write(told("cli.register.clock", minutes=behind // 60_000) + "\n")


class _Run:
    """One reading of a file: how many rows were taken and refused, and whether all went well."""

    def __init__(
        self, tend: Callable[[], object], folder: ReceiptFolder | None, *, as_json: bool
    ) -> None:
        self._tend = tend
        self._as_json = as_json
        self._folder = folder
        self._fault = False
        self.taken = 0
        self.refused = 0

    @property
    def whole(self) -> bool:
        """Whether every row was taken and has its receipt."""
        return not self.refused and not self._fault

    def through(self, rows: Iterator[RowAnswer], back: RejectedRows | None) -> None:
        """Answer every row; each that was taken gets its receipt where receipts are wanted."""
        for row in rows:
            _answer_row(row, as_json=self._as_json)
            if row.taken is None:
                self.refused += 1
                if back is not None:
                    _give_back(back, row)
            else:
                self.taken += 1
                self._keep(row.taken)
            if row.row.number % TEND_EVERY == 0:
                self._tend()

    def stopped(self, fault: DeskError) -> None:
        """Say what went wrong; what was answered stands."""
        self._fault = True
        sys.stderr.write(sentence(fault) + "\n")

    def _keep(self, taken: Taken) -> None:
        if self._folder is None:
            return
        try:
            self._folder.keep(taken)
        except MachineFault as fault:
            # The rows that follow are still recorded and answered; their receipts come later.
            self._folder = None
            self.stopped(fault)


def _given_back(
    path: Path | None, file: Path, sheet: Sheet
) -> AbstractContextManager[RejectedRows | None]:
    if path is None:
        return nullcontext()
    if path.exists() and file.exists() and path.samefile(file):
        raise UserMistake(Mistake("rejected", "rejected.same_file"))
    if path.is_dir() or not can_take(path.parent):
        raise MachineFault("rejected.not_written")
    return RejectedRows(path, sheet.header)


def _give_back(back: RejectedRows, row: RowAnswer) -> None:
    try:
        back.add(row.row.given, _reason(row.mistakes))
    except OSError as error:
        raise MachineFault("rejected.not_written") from error


def _answer_row(row: RowAnswer, *, as_json: bool) -> None:
    taken, number = row.taken, row.row.number
    if taken is None:
        errors = [_error(wrong) for wrong in row.mistakes]
        answer(
            {"row": number, "ok": False, "errors": errors},
            as_json=as_json,
            plain=told("cli.register.refused", row=number, reason=_reason(row.mistakes)),
        )
        return
    found: dict[str, object] = {
        "row": number,
        "ok": True,
        "tracking_code": taken.tracking_code,
        "follow_up": taken.follow_up,
        "request_id": taken.request_id,
        "due": taken.due or None,
        "due_jalali": iso_jalali(date.fromisoformat(taken.due)) if taken.due else None,
    }
    if taken.already:
        found["already"] = True
    code = digits(group_code(taken.tracking_code), user_language())
    answer(found, as_json=as_json, plain=told("cli.register.taken", row=number, code=code))


def _error(wrong: Mistake) -> dict[str, object]:
    shown: dict[str, object] = {
        "field": wrong.field,
        "code": wrong.code,
        "message": told(wrong.code, **wrong.params),
    }
    if wrong.code == "request.repeat":
        shown["tracking_code"] = wrong.params["code"]
    return shown


def _reason(mistakes: tuple[Mistake, ...]) -> str:
    return " ".join(told(wrong.code, **wrong.params) for wrong in mistakes)


@command(desk, "find")
@click.argument("text")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, help=told("cli.find.limit"))
@data_option
@officer_options
def find(text: str, limit: int, **options: Any) -> int:
    """Search as the window does."""
    with opened(**options) as book:
        for hit in book.queries.find(personal(text), limit):
            answer(shown_hit(hit), as_json=options["as_json"], plain=_line(hit))
    return DONE


def _line(hit: Hit) -> str:
    code = group_code(hit.tracking_code)
    return digits(f"{code}  {hit.visitor_name}  {hit.subject}", user_language())


@command(desk, "show")
@click.argument("code")
@data_option
@officer_options
def show(code: str, **options: Any) -> int:
    """One request with its events and open conflicts."""
    with opened(**options) as book:
        view = book.queries.request(wanted(book, code))
        if view is None:
            raise UserMistake(Mistake("code", "request.not_here"))
        if book.book.read_only_reason is None:
            look_at(book.book, view.hit.request_id)
        shown = shown_request(view)
        answer(shown, as_json=options["as_json"], plain=_lines(view))
    return DONE


def _lines(view: RequestView) -> str:
    told_of = told(
        "cli.show.state",
        status=told("status." + view.hit.status),
        due=jalali(view.due) or "–",
        events=len(view.timeline),
        conflicts=len(view.conflicts),
    )
    return _line(view.hit) + "\n" + digits(told_of, user_language())


def wanted(book: OpenDesk, code: str) -> str:
    """The id of the request with a tracking code typed in any digits.

    Raises UserMistake for a wrong code, and for one that was issued and is not here yet.
    """
    return book.request_id(personal(code))

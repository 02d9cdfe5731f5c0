"""The deeds of following a request up, one function each; each gets what its form holds."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from desk_app.ports.book import Book
from desk_app.records.errors import Mistake, UserMistake
from desk_app.services.correct import Complete, Correct, complete_request, correct_request
from desk_app.services.enclosing import media_of
from desk_app.services.follow_up import (
    Answer,
    Refer,
    Tell,
    answer_request,
    note_call,
    note_request,
    refer_request,
    return_referral,
    tell_answer,
)
from desk_app.services.handed_in import BringPapers, bring_papers
from desk_app.services.lost_receipts import Reissue, reissue_receipt
from desk_app.services.papers import attach_scan
from desk_app.services.standing import (
    Settle,
    assign,
    close_request,
    extend_due,
    join_requests,
    prioritise,
    reopen_request,
    settle_conflict,
    void_request,
    withdraw_request,
)
from desk_app.services.visits import RecordVisit, record_visit

Form = dict[str, Any]
"""The values of a form by the names of its fields; texts, dates as ISO, choices by value.

``began`` is when the form was opened (ms since 1970), ``scans`` where scans are kept.
"""
Take = Callable[[], tuple[str, bytes]]
"""Gives title and bytes of a scan that was chosen; run off the window's thread."""
Deed = Callable[[Book, str, Form], object]
"""What is done on the writing thread to the request of an id."""


def note(book: Book, request_id: str, form: Form) -> None:
    """Add a remark."""
    note_request(book, request_id, form["text"])


def call(book: Book, request_id: str, form: Form) -> None:
    """Note that someone telephoned to ask."""
    note_call(book, request_id, form["by"], form["text"])


def refer(book: Book, request_id: str, form: Form) -> None:
    """Send the request to a unit or another agency; the addressee is ``unit/…`` or ``agency/…``."""
    kind, _, key = form["unit"].partition("/")
    refer_request(
        book,
        Refer(
            request_id,
            form["reason"],
            unit=key if kind == "unit" else "",
            agency=key if kind == "agency" else "",
            due=form["due"],
        ),
    )


def take_back(book: Book, request_id: str, form: Form) -> None:
    """A referral came back without an answer."""
    return_referral(book, request_id, form["reason"], form["referral"])


def answer(book: Book, request_id: str, form: Form) -> None:
    """Record the answer."""
    answer_request(
        book,
        Answer(
            request_id,
            form["result"],
            reason=form["reason"],
            basis=form["basis"],
            done=form["done"],
            objection=form["objection"],
            referral=form.get("referral", ""),
            letter=form.get("letter", ""),
            letter_date=form.get("letter_date", ""),
        ),
    )


def visit(book: Book, request_id: str, form: Form) -> None:
    """The visitor came back for this request."""
    came = RecordVisit(form["began"], "followed", follows=(request_id,), note=form["text"])
    record_visit(book, came)


def bring(book: Book, request_id: str, form: Form) -> None:
    """Papers that were lacking were handed in."""
    lacking = form.get("papers", ())
    brought = BringPapers(request_id, (*lacking, *form["others"].splitlines()), form["note"])
    with _told_at("papers" if "papers" in form else "others", "papers"):
        bring_papers(book, brought)


def attach(book: Book, request_id: str, form: Form) -> None:
    """Keep scans with the request; where one is no scan, none is kept."""
    with _told_at("files", "file"):
        read = [take() for take in form["files"]]
        for _, data in read:
            media_of(data)
        for title, data in read:
            name = form["title"] or title
            attach_scan(book, form["scans"], request_id, data, name, form["paper"])


def complete(book: Book, request_id: str, form: Form) -> None:
    """Fill in a field that was left empty; what is wrong is told at its value."""
    name = form["field"]
    if not form["value"]:
        raise UserMistake(Mistake("value", "correct.value_missing"))
    with _told_at("value", name):
        complete_request(book, Complete(request_id, {name: form["value"]}))


def need(book: Book, request_id: str, form: Form) -> None:
    """Put right what the people of the request need."""
    values = {name: form[name] for name in form if name.endswith(".needs")}
    correct_request(book, Correct(request_id, values, form["reason"]))


def urge(book: Book, request_id: str, form: Form) -> None:
    """Say how urgent the request is."""
    prioritise(book, request_id, form["priority"], form["reason"])


def hand_over(book: Book, request_id: str, form: Form) -> None:
    """Give the request to a post or an officer."""
    holder = form["holder"]
    assign(book, request_id, holder, book.queries.officer_names().get(holder, ""))


def join(book: Book, request_id: str, form: Form) -> None:
    """Follow the request up under another one, named by its id or its tracking code."""
    into = book.queries.request(form["into"]) if form["into"] else None
    if into is None:
        raise UserMistake(Mistake("into", "request.not_here" if form["into"] else "join.which"))
    join_requests(book, request_id, into.hit.request_id, form["reason"])


def tell(book: Book, request_id: str, form: Form) -> None:
    """Note that the person was told the answer, or could not be reached."""
    how = Tell(request_id, form["channel"], address=form["address"], reached=not form["missed"])
    with _told_at_lines({"mobile": "address", "phone": "address"}):
        tell_answer(book, how)


def extend(book: Book, request_id: str, form: Form) -> None:
    """Move the due date."""
    extend_due(book, request_id, form["due"], form["reason"])


def correct(book: Book, request_id: str, form: Form) -> None:
    """Put one field right."""
    values = {form["field"]: form["value"]} if form["field"] else {}
    correct_request(book, Correct(request_id, values, form["reason"]))


def close(book: Book, request_id: str, form: Form) -> None:
    """Close the request."""
    close_request(book, request_id, form["reason"])


def reopen(book: Book, request_id: str, form: Form) -> None:
    """Open a closed request again."""
    reopen_request(book, request_id, form["reason"])


def withdraw(book: Book, request_id: str, form: Form) -> None:
    """The applicant takes the request back."""
    withdraw_request(book, request_id, form["reason"])


def void(book: Book, request_id: str, form: Form) -> None:
    """Void a request that should not exist."""
    void_request(book, request_id, form["reason"])


def reissue(book: Book, request_id: str, form: Form) -> None:
    """Give out a lost receipt again under a new follow-up number.

    What is wrong with a fact is told at the line in which it was typed.
    """
    if form["fact1"] == form["fact2"]:
        raise UserMistake(Mistake("fact2", "reissue.two_facts"))
    lines = {form["fact1"]: "told1", form["fact2"]: "told2"}
    told = {fact: form[line] for fact, line in lines.items()}
    with _told_at_lines(lines):
        reissue_receipt(book, Reissue(request_id, told, form["taken_by"]))


def settle(book: Book, request_id: str, form: Form) -> None:
    """Settle a register in conflict; the choice is ``register/event``."""
    register, _, event = form["choice"].rpartition("/")
    settle_conflict(book, Settle(request_id, register, event, form["reason"]))


@contextmanager
def _told_at_lines(lines: Mapping[str, str]) -> Iterator[None]:
    """Mistakes of fields that the form knows under other names are told there."""
    try:
        yield
    except UserMistake as wrong:
        raise UserMistake(
            *(
                Mistake(lines.get(one.field, one.field), one.code, one.params)
                for one in wrong.mistakes
            )
        ) from wrong


def _told_at(line: str, name: str) -> AbstractContextManager[None]:
    return _told_at_lines({name: line})

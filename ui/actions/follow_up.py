"""The deeds of following a request up, one function each; each gets what its form holds."""

from collections.abc import Callable
from typing import Any

from desk_app.ports.book import Book
from desk_app.records.errors import Mistake, UserMistake
from desk_app.services.correct import Correct, correct_request
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
from desk_app.services.lost_receipts import Reissue, reissue_receipt
from desk_app.services.standing import (
    Settle,
    close_request,
    extend_due,
    reopen_request,
    settle_conflict,
    void_request,
    withdraw_request,
)

Form = dict[str, Any]
"""The values of a form by the names of its fields; texts, dates as ISO, choices by value."""
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
        ),
    )


def tell(book: Book, request_id: str, form: Form) -> None:
    """Note that the person was told the answer, or could not be reached."""
    tell_answer(
        book,
        Tell(request_id, form["channel"], address=form["address"], reached=not form["missed"]),
    )


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
    try:
        reissue_receipt(book, Reissue(request_id, told, form["taken_by"]))
    except UserMistake as wrong:
        raise UserMistake(
            *(
                Mistake(lines.get(one.field, one.field), one.code, one.params)
                for one in wrong.mistakes
            )
        ) from wrong


def settle(book: Book, request_id: str, form: Form) -> None:
    """Settle a register in conflict; the choice is ``register/event``."""
    register, _, event = form["choice"].rpartition("/")
    settle_conflict(book, Settle(request_id, register, event, form["reason"]))

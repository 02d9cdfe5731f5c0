"""What visitors tell at the desk, for the tests of services."""

from typing import Any

import pytest

from desk_app.ports.book import Book
from desk_app.ports.queries import RequestView, TimelineItem
from desk_app.records.errors import UserMistake
from desk_app.records.persons import Person
from desk_app.services.parties import PartyTold
from desk_app.services.register import RegisterRequest, Taken, register_request

ALI = Person(id_number="0012345679", first_name="علی", last_name="احمدی", mobile="09121234567")
MOTHER = Person(id_number="1111111278", first_name="زهرا", last_name="احمدی")
LEGAL_ID = "10380284790"


def asked(subject: str = "آب روستا", **changed: Any) -> RegisterRequest:
    """A request of Ali's, as told."""
    told: dict[str, Any] = {"kind": "request", "parties": (PartyTold(person=ALI),)}
    return RegisterRequest(subject=subject, **{**told, **changed})


def took(book: Book, subject: str = "آب روستا", **changed: Any) -> Taken:
    """A request of Ali's, recorded."""
    return register_request(book, asked(subject, **changed))


def shown(book: Book, code_or_id: str) -> RequestView:
    """The page of a request that is here."""
    view = book.queries.request(code_or_id)
    assert view is not None
    return view


def last(book: Book, request_id: str) -> TimelineItem:
    """The latest event of a request."""
    return shown(book, request_id).timeline[-1]


def mistakes(wrong: pytest.ExceptionInfo[UserMistake]) -> set[tuple[str, str]]:
    """Field and code of every mistake."""
    return {(mistake.field, mistake.code) for mistake in wrong.value.mistakes}

"""Requests whose visitor waits for a word: listed and counted until somebody takes it up."""

from pathlib import Path

import pyrage

from desk_app.ports.queries import Filter
from desk_app.records.event import Draft, Subject
from desk_app.services.follow_up import note_request
from desk_app.services.office import publish_keys
from desk_app.services.standing import close_request
from tests.db.desks import Desk, make_desk, register


def write(desk: Desk, request_id: str) -> None:
    """What the centre writes down for a visitor."""
    with desk.book.writing() as pen:
        pen.write(Draft(subject=Subject("request", request_id), type="AskedAgain"))


def unheard(desk: Desk) -> list[str]:
    found = desk.book.queries.latest(50, narrow=Filter(only_unheard=True))
    day = desk.book.queries.days("2026-11-21")
    assert sum(one.unheard for one in day) == len(found)
    return [hit.request_id for hit in found]


def test_they_are_listed_newest_first_until_taken_up(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    first, second, third = (register(desk, subject).id for subject in ("یک", "دو", "سه"))
    assert unheard(desk) == []
    for request_id in (first, third):
        write(desk, request_id)
    assert unheard(desk) == [third, first]
    write(desk, first)
    note_request(desk.book, third, "تلفنی گفته شد")
    assert unheard(desk) == [first]
    assert desk.book.queries.latest(50, before=first, narrow=Filter(only_unheard=True)) == []
    close_request(desk.book, first, reason="انجام شد")
    assert unheard(desk) == []
    write(desk, second)
    assert unheard(desk) == [second]
    desk.book.close()


def test_a_complaint_over_the_offices_head_is_listed_for_its_reader_alone(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    request_id = register(desk, "یک").id
    identity = pyrage.x25519.Identity.generate()
    publish_keys(desk.book, "above", (str(identity.to_public()),))
    with desk.book.writing() as pen:
        body = {"about": "conduct", "text": 0}
        for _ in range(2):
            pen.write(
                Draft(
                    subject=Subject("request", request_id), type="Complained", body=body,
                    values=("رشوه خواستند",), audience="above",
                )
            )  # fmt: skip
    assert unheard(desk) == []
    assert desk.book.queries.sealed_for_me() == []
    reader = desk.again(identity=str(identity))
    (hit,) = reader.queries.sealed_for_me()
    assert hit.request_id == request_id
    seen = reader.queries.request(request_id)
    assert seen is not None
    assert [item.facts.get("text") for item in seen.timeline][1:] == ["رشوه خواستند"] * 2
    reader.close()

"""A desk of the office may sign whatever it likes: it is kept, and stops nobody's work."""

import itertools

import pytest
from sqlalchemy import select

from central.public.following import follow
from central.store import public_tables
from central.store.counts import project_all
from central.store.relay import relay
from desk_app.records.event import Event, Subject, write_entry
from desk_app.records.ids import new_id
from tests.central.test_hostile import centre, desk
from tests.centres import Headquarters
from tests.sync.memory_book import MemoryBook
from tests.sync.speaker import Speaker

ODD_BODIES = {
    "nul": {"code": "4215\x0007000012", "kind": "a\0b", "text": "\0", "at": 1, "due": "\0"},
    "numbers": {"code": 10**40, "at": 10**40, "matter": -(10**40), "kind": 1e308, "due": 10**30},
    "lists": {"code": [1, [2]], "at": {}, "parties": "x", "kind": [], "follow_up": None},
    "long": {"code": "1" * 14, "text": "ه" * 20_000, "kind": "k" * 20_000},
    "marks": {"code": "~0", "text": '"~0"', "kind": "'; DROP TABLE entry; --", "at": True},
    "empty": {},
}
__all__ = ["centre", "desk"]
LANES = ((lane, lane + 1) for lane in itertools.count(500_000, 2))
KINDS = ("Registered", "Answered", "Completed", "Referred", "Erased", "Closed", "Told", "Extended",
         "Noted", "no such kind", "Corrected", "Documented", "Joined", "StatusChanged")  # fmt: skip


@pytest.mark.parametrize("body", ODD_BODIES.values(), ids=list(ODD_BODIES))
def test_odd_contents_are_kept_and_stop_nobody(
    centre: Headquarters, body: dict[str, object]
) -> None:
    book, other = (MemoryBook(seed, lane=seed) for seed in next(LANES))
    for kind in KINDS:
        odd = Event(
            id=new_id(book.clock.ms, book.entropy(10)), hlc=book.clock.ms << 16, actor="\0",
            role="\0", office="\0", type=kind, v=1, body=body, held=("ه" * 50,),
            subject=Subject("request", new_id(book.clock.ms, book.entropy(10))),
            replaces=("\0", "x"), parents=("\0",), audience="\0" if kind == "Noted" else "",
        )  # fmt: skip
        book.logs[-1].append(write_entry(odd, {}))
    centre.enrol(book)
    centre.enrol(other)
    made = other.register(2)
    for each in (book, other):
        with Speaker(centre.address, each) as speaker:
            speaker.log_in()
            count = len(each.logs[0].entries)
            assert speaker.push(speaker.batch(1, count)).member("acked") == count
    before = centre.counts()
    project_all(centre.database, centre.clock.ms)
    assert centre.counts() == before
    with Speaker(centre.address, other) as reader:
        reader.log_in()
        assert reader.get("/v1/pull", limit="2000").status == 200
    relay(centre.database, centre.clock.ms)
    follow(centre.database, centre.clock.ms)
    assert {problem["problem"] for problem in centre.verify().problems} <= {
        "code_twice",
        "lane_twice",
    }
    shown = select(public_tables.request.c.request)
    found = centre.database.read(lambda c: set(c.execute(shown).scalars()))
    assert {event.subject.id for event in made} <= found

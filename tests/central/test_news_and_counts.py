"""Long polls hear of every process; what is counted can be counted anew."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select, update

from central.line import CentralLine
from central.store import tables
from central.store.database import Database
from desk_app.ports.line import Enrolment
from desk_app.protocol.batch import read_batches, write_batch
from desk_app.protocol.keys import b64, session_statement, sign
from desk_app.protocol.line import Parcel, Wanted
from desk_app.protocol.messages import SessionRequest
from desk_app.protocol.squeeze import inflate, squeeze
from desk_app.records.chain import START
from tests.centres import Headquarters, lite_url
from tests.sync.memory_book import MemoryBook


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Headquarters]:
    found = Headquarters(lite_url(tmp_path))
    found.start()
    yield found
    found.close()


@pytest.fixture
def desks(centre: Headquarters) -> tuple[MemoryBook, MemoryBook]:
    first, second = MemoryBook(1), MemoryBook(2, lane=421_508)
    for book in (first, second):
        centre.enrol(book)
    return first, second


async def token_of(line: CentralLine, book: MemoryBook) -> str:
    mine = enrolment(book)
    nonce = (await line.session(SessionRequest(device=mine.device))).nonce
    signature = b64(sign(mine.signing_key, session_statement(mine.device, nonce)))
    request = SessionRequest(device=mine.device, nonce=nonce, sig=signature)
    return (await line.session(request)).token


def enrolment(book: MemoryBook) -> Enrolment:
    found = book.enrolment()
    assert found is not None
    return found


def first_batch(book: MemoryBook) -> Parcel:
    log = book.logs[0]
    return Parcel(squeeze(write_batch(enrolment(book).signing_key, log.log, 1, START, log.entries)))


async def test_a_long_poll_hears_what_another_process_appended(
    centre: Headquarters, desks: tuple[MemoryBook, MemoryBook], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("central.news.WATCH_SECONDS", 0.02)
    writer, reader = desks
    writer.register(3)
    here, there = (CentralLine(centre.database, centre.clock.now_ms) for _ in range(2))
    waiting = asyncio.create_task(here.pull(await token_of(here, reader), Wanted(wait=50)))
    await there.push(await token_of(there, writer), first_batch(writer))
    page = await waiting
    (batch,) = read_batches(inflate(page.parcel.data, page.parcel.encoding))
    assert [entry.bytes for entry in batch.entries] == [
        entry.bytes for entry in writer.logs[0].entries
    ]
    for line in (here, there):
        line.close()


async def test_a_long_poll_without_news_ends_empty_where_the_next_begins(
    centre: Headquarters, desks: tuple[MemoryBook, MemoryBook]
) -> None:
    _, reader = desks
    line = CentralLine(centre.database, centre.clock.now_ms)
    page = await line.pull(await token_of(line, reader), Wanted(wait=1))
    assert inflate(page.parcel.data, page.parcel.encoding) == b""
    assert (page.more, page.cursor.endswith(".0")) == (False, True)
    line.close()


async def test_own_batches_do_not_wake_their_desk(
    centre: Headquarters, desks: tuple[MemoryBook, MemoryBook]
) -> None:
    writer, _ = desks
    writer.register(3)
    line = CentralLine(centre.database, centre.clock.now_ms)
    token = await token_of(line, writer)
    wanted = Wanted(wait=1, without=writer.logs[0].log)
    waiting = asyncio.create_task(line.pull(token, wanted))
    await line.push(token, first_batch(writer))
    page = await waiting
    assert inflate(page.parcel.data, page.parcel.encoding) == b""
    assert page.cursor.endswith(".1"), "and the next poll begins behind them"
    line.close()


async def test_closing_answers_everyone_who_waits(
    centre: Headquarters, desks: tuple[MemoryBook, MemoryBook]
) -> None:
    _, reader = desks
    line = CentralLine(centre.database, centre.clock.now_ms)
    token = await token_of(line, reader)
    waiting = [asyncio.create_task(line.pull(token, Wanted(wait=50))) for _ in range(20)]
    while line.news.waiting < len(waiting):  # noqa: ASYNC110  nothing tells of a wait begun
        await asyncio.sleep(0)
    line.news.close()
    assert [(await each).more for each in waiting] == [False] * 20
    line.close()


async def test_what_is_counted_is_counted_anew_after_an_update(
    centre: Headquarters, desks: tuple[MemoryBook, MemoryBook]
) -> None:
    writer, _ = desks
    made = writer.register(40)
    line = CentralLine(centre.database, centre.clock.now_ms)
    await line.push(await token_of(line, writer), first_batch(writer))
    line.close()
    before = centre.counts()
    assert before.requests == 40
    centre.database.write(
        lambda c: (
            c.execute(update(tables.projected).values(events=7, requests=7)),
            c.execute(
                update(tables.meta).where(tables.meta.c.name == "projection").values(value="0")
            ),
        )
    )
    again = Database(centre.url)
    assert centre.counts() == before
    codes = again.read(lambda c: set(c.execute(select(tables.code.c.code)).scalars()))
    assert codes == {event.body["code"] for event in made}
    again.close()


async def test_one_id_with_two_contents_and_one_code_twice_are_alarms(
    centre: Headquarters, desks: tuple[MemoryBook, MemoryBook]
) -> None:
    first, second = desks
    (made,) = first.register()
    changed = msgspec.structs.replace(made, body={**made.body, "kind": "idea"}, held=())
    second.forge(changed)
    second.forge(msgspec.structs.replace(
        changed, id="0197a3c4-0000-7000-8000-000000000001",
        subject=made.subject._replace(id="another"),
    ))  # fmt: skip
    line = CentralLine(centre.database, centre.clock.now_ms)
    for book in (first, second):
        await line.push(await token_of(line, book), first_batch(book))
    line.close()
    verdict = centre.verify()
    found = {problem["problem"]: problem["name"] for problem in verdict.problems}
    assert found == {"id_two_contents": made.id, "code_twice": made.body["code"]}
    assert centre.counts().alarms == 2

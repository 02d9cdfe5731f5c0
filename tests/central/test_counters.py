"""Many counters wait for news at one process: none costs a thread, each hears of its own office."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.counters import PER_OFFICE, codes, joined
from benchmarks.simulated import Reply
from central.running import Centre
from central.store.database import Database
from central.web.server import Listen
from tests.centres import lite_url

OFFICES = 6


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    database = Database(lite_url(tmp_path))
    with Centre(database, Listen()) as found:
        yield found
    database.close()


async def held(centre: Centre, count: int) -> None:
    """Until the centre holds so many polls."""
    while f"mizban_long_polls {count}\n" not in centre.metrics.text():  # noqa: ASYNC110
        await asyncio.sleep(0)


async def test_news_of_one_office_reaches_its_counters_and_no_other(
    centre: Centre, tmp_path: Path
) -> None:
    counters = await joined(centre.url, codes(lite_url(tmp_path), OFFICES * PER_OFFICE))
    threads = threading.active_count()
    polls = [asyncio.create_task(one.poll()) for one in counters[1:]]
    await held(centre, len(polls))
    assert threading.active_count() == threads
    await counters[0].push()
    heard: list[Reply] = await asyncio.gather(*polls[: PER_OFFICE - 1])
    assert all(reply.body for reply in heard)
    await held(centre, len(polls) - len(heard))
    assert [poll.done() for poll in polls[PER_OFFICE - 1 :]] == [False] * (OFFICES - 1) * PER_OFFICE
    for poll in polls:
        poll.cancel()
    await asyncio.gather(*polls, return_exceptions=True)
    for one in counters:
        await one.close()
    # Who hung up is waited for no longer.
    await held(centre, 0)

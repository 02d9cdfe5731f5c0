"""What reaches the centre by another of its processes is on the screen while the line is up."""

import asyncio
from pathlib import Path

from desk_app.sync.attendance import POLL_SECONDS
from tests.centres import Headquarters
from tests.ui.pages.beside import PATIENCE_S, beside, on_line
from tests.ui.pages.test_arrivals import lines, send


async def test_what_another_process_of_the_centre_took_is_shown_before_the_poll_ends(
    tmp_path: Path,
) -> None:
    assert PATIENCE_S < POLL_SECONDS
    async with on_line(tmp_path, first="find") as (hands, centre, clock):
        elsewhere = Headquarters(centre.url, centre.clock)
        elsewhere.start()
        try:
            async with beside(tmp_path, elsewhere, clock) as other:
                await hands.type("روشنایی")
                assert lines(hands) == []
                new = await send(hands, other, "روشنایی کوچه")
                assert [line.id for line in lines(hands)] == [new]
        finally:
            await asyncio.to_thread(elsewhere.close)

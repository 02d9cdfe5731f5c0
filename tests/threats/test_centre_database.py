"""Whoever administers the centre's database reads what is open, and changes nothing unseen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from desk_app.protocol.enrol_code import read_enrol_code
from desk_app.sync.rounds import one_round
from tests.centres import Headquarters, lite_url
from tests.sync.memory_book import MemoryBook
from tests.sync.speaker import Speaker


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Headquarters]:
    found = Headquarters(lite_url(tmp_path))
    found.start()
    yield found
    found.close()


@pytest.fixture
def desks(centre: Headquarters) -> tuple[MemoryBook, MemoryBook]:
    """One that has sent five requests, and one that has read nothing yet."""
    writer, reader = MemoryBook(1), MemoryBook(2, lane=421_508)
    for book in (writer, reader):
        centre.enrol(book)
    writer.register(5)
    assert one_round(writer, writer.clock, writer.entropy).pushed == 5
    return writer, reader


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entry SET data = CAST(replace(CAST(data AS TEXT), '\"ali\"', '\"eve\"') AS BLOB)",
        "UPDATE entry SET data = (SELECT e.data FROM entry e WHERE e.seq = 1) WHERE seq = 5",
        "UPDATE batch SET n = 4",
        "UPDATE batch SET sig = zeroblob(64)",
        "DELETE FROM entry WHERE seq = 3",
    ],
    ids=["an entry", "one twice", "their number", "the signature", "one left out"],
)
def test_what_is_changed_there_is_found_by_the_walk_and_taken_by_no_desk(
    centre: Headquarters, desks: tuple[MemoryBook, MemoryBook], change: str
) -> None:
    writer, reader = desks
    centre.database.write(lambda c: c.execute(text(change)))
    found = one_round(reader, reader.clock, reader.entropy)
    assert found.state != "ok"
    assert reader.everything() == []
    assert centre.verify().problems != []
    assert len(writer.everything()) == 5


def test_neither_a_token_nor_an_enrolment_code_can_be_read_there(
    centre: Headquarters, desks: tuple[MemoryBook, MemoryBook], tmp_path: Path
) -> None:
    code = read_enrol_code(centre.code()).code_text
    writer, _ = desks
    with Speaker(centre.address, writer) as speaker:
        speaker.log_in()
        token, key = speaker.token, speaker.mine.signing_key
    centre.close()
    stored = b"".join(file.read_bytes() for file in tmp_path.glob("central.db*"))
    assert [each for each in (code.encode(), token.encode(), key) if each in stored] == []

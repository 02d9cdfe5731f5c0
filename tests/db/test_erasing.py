"""What was erased is in no table, index, page or log, here and wherever it was carried."""

from pathlib import Path

import pytest

from db.pages import Pages
from desk_app.records import bodies as b
from desk_app.records.event import read_event
from tests.db.desks import KEY, Desk, Told, carry, register, write
from tests.db.test_replicas import check_rebuilt

NAME, NUMBER, MOBILE = "قغفعژضظ", "0499370899", "09129876543"


def _everything_in(desk: Desk) -> bytes:
    """Every page of the book and of its write-ahead log, as whoever has the key reads them."""
    path = desk.engines.path
    with path.open("rb") as file:
        salt = file.read(16)
    with Pages(path, KEY, salt) as pages:
        found = [pages.page(number) or b"" for number in range(1, pages.on_disk + 1)]
        found += [pages.newest(number) or b"" for number in pages.numbers()]
    return b"".join(found)


def _someone(desk: Desk) -> Told:
    for at in range(40):
        desk.clock.pass_ms(1_000)
        register(desk, f"آسفالت {at}", name=f"علی رضایی{at}", mobile=f"0935{at:07d}")
    return register(desk, "پروانه", name=f"زهرا {NAME}", id_number=NUMBER, mobile=MOBILE)


def _erase(desk: Desk, told: Told) -> None:
    with desk.book.writing() as pen:
        values = pen.values_of("request", told.id)
    write(desk, told.id, "Erased", b.Erased(values=values, ground="حکم"))


def _reads_of_them(desk: Desk) -> list[str]:
    inside = _everything_in(desk)
    secrets = (NAME, NAME[2:], NUMBER, NUMBER[2:], MOBILE, MOBILE[3:])
    return [secret for secret in secrets if secret.encode() in inside]


@pytest.mark.parametrize("followed", [False, True])
def test_no_page_of_any_replica_holds_an_erased_person(
    desk: Desk, other: Desk, *, followed: bool
) -> None:
    told = _someone(desk)
    if followed:
        write(desk, told.id, "Noted", b.Noted(text=0), f"تماس با {NAME}")
        write(desk, told.id, "Corrected", b.Corrected(held={"party.0.last_name": 0}), NAME)
    carry(desk, other)
    assert NAME in _reads_of_them(desk)
    assert NAME in _reads_of_them(other)
    _erase(desk, told)
    carry(desk, other)
    for each in (desk, other):
        assert _reads_of_them(each) == []
        assert each.book.queries.find(NAME) == each.book.queries.find(MOBILE) == []
        assert each.book.queries.known_person("i" + NUMBER) is None
        view = each.book.queries.request(told.code)
        assert view is not None
        assert (view.erased, view.hit.visitor_name) == (True, "")
    assert check_rebuilt(desk) == check_rebuilt(other)


def test_chain_and_counts_stand_after_an_erasure(desk: Desk) -> None:
    told = _someone(desk)
    entries = desk.entries()
    requests = desk.book.queries.counts().requests
    _erase(desk, told)
    assert [each.entry.bytes for each in desk.entries()][:-1] == [
        each.entry.bytes for each in entries
    ]
    assert desk.book.queries.counts().requests == requests


def test_values_that_arrive_after_their_erasure_are_not_kept(desk: Desk, other: Desk) -> None:
    told = _someone(desk)
    before = desk.entries()
    _erase(desk, told)
    other.line.receive(desk.entries()[-1:], "c")
    other.line.receive(before, "c")
    desk.line.receive(before, "c")
    for each in (desk, other):
        assert _reads_of_them(each) == []
    assert check_rebuilt(desk) == check_rebuilt(other)


def test_only_the_subject_named_loses_its_values(desk: Desk) -> None:
    told, neighbour = _someone(desk), register(desk, name="نادر شاهی")
    held = read_event(desk.entries()[-1].entry.bytes).held
    write(desk, told.id, "Erased", b.Erased(values=held, ground="حکم"))
    view = desk.book.queries.request(neighbour.id)
    assert view is not None
    assert view.hit.visitor_name == "نادر شاهی"


def test_an_erasure_in_a_large_file_is_finished_by_idle_work(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.idle.SMALL_FILE_PAGES", 0)
    told = _someone(desk)
    _erase(desk, told)
    while desk.book.tend():
        pass
    with desk.engines.reader.connect() as connection:
        rows = connection.exec_driver_sql("SELECT block FROM request_words_data").scalars().all()
    assert NAME.encode()[4:] not in b"".join(rows)
    desk.book.scrub()
    assert _reads_of_them(desk) == []


def test_nothing_is_in_the_clear_on_the_disk(desk: Desk) -> None:
    _someone(desk)
    files = [path for path in desk.folder.rglob("*") if path.is_file()]
    raw = b"".join(Path(path).read_bytes() for path in files)
    assert not [secret for secret in (NAME, NUMBER, MOBILE, "Registered") if secret.encode() in raw]

"""The centre's own hand: what it says reaches the desks concerned, signed and chained."""

from collections.abc import Callable

import pytest

from central.store.offices import add_office, begin_epoch, office_by_code
from central.store.own_log import Author, own_device, pass_on, write_own
from central.store.scopes import carry, say_to
from desk_app.records.event import Draft, Event, Subject, read_event
from desk_app.records.hlc import tick, wall_ms
from desk_app.sync.rounds import one_round
from tests.centres import Headquarters
from tests.sync.memory_book import MemoryBook


def sync(book: MemoryBook) -> int:
    done = one_round(book, book.clock, book.entropy)
    assert done.state == "ok", done
    return done.pulled


def note(number: int = 1) -> Draft:
    return Draft(subject=Subject("request", f"r{number}"), type="Noted", body={"text": 0},
                 values=(f"یادداشت {number}",))  # fmt: skip


def write(centre: Headquarters, office: str, *drafts: Draft, author: Author | None = None) -> None:
    def work(c: object) -> list[Event]:
        found = office_by_code(c, office)  # type: ignore[arg-type]
        assert found is not None
        return write_own(c, found.office, drafts, centre.clock.ms, author)  # type: ignore[arg-type]

    centre.database.write(work)


def say(centre: Headquarters, province: int, *drafts: Draft) -> None:
    say_to(centre.database, province, drafts, centre.clock.ms)


def more_offices(centre: Headquarters, **codes: int) -> None:
    for code, province in codes.items():
        centre.database.write(lambda c, k=code, p=province: add_office(c, k, k, p))  # type: ignore[misc]


def own_of(book: MemoryBook) -> list[Event]:
    return [event for event in book.everything() if event.role == "centre"]


def test_what_the_centre_writes_reaches_every_desk_of_the_office(any_centre: Headquarters) -> None:
    first, second = MemoryBook(1), MemoryBook(2, lane=421_508)
    for book in (first, second):
        any_centre.enrol(book)
    write(any_centre, "k12", note(1), note(2))
    write(any_centre, "k12", note(3))
    assert [sync(first), sync(second)] == [3, 3]
    assert [event.type for event in own_of(first)] == ["Noted"] * 3
    assert {event.office for event in own_of(first)} == {"k12"}
    assert all(first.values_of(event) == 1 for event in own_of(first))
    assert any_centre.verify().problems == []
    assert any_centre.counts().devices == 2


def test_a_desk_of_another_office_hears_nothing_of_it(centre: Headquarters) -> None:
    more_offices(centre, k13=8)
    stranger = MemoryBook(1)
    centre.enrol(stranger, "k13")
    write(centre, "k12", note())
    assert sync(stranger) == 0


def test_what_is_said_to_the_nation_or_a_province_is_kept_once_and_read_by_all_of_it(
    any_centre: Headquarters,
) -> None:
    more_offices(any_centre, k13=8, k20=9)
    books = {code: MemoryBook(at, lane=421_500 + at) for at, code in enumerate(("k12", "k13"))}
    for code, book in books.items():
        any_centre.enrol(book, code)
    say(any_centre, 0, note(1))
    say(any_centre, 8, note(2))
    say(any_centre, 9, note(3))
    late = MemoryBook(7, lane=421_507)
    any_centre.enrol(late, "k20")
    seen = {}
    for code, book in (*books.items(), ("k20", late)):
        sync(book)
        seen[code] = sorted(event.subject.id for event in own_of(book))
    assert seen == {"k12": ["r1", "r2"], "k13": ["r1", "r2"], "k20": ["r1", "r3"]}
    assert any_centre.verify().events == 3
    assert any_centre.counts().offices == 3


def test_carrying_again_changes_nothing(centre: Headquarters) -> None:
    book = MemoryBook(1)
    centre.enrol(book)
    say(centre, 0, note())
    place = centre.database.read(lambda c: office_by_code(c, "k12"))
    carry(centre.database)
    assert centre.database.read(lambda c: office_by_code(c, "k12")) == place


def test_desks_that_push_between_the_centres_words_miss_nothing(any_centre: Headquarters) -> None:
    first, second = MemoryBook(1), MemoryBook(2, lane=421_508)
    for book in (first, second):
        any_centre.enrol(book)
    for turn in range(4):
        first.register(2)
        sync(first)
        say(any_centre, turn % 2 * 8, note(turn))
        write(any_centre, "k12", note(10 + turn))
        sync(second)
    sync(first)
    assert first.contents() == second.contents()
    assert len(first.contents()) == 16
    assert any_centre.verify().problems == []
    assert any_centre.counts().requests == 8


def test_a_long_word_of_the_centre_comes_in_batches_that_every_desk_takes(
    centre: Headquarters,
) -> None:
    book = MemoryBook(1)
    centre.enrol(book)
    say(centre, 0, *(note(number) for number in range(1500)))
    assert sync(book) == 1500
    assert centre.verify().problems == []


def test_what_answers_an_event_stands_after_it_unless_that_lies_in_the_future(
    centre: Headquarters,
) -> None:
    book = MemoryBook(1)
    centre.enrol(book)
    now = centre.clock.ms
    ahead = tick(0, now + 60_000)
    write(centre, "k12", note(1), author=Author("zahra", seen=ahead))
    write(centre, "k12", note(2), author=Author("zahra", seen=tick(0, now + 86_400_000)))
    sync(book)
    first, second = own_of(book)
    assert first.actor == "zahra"
    assert first.hlc > ahead
    assert wall_ms(second.hlc) == now + 60_000


def test_what_is_passed_on_keeps_its_bytes_and_its_author(centre: Headquarters) -> None:
    more_offices(centre, k13=8)
    here, there = MemoryBook(1), MemoryBook(2, lane=421_508)
    centre.enrol(here)
    centre.enrol(there, "k13")
    (made,) = here.register()
    sync(here)
    entries = [placed.entry for placed in here.entries(here.own_logs()[-1].log, 0, 10)]
    target = centre.database.read(lambda c: office_by_code(c, "k13"))
    assert target is not None
    for _ in range(2):
        centre.database.write(lambda c: pass_on(c, target.office, [], centre.clock.ms))
    centre.database.write(lambda c: pass_on(c, target.office, entries, centre.clock.ms))
    sync(there)
    assert there.contents() == here.contents()
    assert there.values_of(made) == 2
    assert centre.verify().problems == []


def test_a_feed_that_begins_anew_has_a_new_own_log(centre: Headquarters) -> None:
    book = MemoryBook(1)
    centre.enrol(book)
    write(centre, "k12", note(1))
    office = centre.database.read(lambda c: office_by_code(c, "k12"))
    assert office is not None
    sync(book)
    centre.database.write(lambda c: begin_epoch(c, office.office))
    write(centre, "k12", note(2))
    sync(book)
    assert len({log for log, _ in book.places}) == 2
    assert book.alarms == set()
    first, second = own_of(book)
    assert second.hlc > first.hlc
    assert centre.verify().problems == []


def test_the_centre_is_no_device_that_anybody_can_sign_in_as(centre: Headquarters) -> None:
    from central.store.devices import all_devices, find_device

    device, key = centre.database.write(own_device)
    again, same = centre.database.write(own_device)
    assert (again, same) == (device, key)
    assert centre.database.read(lambda c: find_device(c, device)) is None
    assert centre.database.read(all_devices) == []


@pytest.mark.parametrize("code", ["*", "*8", "*k12"])
def test_no_office_is_called_as_a_scope(centre: Headquarters, code: str) -> None:
    from desk_app.records.errors import UserMistake

    with pytest.raises(UserMistake, match=r"office\.code"):
        more_offices(centre, **{code: 8})
    say(centre, 8, note())
    found: Callable[[str], object] = lambda text: centre.database.read(  # noqa: E731
        lambda c: office_by_code(c, text)
    )
    assert found(code) is None


def test_a_word_for_an_audience_is_sealed_to_its_keys(centre: Headquarters) -> None:
    import pyrage

    from desk_app.records.event import decode_beside, encode_beside
    from desk_app.records.sealed import unseal

    identity = pyrage.x25519.Identity.generate()
    book = MemoryBook(1)
    centre.enrol(book)
    draft = Draft(subject=Subject("request", "r9"), type="Noted", body={"text": 0},
                  values=("محرمانه",), audience="oversight")  # fmt: skip
    office = centre.database.read(lambda c: office_by_code(c, "k12"))
    assert office is not None
    with pytest.raises(ValueError, match="audience"):
        write(centre, "k12", draft)
    centre.database.write(
        lambda c: write_own(c, office.office, [draft], centre.clock.ms, None,
                            [str(identity.to_public())])
    )  # fmt: skip
    sync(book)
    ((data, entry),) = book.events[own_of(book)[0].id].items()
    event = read_event(data)
    assert "محرمانه" not in encode_beside(entry.beside).decode()
    opened = unseal(event, decode_beside(encode_beside(entry.beside)), str(identity))
    assert opened is not None
    assert opened[0].body == {"text": 0}

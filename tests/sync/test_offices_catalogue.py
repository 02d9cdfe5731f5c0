"""What the centre publishes stands at every desk it concerns, beside the office's own."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from central.store.own_log import Author
from central.store.publishing import (
    announce,
    call_off,
    closures_for,
    items_for,
    map_item,
    publish_items,
    withdraw_item,
)
from central.store.scopes import Target
from desk_app.records.catalogue import Catalogue
from desk_app.records.errors import UserMistake
from desk_app.records.items import Item, Kind, Post, Service, Unit
from desk_app.records.workdays import Closure
from desk_app.services import office as services
from desk_app.services.catalogue_import import import_catalogue
from desk_app.services.catalogue_sheet import write_catalogue
from tests.centres import Headquarters
from tests.sync.counters import HERE, THERE, Counter, counters

BY = Author("zahra")
NATION, PROVINCE, OFFICE = Target(), Target(province=8), Target(HERE)


@pytest.fixture
def desks(centre: Headquarters, tmp_path: Path) -> Iterator[list[Counter]]:
    with counters(centre, tmp_path, HERE, THERE) as found:
        yield found


def publish(centre: Headquarters, target: Target, *items: Item) -> list[Item]:
    return publish_items(centre.database, target, items, centre.clock.ms, BY)


def catalogue(counter: Counter) -> Catalogue:
    counter.sync()
    return counter.desk.book.queries.catalogue()


def title(counter: Counter, key: str) -> str:
    found = catalogue(counter).service(key)
    return found.title if found else ""


def test_services_units_posts_and_kinds_reach_every_office(
    centre: Headquarters, desks: list[Counter]
) -> None:
    items: tuple[Item, ...] = (
        Service("13021234000", "صدور پروانه", unit="m-fanni", post="m-raees"),
        Unit("m-fanni", "معاونت فنی"),
        Post("m-raees", "رئیس اداره", unit="m-fanni"),
        Kind("m-peygiri", "پیگیری"),
    )
    assert publish(centre, NATION, *items) == list(items)
    for counter in desks:
        before = len(counter.desk.book.queries.catalogue())
        found = catalogue(counter)
        assert found.service("13021234000") == items[0]
        assert found.unit("m-fanni") == items[1]
        assert found.post("m-raees") == items[2]
        assert found.kind("m-peygiri") == items[3]
        assert len(found) == before + 4
    assert publish(centre, NATION, *items) == []


def test_a_later_version_replaces_the_earlier_and_both_stay_readable(
    centre: Headquarters, desks: list[Counter]
) -> None:
    here, _ = desks
    for name in ("صدور پروانه", "صدور پروانهٔ ساختمان"):
        publish(centre, NATION, Service("s1", name))
        assert title(here, "s1") == name
    kept = [data for data in here.everything() if b'"key":"s1"' in data]
    assert len(kept) == 2


def test_an_item_of_the_offices_own_gives_way_and_comes_back(
    centre: Headquarters, desks: list[Counter]
) -> None:
    here, there = desks
    services.set_items(here.desk.book, [Service("s1", "نام خود دفتر"), Service("s2", "تنها اینجا")])
    publish(centre, NATION, Service("s1", "نام سراسری"))
    here.desk.clock.pass_ms(60_000)
    assert title(here, "s1") == "نام سراسری"
    assert title(here, "s2") == "تنها اینجا"
    assert title(there, "s2") == ""
    with pytest.raises(UserMistake, match=r"item\.of_centre"):
        services.set_items(here.desk.book, [Service("s1", "دوباره خودم")])
    with pytest.raises(UserMistake, match=r"item\.of_centre"):
        services.drop_item(here.desk.book, "service", "s1")
    withdraw_item(centre.database, NATION, "service", "s1", centre.clock.ms, BY)
    assert title(here, "s1") == "نام خود دفتر"
    assert title(there, "s1") == ""
    services.set_items(here.desk.book, [Service("s1", "دوباره خودم")])
    assert title(here, "s1") == "دوباره خودم"


def test_the_nearer_word_of_the_centre_counts(centre: Headquarters, desks: list[Counter]) -> None:
    here, there = desks
    publish(centre, OFFICE, Service("s1", "برای همین دفتر"))
    publish(centre, PROVINCE, Service("s1", "برای استان"))
    publish(centre, NATION, Service("s1", "برای کشور"))
    assert (title(here, "s1"), title(there, "s1")) == ("برای همین دفتر", "برای استان")
    withdraw_item(centre.database, PROVINCE, "service", "s1", centre.clock.ms, BY)
    assert (title(here, "s1"), title(there, "s1")) == ("برای همین دفتر", "برای کشور")


def test_an_own_item_is_mapped_by_either_side_and_its_key_leads_on(
    centre: Headquarters, desks: list[Counter]
) -> None:
    here, _ = desks
    for counter in desks:
        services.set_items(counter.desk.book, [Service("own", "پروانه (خود دفتر)")])
        counter.sync()
    with pytest.raises(UserMistake, match=r"item\.not_of_centre"):
        services.map_item(here.desk.book, "service", "own", "s1")
    publish(centre, NATION, Service("s1", "صدور پروانه"))
    here.sync()
    with pytest.raises(UserMistake, match=r"item\.of_centre"):
        services.map_item(here.desk.book, "service", "s1", "s1")
    services.map_item(here.desk.book, "service", "own", "s1")
    map_item(centre.database, THERE, ("service", "own"), "s1", centre.clock.ms, BY)
    for counter in desks:
        found = catalogue(counter)
        assert found.service("own") == found.service("s1")
        assert [each.key for each in found.all(Service)].count("own") == 0
    with pytest.raises(UserMistake, match=r"item\.not_here"):
        services.map_item(here.desk.book, "service", "own", "s1")


def test_a_file_of_the_office_does_not_change_what_the_centre_published(
    centre: Headquarters, desks: list[Counter], tmp_path: Path
) -> None:
    here, _ = desks
    publish(centre, NATION, Service("s1", "نام سراسری"))
    here.sync()
    path = tmp_path / "catalogue.xlsx"
    write_catalogue(path, [Service("s1", "نام دیگر"), Service("s3", "تازه")])
    done = import_catalogue(here.desk.book, path, 8)
    assert done.written == 1
    assert ("item.of_centre", {"key": "s1"}) in [(each.code, each.params) for each in done.broken]
    assert title(here, "s1") == "نام سراسری"
    write_catalogue(path, [Service("s1", "نام سراسری")])
    again = import_catalogue(here.desk.book, path, 8)
    assert "item.of_centre" not in [each.code for each in again.broken]


def test_a_desk_that_joins_late_reads_the_same(
    centre: Headquarters, desks: list[Counter], tmp_path: Path
) -> None:
    from tests.db.desks import make_desk

    publish(centre, NATION, Service("s1", "قدیم"))
    publish(centre, NATION, Service("s1", "تازه"))
    publish(centre, PROVINCE, Unit("u1", "واحد استان"))
    late = Counter(make_desk(tmp_path / "late", seed=9, lane=421_590, office=HERE), HERE)
    late.join(centre)
    found = catalogue(late)
    assert found.service("s1") == Service("s1", "تازه")
    assert found.unit("u1") == Unit("u1", "واحد استان")
    late.close()


def test_a_closed_day_moves_what_is_due_and_is_called_off(
    centre: Headquarters, desks: list[Counter]
) -> None:
    _, there = desks
    day = date(2026, 12, 21)
    closed = Closure(day, "آلودگی هوا", "مصوبهٔ ۱۲", province=8)
    made = announce(centre.database, PROVINCE, closed, centre.clock.ms, BY)
    for counter in desks:
        counter.sync()
        assert day in counter.desk.book.queries.calendar(8).closures
        assert day not in counter.desk.book.queries.calendar(9).closures
    (standing,) = closures_for(centre.database, PROVINCE).values()
    assert (standing.day, standing.reason, standing.event) == (day, "آلودگی هوا", made.id)
    with pytest.raises(UserMistake, match=r"closure\.not_here"):
        call_off(centre.database, NATION, made.id, centre.clock.ms, BY)
    call_off(centre.database, PROVINCE, made.id, centre.clock.ms, BY)
    assert closures_for(centre.database, PROVINCE) == {}
    there.sync()
    assert day not in there.desk.book.queries.calendar(8).closures
    old = Closure(date(2026, 1, 5), "دیر", province=8)
    with pytest.raises(UserMistake, match=r"closure\.long_past"):
        announce(centre.database, PROVINCE, old, centre.clock.ms, BY)


def test_the_centres_whole_table_stands_over_the_offices(
    centre: Headquarters, desks: list[Counter]
) -> None:
    from central.store.scopes import say
    from desk_app.records.bodies import CalendarSet
    from desk_app.records.event import Draft, Subject
    from desk_app.records.kinds_of_event import body_data

    here, _ = desks
    body = CalendarSet(province=8, data={"version": "1405-centre"})
    draft = Draft(subject=Subject("calendar", "8"), type="CalendarSet", body=body_data(body))
    say(centre.database, PROVINCE, [draft], centre.clock.ms, BY)
    here.sync()
    here.desk.clock.pass_ms(60_000)
    services.set_calendar(here.desk.book, 8, {"version": "1405-own"})
    assert here.desk.book.queries.calendar(8).version == "1405-centre"


def test_what_is_not_there_is_said(centre: Headquarters) -> None:
    with pytest.raises(UserMistake, match=r"office\.unknown"):
        publish(centre, Target("k99"), Service("s1", "هیچ"))
    with pytest.raises(UserMistake, match=r"item\.not_published"):
        withdraw_item(centre.database, NATION, "service", "s1", centre.clock.ms, BY)
    with pytest.raises(UserMistake, match=r"catalogue\.item"):
        map_item(centre.database, HERE, ("thing", "a"), "b", centre.clock.ms, BY)
    assert items_for(centre.database, NATION) == {}

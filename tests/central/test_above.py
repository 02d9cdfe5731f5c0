"""A centre below another: everything arrives above as it was signed, and the word comes down."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from central.above.following import Following
from central.above.rounds import Round, join_above, one_round
from central.store import tables
from central.store.above import LANES_WANTED, link_above
from central.store.database import setting
from central.store.held import admit_held
from central.store.hubs import mark_for_hub
from central.store.offices import add_office, code_digest, office_by_code
from central.store.own_log import write_own
from central.store.taking import take_batch
from central.store.withdrawal import enter_stolen
from central.tls import own_certificates
from desk_app.protocol.batch import read_batch
from desk_app.protocol.enrol_code import read_enrol_code
from desk_app.protocol.problems import Problem
from desk_app.records.errors import Refused, Unreachable
from desk_app.records.event import Draft, Subject
from desk_app.sync import rounds
from desk_app.sync.states import Round as DeskRound
from tests.centres import Headquarters, lite_url, new_database, postgres
from tests.sync.memory_book import MemoryBook, all_agree
from tests.sync.speaker import Speaker

Make = Callable[..., Headquarters]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres() as found:
        yield found


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Centres that serve, each with an office of its own beside ``k12``."""
    made: list[Headquarters] = []

    def begin(name: str, url: str = "", tls: bool = False) -> Headquarters:
        (tmp_path / name).mkdir()
        certificates = own_certificates(tmp_path / name) if tls else None
        found = Headquarters(url or lite_url(tmp_path / name), certificates=certificates)
        found.database.write(lambda c: add_office(c, name, name, 8))
        found.start()
        made.append(found)
        return found

    yield begin
    for each in made:
        each.close()


def hub_code(centre: Headquarters, office: str) -> str:
    code = centre.code(office)
    digest = code_digest(read_enrol_code(code).code_text)
    centre.database.write(lambda c: mark_for_hub(c, digest))
    return code


def without_office(centre: Headquarters) -> None:
    """Take away the office that every test centre begins with; the one below brings it."""
    office = tables.office
    renamed = update(office).where(office.c.code == "k12").values(code=f"old{centre.port}")
    centre.database.write(lambda c: c.execute(renamed))


def joined(lower: Headquarters, higher: Headquarters, office: str) -> None:
    without_office(higher)
    code = hub_code(higher, office)
    join_above(lower.database, higher.address, code, "", lower.clock.ms)


def up(centre: Headquarters) -> Round:
    return one_round(centre.database, centre.clock.now_ms)


def sync(book: MemoryBook) -> DeskRound:
    return rounds.one_round(book, book.clock, book.entropy)


def desk(centre: Headquarters, seed: int, requests: int, office: str = "k12") -> MemoryBook:
    book = MemoryBook(seed, lane=421_500 + seed)
    centre.enrol(book, office)
    book.register(requests)
    assert sync(book).state == "ok"
    return book


def requests_at(centre: Headquarters) -> int:
    assert centre.verify().problems == []
    return centre.counts().requests


@pytest.mark.parametrize("kind", ["sqlite", "postgresql", "tls"])
def test_what_the_desks_recorded_arrives_above_as_they_signed_it(
    make: Make, request: pytest.FixtureRequest, kind: str
) -> None:
    url = new_database(request.getfixturevalue("server")) if kind == "postgresql" else ""
    province, agency = make("province", url, kind == "tls"), make("agency")
    joined(agency, province, "province")
    desk(agency, 1, 130)
    second = desk(agency, 2, 20, "agency")
    assert up(agency) == Round(150, 0)
    assert requests_at(province) == 150
    second.register(5)
    sync(second)
    assert up(agency) == Round(5, 0)
    assert up(agency) == Round(0, 0)
    assert requests_at(province) == 155
    assert province.counts().alarms == 0


def test_what_is_said_above_comes_down_to_the_desks(make: Make) -> None:
    province, agency = make("province"), make("agency")
    joined(agency, province, "province")
    book = desk(agency, 1, 3)
    up(agency)
    office = province.database.read(lambda c: office_by_code(c, "k12"))
    assert office is not None
    draft = Draft(subject=Subject("item", "i1"), type="ItemSet", body={"title": "خدمت نمونه"})
    (said,) = province.database.write(
        lambda c: write_own(c, office.office, [draft], province.clock.ms)
    )
    assert up(agency) == Round(0, 1)
    assert up(agency) == Round(0, 0)
    assert sync(book).pulled == 1
    assert said.id in book.events
    assert agency.verify().problems == []


def test_a_desk_that_is_enrolled_above_works_together_with_one_below(make: Make) -> None:
    province, agency = make("province"), make("agency")
    joined(agency, province, "province")
    below = desk(agency, 1, 3)
    up(agency)
    above = desk(province, 2, 4)
    assert up(agency) == Round(0, 4)
    sync(below)
    sync(above)
    assert all_agree([below, above])
    below.register(1)
    sync(below)
    up(agency)
    sync(above)
    assert all_agree([below, above])
    assert (requests_at(province), requests_at(agency)) == (8, 8)


def test_three_levels_agree(make: Make) -> None:
    nation, province, agency = make("nation"), make("province"), make("agency")
    joined(province, nation, "nation")
    joined(agency, province, "province")
    desk(agency, 1, 40)
    assert up(agency).pushed == 40
    assert up(province).pushed == 40
    assert requests_at(nation) == 40
    assert up(province) == Round(0, 0)


def test_lanes_of_two_lower_centres_never_meet(make: Make) -> None:
    province = make("province")
    lanes: list[int] = []
    for name in ("east", "west"):
        lower = make(name)
        lower.database.write(
            lambda c, name=name: c.execute(  # type: ignore[misc]
                update(tables.office).where(tables.office.c.code == "k12").values(code=f"k-{name}")
            )
        )
        join_above(
            lower.database, province.address, hub_code(province, "province"), name, lower.clock.ms
        )
        assert up(lower).problem == ""
        given = lower.enrol(MemoryBook(len(lanes) + 1, lane=421_500 + len(lanes)), name).spare_lanes
        end = lower.database.read(lambda c: int(setting(c, "lane_end")))
        assert end - LANES_WANTED < min(given) <= end
        lanes += given
    lanes += province.enrol(MemoryBook(9, lane=421_509), "province").spare_lanes
    assert len(set(lanes)) == len(lanes) == 9


def test_a_lane_that_was_given_above_already_makes_the_desk_begin_another(make: Make) -> None:
    province, agency = make("province"), make("agency")
    province.enrol(MemoryBook(1, lane=500_000), "province")
    book = MemoryBook(2, lane=500_000)
    agency.enrol(book, "agency")
    book.register(3)
    sync(book)
    joined(agency, province, "province")
    assert up(agency).problem == ""
    assert sync(book).state == "ok"
    assert len(book.logs) == 2
    assert book.logs[-1].lane != 500_000
    assert up(agency).problem == ""
    assert province.counts().requests == 3


def test_what_an_administrator_below_admitted_is_taken_above(make: Make) -> None:
    province, agency = make("province"), make("agency")
    joined(agency, province, "province")
    book = desk(agency, 1, 3)
    up(agency)
    book.register(2)
    mine = book.enrolment()
    assert mine is not None
    now_ms = agency.clock.ms
    agency.database.write(lambda c: enter_stolen(c, mine.device, now_ms, now_ms))
    with Speaker(agency.address, book) as hand:
        batch = read_batch(hand.batch(4, 2))
    with pytest.raises(Problem, match="revoked"):
        take_batch(agency.database, lambda _: None, batch, now_ms)
    assert up(agency) == Round(0, 0)
    agency.database.write(lambda c: admit_held(c, mine.device, now_ms))
    assert up(agency) == Round(2, 0)
    states = select(tables.device.c.state).where(tables.device.c.device == mine.device)
    assert province.database.read(lambda c: c.execute(states).scalar()) == "stolen"


def test_a_code_for_a_desk_joins_no_centre(make: Make) -> None:
    province, agency = make("province"), make("agency")
    with pytest.raises(Refused) as caught:
        join_above(agency.database, province.address, province.code(), "", agency.clock.ms)
    assert caught.value.code == "central.not_a_hub_code"
    assert agency.database.read(link_above) is None
    assert up(agency).problem == "line.not_enrolled"


def test_nobody_speaks_for_anothers_office(make: Make) -> None:
    province, east, west = make("province"), make("east"), make("west")
    joined(east, province, "province")
    desk(east, 1, 2)
    assert up(east).problem == ""
    code = hub_code(province, "province")
    join_above(west.database, province.address, code, "", west.clock.ms)
    desk(west, 2, 2)
    assert up(west).problem == "line.not_yours"
    assert requests_at(province) == 2


def test_a_desk_reads_and_says_nothing_as_a_centre(make: Make) -> None:
    province = make("province")
    book = desk(province, 1, 1)
    with Speaker(province.address, book) as hand:
        hand.log_in()
        assert hand.get("/v1/below").code == "not_found"
        assert hand.get("/v1/below/feed", office="k12").code == "not_found"
        assert hand.post("/v1/below", b'{"office":{"code":"x","name":"x"}}').code == "not_found"


def test_a_centre_above_that_lost_what_it_had_is_sent_it_again(make: Make) -> None:
    province, agency = make("province"), make("agency")
    joined(agency, province, "province")
    book = desk(agency, 1, 20)
    up(agency)
    lost = (
        delete(tables.entry), delete(tables.batch),
        update(tables.log).values(seq=0, head=bytes(32)),
    )  # fmt: skip
    province.database.write(lambda c: [c.execute(statement) for statement in lost])
    book.register(3)
    sync(book)
    assert up(agency).problem == ""
    assert province.verify().problems == []
    assert province.verify().events == 23


def test_no_centre_above_loses_nothing(make: Make) -> None:
    province, agency = make("province"), make("agency")
    joined(agency, province, "province")
    desk(agency, 1, 5)
    province.stop()
    assert up(agency).problem == "line.unreachable"
    province.start()
    assert up(agency) == Round(5, 0)
    with pytest.raises(Unreachable):
        join_above(agency.database, "http://127.0.0.1:9", hub_code(province, "province"), "", 0)


def test_while_it_serves_it_follows_by_itself(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("central.above.following.EVERY_SECONDS", 0.01)
    province, agency = make("province"), make("agency")
    joined(agency, province, "province")
    desk(agency, 1, 7)
    following = Following(agency.database, agency.clock.now_ms)
    following.start()
    held = select(tables.batch.c.n)
    while not province.database.read(lambda c: c.execute(held).first()):
        pass
    following.stop()
    assert requests_at(province) == 7

"""One request in several hands while they are apart: officers, a supervisor, units, another office.

Two offices and four desks on a real line; nothing that anybody did is lost, and in the end every
desk that holds the request holds the same bytes of it as the centre.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from central.store import tables
from central.store.offices import office_by_code
from desk_app.ports.book import Officer
from desk_app.records.errors import NotAllowed, UserMistake
from desk_app.records.event import read_event
from desk_app.services.correct import Correct, correct_request
from desk_app.services.follow_up import (
    Answer,
    Refer,
    Tell,
    answer_request,
    note_request,
    refer_request,
    tell_answer,
)
from desk_app.services.standing import (
    Settle,
    close_request,
    extend_due,
    prioritise,
    reopen_request,
    settle_conflict,
)
from desk_app.services.unit_work import (
    accept_referral,
    approve_draft,
    draft_answer,
    return_not_ours,
)
from tests.centres import Headquarters
from tests.db.desks import Told, register
from tests.sync.counters import HERE, THERE, Counter, counters, settle_all

OFFICER = Officer("ali", "علی احمدی", "officer")
SUPERVISOR = Officer("sara", "سارا امینی", "supervisor")
LAWYER = Officer("nader", "نادر صادقی", "expert", "hoghoghi")
ENGINEER = Officer("reza", "رضا کریمی", "expert", "omran")
HEAD = Officer("mina", "مینا رستمی", "expert", "omran", head=True)


@dataclass
class World:
    """Counter, supervisor's desk and unit of one office; a unit's desk of the other."""

    centre: Headquarters
    counter: Counter
    office: Counter
    unit: Counter
    elsewhere: Counter

    @property
    def desks(self) -> list[Counter]:
        return [self.counter, self.office, self.unit, self.elsewhere]

    def meet(self) -> None:
        """Everybody has a line for a while."""
        settle_all(self.centre, self.desks)

    def same(self, told: Told) -> list[str]:
        """The types of the request's events, held alike at every desk and the centre."""
        held = self.counter.holds(told.id)
        for desk in self.desks:
            assert desk.holds(told.id) == held
            assert sorted(self.at_centre(desk.office, told)) == sorted(held)
        assert self.counter.everything() == self.office.everything() == self.unit.everything()
        assert self.centre.verify().problems == []
        return [read_event(data).type for data in held]

    def at_centre(self, office: str, told: Told) -> list[bytes]:
        """What the centre holds of the request for an office."""
        entry = tables.entry
        found = self.centre.database.read(lambda c: office_by_code(c, office))
        assert found is not None
        query = select(entry.c.data).where(
            entry.c.office == found.office, entry.c.subject == told.id
        )
        return [
            bytes(data)
            for data in self.centre.database.read(lambda c: c.execute(query).scalars().all())
        ]


@pytest.fixture
def world(centre: Headquarters, tmp_path: Path) -> Iterator[World]:
    with counters(centre, tmp_path, HERE, HERE, HERE, THERE) as found:
        yield World(centre, *found)


@pytest.fixture
def told(world: World) -> Told:
    """A request that two units were asked about, each with a day of its own."""
    made = register(world.counter.desk)
    book = world.counter.as_(OFFICER)
    refer_request(book, Refer(made.id, "نظر حقوقی", unit="hoghoghi", due="2026-12-19"))
    refer_request(book, Refer(made.id, "بازدید محل", unit="omran", due="2026-12-22"))
    world.meet()
    return made


def test_each_unit_has_its_inbox_and_its_own_day(world: World, told: Told) -> None:
    for counter, expert, due in (
        (world.unit, LAWYER, "2026-12-19"),
        (world.elsewhere, ENGINEER, "2026-12-22"),
    ):
        (work,) = counter.as_(expert).queries.unit_queue()
        assert (work.hit.tracking_code, work.due, work.stage) == (told.code, due, "new")
    assert len(world.counter.state(told.id).open_referrals) == 2
    return_not_ours(world.unit.as_(LAWYER), told.id, "در صلاحیت واحد حقوقی نیست")
    world.meet()
    assert world.unit.as_(LAWYER).queries.unit_queue() == []
    assert len(world.elsewhere.as_(ENGINEER).queries.unit_queue()) == 1
    (left,) = world.counter.state(told.id).open_referrals
    assert left.body.unit == "omran"
    assert world.same(told).count("Returned") == 1


def test_everybody_works_apart_and_nothing_is_lost(world: World, told: Told) -> None:
    note_request(world.counter.as_(OFFICER), told.id, "تلفن زد و مدرک تازه خواهد آورد")
    extend_due(world.office.as_(SUPERVISOR), told.id, "2027-01-20", "به دستور رئیس")
    accept_referral(world.unit.as_(LAWYER), told.id)
    draft_answer(world.unit.as_(LAWYER), Answer(told.id, "granted", done="نظر موافق"))
    accept_referral(world.elsewhere.as_(ENGINEER), told.id)
    draft_answer(world.elsewhere.as_(ENGINEER), Answer(told.id, "granted", done="بازدید شد"))
    world.meet()
    types = world.same(told)
    assert len(types) == 9
    assert (types.count("Accepted"), types.count("Drafted")) == (2, 2)
    states = [desk.state(told.id) for desk in world.desks]
    assert {state.extended_due for state in states} == {"2027-01-20"}
    assert all(len(state.drafts) == 2 and not state.conflicts for state in states)


def test_a_conflict_is_seen_at_every_desk_and_settled_once(world: World, told: Told) -> None:
    prioritise(world.counter.as_(OFFICER), told.id, "urgent", "مادر بیمار")
    prioritise(world.office.as_(SUPERVISOR), told.id, "critical", "به دستور")
    world.meet()
    for desk in world.desks:
        found = desk.state(told.id).conflicts["priority"]
        assert [head.value for head in found] == ["critical", "urgent"]
    heads = world.desks[0].state(told.id).conflicts["priority"]
    choice = Settle(told.id, "priority", heads[1].event)
    with pytest.raises(NotAllowed):
        settle_conflict(world.counter.as_(OFFICER), choice)
    settle_conflict(world.office.as_(SUPERVISOR), choice)
    world.meet()
    for desk in world.desks:
        state = desk.state(told.id)
        assert not state.conflicts
        assert state.registers["priority"].shown() == "urgent"
    assert world.same(told).count("Settled") == 1


def test_two_who_settle_apart_leave_a_conflict_that_one_of_them_ends(
    world: World, told: Told
) -> None:
    prioritise(world.counter.as_(OFFICER), told.id, "urgent", "مادر بیمار")
    prioritise(world.office.as_(SUPERVISOR), told.id, "critical", "به دستور")
    world.meet()
    heads = world.office.state(told.id).conflicts["priority"]
    for desk, head in ((world.office, heads[0]), (world.elsewhere, heads[1])):
        settle_conflict(desk.as_(SUPERVISOR), Settle(told.id, "priority", head.event))
    world.meet()
    left = world.counter.state(told.id).conflicts["priority"]
    assert sorted(head.value for head in left) == ["critical", "urgent"]
    settle_conflict(world.elsewhere.as_(SUPERVISOR), Settle(told.id, "priority", left[0].event))
    world.meet()
    assert not any(desk.state(told.id).conflicts for desk in world.desks)
    assert world.same(told).count("Settled") == 3


def test_corrections_of_one_persons_number_conflict_and_of_two_fields_do_not(
    world: World, told: Told
) -> None:
    def correct(desk: Counter, field: str, value: str) -> None:
        command = Correct(told.id, {field: value}, "از روی کارت ملی")
        correct_request(desk.as_(SUPERVISOR), command)

    correct(world.counter, "party.0.mobile", "09121111111")
    correct(world.office, "party.0.mobile", "09122222222")
    correct(world.elsewhere, "matter.subject", "آسفالت کوچهٔ بهار")
    world.meet()
    state = world.unit.state(told.id)
    assert list(state.conflicts) == ["field:party.0.mobile"]
    assert state.value("matter.subject") == "آسفالت کوچهٔ بهار"
    choice = state.conflicts["field:party.0.mobile"][0]
    settle = Settle(told.id, "field:party.0.mobile", choice.event, "زنگ زدیم")
    settle_conflict(world.elsewhere.as_(SUPERVISOR), settle)
    world.meet()
    for desk in world.desks:
        assert desk.state(told.id).value("party.0.mobile") == choice.value
        assert not desk.state(told.id).conflicts
    world.same(told)


def test_closed_in_one_room_and_answered_in_another(world: World, told: Told) -> None:
    close_request(world.office.as_(SUPERVISOR), told.id, "متقاضی منصرف شد")
    accept_referral(world.elsewhere.as_(ENGINEER), told.id)
    draft_answer(world.elsewhere.as_(ENGINEER), Answer(told.id, "granted", done="انجام شد"))
    answer = approve_draft(world.elsewhere.as_(HEAD), told.id)
    world.meet()
    for desk in world.desks:
        state = desk.state(told.id)
        assert (state.standing, state.action_pending) == ("closed", True)
        assert [each.event for each in state.current_answers] == [answer.id]
    with pytest.raises(UserMistake):
        prioritise(world.counter.as_(OFFICER), told.id, "urgent", "دیر شد")
    reopen_request(world.office.as_(SUPERVISOR), told.id, "پاسخ رسید")
    tell_answer(world.counter.as_(OFFICER), Tell(told.id, "desk"))
    world.meet()
    assert {desk.state(told.id).status for desk in world.desks} == {"referred"}
    world.same(told)


def test_the_answer_of_the_other_office_is_told_by_the_first(world: World, told: Told) -> None:
    accept_referral(world.elsewhere.as_(ENGINEER), told.id)
    draft_answer(world.elsewhere.as_(ENGINEER), Answer(told.id, "granted", done="آسفالت شد"))
    with pytest.raises(NotAllowed, match=r"unit\.head_only"):
        approve_draft(world.elsewhere.as_(ENGINEER), told.id)
    answer = approve_draft(world.elsewhere.as_(HEAD), told.id)
    return_not_ours(world.unit.as_(LAWYER), told.id, "نیازی به نظر حقوقی نیست")
    world.meet()
    assert world.counter.state(told.id).status == "answered"
    done = tell_answer(world.counter.as_(OFFICER), Tell(told.id, "desk", answer.id))
    world.meet()
    assert (answer.id, "desk") in {key[:2] for key in world.elsewhere.state(told.id).told}
    assert done.id in {read_event(data).id for data in world.elsewhere.holds(told.id)}
    world.same(told)


def test_two_desks_that_answer_at_once_both_stand(world: World, told: Told) -> None:
    for desk in (world.counter, world.office):
        answer_request(desk.as_(SUPERVISOR), Answer(told.id, "granted", done="انجام شد"))
    world.meet()
    assert len(world.elsewhere.state(told.id).current_answers) == 2
    world.same(told)


def test_hands_whose_clocks_are_wrong_by_hours_agree_too(world: World, told: Told) -> None:
    for desk, hours in ((world.office, -7), (world.elsewhere, 9), (world.unit, -2)):
        desk.desk.clock.pass_ms(hours * 3_600_000)
    prioritise(world.counter.as_(OFFICER), told.id, "urgent", "مادر بیمار")
    world.meet()
    prioritise(world.elsewhere.as_(SUPERVISOR), told.id, "critical", "به دستور")
    world.meet()
    prioritise(world.office.as_(SUPERVISOR), told.id, "normal", "برطرف شد")
    world.meet()
    for desk in world.desks:
        state = desk.state(told.id)
        assert state.registers["priority"].shown() == "normal"
        assert not state.conflicts
    world.same(told)

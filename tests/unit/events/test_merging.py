"""The rules by which events of one request merge, one test a rule, and their order for all."""

import random
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.records import bodies as b
from desk_app.records import unit_bodies as u
from desk_app.records.chain import START, heads, next_head
from desk_app.records.event import BadEntry, Event, Held, Subject, check_beside, decode_beside
from desk_app.records.fold import Recorded, fold_request
from desk_app.records.ids import new_id
from desk_app.records.kinds_of_event import BODIES, SUBJECTS, body_data, body_of, value_at
from desk_app.records.paper_bodies import PapersBrought
from desk_app.records.persons import Matter, OutsideNumber, Party, Person, PlaceOfMatter
from desk_app.records.registers import Register, Write, rank_of, replaced
from desk_app.records.request import RequestState
from desk_app.records.roles import RANK
from desk_app.records.survey_bodies import Surveyed
from desk_app.records.visitor_bodies import AskedAgain, Complained
from tests.unit.events.making import REQUEST, event, registered

TYPES = sorted(SUBJECTS["request"])
REGISTER_TYPES = {
    "Closed": "status", "Reopened": "status", "Voided": "status", "Withdrawn": "status",
    "Extended": "due", "Prioritised": "priority", "Assigned": "holder",
}  # fmt: skip


def body_for(
    name: str, chance: random.Random, known: list[str]
) -> tuple[dict[str, Any], tuple[Any, ...]]:
    """A body of a type that names events that are known, and the values beside it."""
    some = chance.choice([*known, "nowhere"])
    field = chance.choice(["matter.subject", "party.0.mobile", "party.9.mobile", "topic", "place"])
    number, coin = chance.randrange(3), chance.random() < 0.5
    parties = (Party(role="applicant", person=1), Party(role="presenter"))
    bodies: dict[str, b.Body] = {
        "Registered": b.Registered(
            code=str(number),
            follow_up=str(number),
            at=chance.randrange(99),
            kind="request",
            matter=0,
            parties=parties,
            visit=chance.choice(["", "v1"]),
            place=PlaceOfMatter(province=number),
        ),
        "Completed": b.Completed(fields={field: number}, matter=0, parties={"0": 1}),
        "Corrected": b.Corrected(
            fields={field: number}, held={"party.0.mobile": 0} if coin else {}
        ),
        "Settled": b.Settled(
            register=chance.choice([*REGISTER_TYPES.values(), "field:" + field]),
            value=chance.choice("xy"),
        ),
        "Answered": b.Answered(result="granted", supersedes=some, referral=some, draft=some),
        "Returned": b.Returned(referral=some, why="not_ours" if coin else ""),
        "Accepted": u.Accepted(referral=some),
        "PapersAsked": u.PapersAsked(referral=some, papers=(str(number),), come_by="2030-01-01"),
        "Drafted": u.Drafted(referral=some, result="refused", reason=0, supersedes=some),
        "DraftReturned": u.DraftReturned(draft=some, reason=0),
        "Told": b.Told(answer=some, channel="sms", reached=coin),
        "Printed": b.Printed(document="receipt", copy=number, paper="a6", spoiled=coin),
        "Joined": b.Joined(into=some),
        "Extended": b.Extended(due=f"2030-01-0{number + 1}"),
        "Prioritised": b.Prioritised(priority=chance.choice(["urgent", "critical"])),
        "Assigned": b.Assigned(holder=chance.choice("pq")),
        "Reissued": b.Reissued(follow_up=str(number)),
        "Documented": b.Documented(blob="f", paper=str(number)),
        "PapersBrought": PapersBrought(papers=(str(number), "شناسنامه")),
        "Surveyed": Surveyed(form="f", answers={"i": number}),
        "Called": b.Called(visit=chance.choice(["", "v2"])),
        "AskedAgain": AskedAgain(text=0),
        "Complained": Complained(about="delay", text=0),
        "Noted": b.Noted(text=0),
        "Erased": b.Erased(values=()),
    }
    values: dict[str, tuple[Any, ...]] = {
        "Registered": (Matter(subject=chance.choice("ab")), Person(mobile="1")),
        "Completed": (Matter(text="t"), Person(mobile="2", last_name="n")),
        "Corrected": (str(number),),
        "Drafted": ("دلیل",),
    }
    return body_data(bodies[name]) if name in bodies else {}, values.get(name, ())


def world(seed: int, size: int) -> list[Recorded]:
    """Random events of one request: any type, some strange, circles and far clocks among them."""
    chance = random.Random(seed)
    found: list[Recorded] = []
    names = [new_id(1_700_000_000_000 + at, chance.randbytes(10)) for at in range(size)]
    for name in names:
        kind = chance.choice([*TYPES, "Registered", "Teleported"])
        body, values = body_for(kind, chance, names)
        if chance.random() < 0.1:
            body = {"referral": 7, "text": "x", "fields": 3}
        made = event(
            chance.randrange(50),
            kind,
            body,
            *values,
            role=chance.choice(["officer", "supervisor", "centre", "king"]),
            replaces=tuple(each for each in names if chance.random() < 0.2),
        )
        far = (1_700_000_000_000 + chance.choice([0, 0, 10**12])) << 16
        moved = msgspec.structs.replace(made.event, id=name, hlc=made.event.hlc + (far >> 30))
        beside = made.beside if chance.random() < 0.8 else {}
        found.append(Recorded(moved, beside))
    return found


@given(st.integers(0, 2**32), st.integers(1, 14), st.randoms(use_true_random=False))
def test_neither_order_nor_doubling_changes_what_events_add_up_to(
    seed: int, size: int, order: random.Random
) -> None:
    events = world(seed, size)
    state = fold_request(REQUEST, events)
    mixed = [*events, *order.choices(events, k=size)]
    order.shuffle(mixed)
    again = fold_request(REQUEST, mixed)
    assert again == state
    assert again.conflicts == state.conflicts
    assert (again.status, again.follow_up, again.copies) == (
        state.status,
        state.follow_up,
        state.copies,
    )


@given(st.integers(0, 2**32), st.integers(1, 10))
def test_every_register_keeps_at_least_one_head(seed: int, size: int) -> None:
    state = fold_request(REQUEST, world(seed, size))
    for name, register in state.registers.items():
        assert state.heads(name)
        assert register.shown() == register.heads()[0].value


def conflict_of(*roles: str) -> RequestState:
    return fold_request(
        REQUEST,
        [registered()]
        + [
            event(10 - at, "Assigned", {"holder": role}, role=role) for at, role in enumerate(roles)
        ],
    )


def test_in_a_conflict_the_highest_role_is_shown_then_the_latest() -> None:
    assert conflict_of("officer", "supervisor", "centre").registers["holder"].shown() == "centre"
    assert conflict_of("officer", "supervisor").registers["holder"].shown() == "supervisor"
    assert conflict_of("officer", "expert", "admin").registers["holder"].shown() == "officer"
    assert conflict_of("king", "officer").registers["holder"].shown() == "officer"
    assert rank_of("king") == 0
    assert RANK["centre"] > RANK["supervisor"] > RANK["officer"]


@pytest.mark.parametrize(("name", "register"), REGISTER_TYPES.items())
def test_each_register_is_replaced_only_by_who_saw_it(name: str, register: str) -> None:
    values: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
        "Extended": ({"due": "2030-01-01"}, {"due": "2030-01-02"}),
        "Prioritised": ({"priority": "urgent"}, {"priority": "critical"}),
        "Assigned": ({"holder": "a"}, {"holder": "b"}),
    }
    first_body, second_body = values.get(name, ({}, {}))
    other = "Reopened" if name == "Closed" else "Closed"
    second_name = name if first_body else other
    first = event(1, name, first_body)
    unseen = event(2, second_name, second_body)
    seen = event(2, second_name, second_body, replaces=(first.event.id,))
    assert register in fold_request(REQUEST, [registered(), first, unseen]).conflicts
    state = fold_request(REQUEST, [registered(), first, seen])
    assert not state.conflicts
    assert state.heads(register) == (seen.event.id,)
    assert state.heads("nothing") == ()


def test_an_event_replaces_writes_of_its_own_register_alone() -> None:
    closed, assigned = event(1, "Closed"), event(2, "Assigned", {"holder": "a"})
    again = event(3, "Assigned", {"holder": "b"}, replaces=(closed.event.id,))
    state = fold_request(REQUEST, [registered(), closed, assigned, again])
    assert state.standing == "closed"
    assert list(state.conflicts) == ["holder"]


def write(name: str, at: int, *replaces: str, value: Any = None) -> Write:
    return Write(name, (at, name), 1, value or name, replaces)


def test_a_circle_loses_no_write_and_hides_none_that_it_replaced() -> None:
    register = Register()
    for each in (
        write("old", 1),
        write("a", 2, "b", "old"),
        write("b", 3, "a"),
        write("other", 4),
        write("self", 5, "self"),
    ):
        register.put(each)
    assert [head.event for head in register.heads()] == ["self", "other", "b", "a"]
    register.put(write("new", 6, "a", "b", "other", "self"))
    assert [head.event for head in register.heads()] == ["new"]
    assert not register.in_conflict()


def test_a_clock_that_ran_ahead_is_replaced_all_the_same() -> None:
    assert replaced({"far": (), "near": ("far", "gone")}, {"far": (9, ""), "near": (1, "")}) == {
        "far"
    }
    assert Register().shown("nothing") == "nothing"


def test_answers_that_supersede_each_other_in_a_circle_both_stand() -> None:
    names = [event(at, "Noted").event.id for at in (1, 2)]
    events = [
        event(at, "Answered", {"result": "granted", "supersedes": names[2 - at]}) for at in (1, 2)
    ]
    state = fold_request(REQUEST, [registered(), *events])
    assert [answer.event for answer in state.current_answers] == names
    alone = event(3, "Answered", {"result": "granted", "supersedes": event(3, "Noted").event.id})
    assert fold_request(REQUEST, [registered(), alone]).status == "answered"


def test_a_returned_referral_of_an_unknown_version_is_still_open() -> None:
    referred = event(1, "Referred", {"unit": "a"})
    back = event(2, "Returned", {"referral": referred.event.id})
    strange = Recorded(msgspec.structs.replace(back.event, v=9), back.beside)
    state = fold_request(REQUEST, [registered(), referred, strange])
    assert state.status == "referred"
    assert state.events == 2


def test_the_earliest_registration_counts_and_a_later_one_changes_nothing() -> None:
    late = event(
        5,
        "Registered",
        {**body_data(b.Registered(code="2", follow_up="2", at=2, kind="complaint"))},
    )
    state = fold_request(REQUEST, [late, registered()])
    assert state.registered is not None
    assert state.registered.kind == "request"
    assert state.follow_up == "604118"


def test_half_a_registration_never_counts() -> None:
    whole = registered()
    first, second = whole.event.held
    broken = {first: whole.beside[first], second: Held("", msgspec.Raw(b'{"mobile":7}'))}
    state = fold_request(REQUEST, [Recorded(whole.event, broken)])
    assert state.unreadable == (whole.event.id,)
    assert state == RequestState(REQUEST, unreadable=(whole.event.id,))


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("Completed", {"fields": {"topic": "t"}, "matter": 0, "parties": {"0": 0}}),
        ("Settled", {"register": "topic", "held": 0}),
    ],
)
def test_half_a_change_never_counts(name: str, body: dict[str, Any]) -> None:
    made = event(1, name, body, 5)
    if name == "Settled":
        made = Recorded(made.event, {made.event.held[0]: Held("", msgspec.Raw(b"{"))})
    state = fold_request(REQUEST, [registered(), made])
    assert state.unreadable == (made.event.id,)
    assert state.registers == {}


def test_completing_a_place_fills_one_that_was_not_told() -> None:
    completed = event(1, "Completed", {"fields": {"place": {"province": 8}}})
    assert fold_request(REQUEST, [registered(), completed]).value("place") == {"province": 8}
    told = registered(place={"province": 9})
    assert fold_request(REQUEST, [told, completed]).value("place") is None


def test_completing_a_matter_fills_what_was_empty() -> None:
    completed = event(1, "Completed", {"matter": 0}, {"subject": "دیگر", "place": "پل"})
    state = fold_request(REQUEST, [registered(), completed])
    assert (state.value("matter.place"), state.value("matter.subject")) == ("پل", None)


def test_completed_values_that_were_erased_fill_nothing() -> None:
    completed = event(1, "Completed", {"matter": 0, "parties": {"0": 1}}, {"place": "پل"}, {})
    state = fold_request(REQUEST, [registered(), Recorded(completed.event, {})])
    assert state.registers == {}


def test_a_value_settled_in_the_open_is_shown() -> None:
    settled = event(2, "Settled", {"register": "holder", "value": "p1"})
    assert fold_request(REQUEST, [registered(), settled]).registers["holder"].shown() == "p1"
    held = event(3, "Settled", {"register": "field:matter.place", "held": 0}, "پل")
    assert fold_request(REQUEST, [registered(), held]).value("matter.place") == "پل"


def test_facts_add_up_and_lists_tell_them() -> None:
    state = fold_request(
        REQUEST,
        [
            registered(visit="v1"),
            event(1, "Called", {"visit": "v2"}),
            event(2, "Called"),
            event(3, "Documented", {"blob": "f", "media": "image/png"}),
            event(4, "Reissued", {"follow_up": "000001"}),
            event(5, "Joined", {"into": "other"}),
            event(6, "Told", {"answer": "a", "channel": "sms", "reached": False}),
            event(7, "Extended", {"due": "2030-01-01"}),
        ],
    )
    assert state.visits == {"v1", "v2"}
    assert [document.media for document in state.documents.values()] == ["image/png"]
    assert (state.follow_up, state.joined_into, state.told) == ("000001", {"other"}, set())
    assert (state.extended_due, state.printed, state.action_pending) == ("2030-01-01", False, False)
    assert (state.promise, state.status) == (None, "open")
    empty = fold_request(REQUEST, [])
    assert (empty.promise, empty.extended_due, empty.value("topic", "t")) == (None, "", "t")


def test_the_secret_of_a_request_goes_with_its_values() -> None:
    whole = registered()
    assert fold_request(REQUEST, [whole]).salt == whole.beside[whole.event.held[0]].salt
    assert fold_request(REQUEST, [Recorded(whole.event, {})]).salt == ""


def test_a_field_of_a_party_that_is_not_there_was_never_told() -> None:
    state = fold_request(REQUEST, [registered()])
    assert state.told_at_first("party.0.mobile")
    for name in ("party.7.mobile", "party.x.mobile", "party.²", "matter.none", "matter.place", "x"):
        assert not state.told_at_first(name)
    assert not RequestState(REQUEST).told_at_first("matter.subject")


def test_a_person_is_known_by_number_else_by_name_and_mobile() -> None:
    assert Person(id_number="۰۰۱۲").key == "i0012"
    assert Person(first_name="علي", mobile="۰۹۱").key == "nعلی|091"
    assert Person(first_name="علی").key == Person(mobile="1").key == ""
    assert Person(organisation="شرکت", mobile="1").key == "nشرکت|1"
    assert OutsideNumber("111", "5").number == "5"


@pytest.mark.parametrize("name", BODIES)
def test_every_body_reads_back_as_written(name: tuple[str, int]) -> None:
    kind = BODIES[name]
    fields = {
        each.name: {int: 1, str: "x", bool: True}.get(
            each.type, {} if each.name == "data" else None
        )
        for each in msgspec.structs.fields(kind)
        if each.required
    }
    fields |= {"result": "granted"} if name[0] in ("Answered", "Drafted") else {}
    fields |= {"values": (), "public_keys": ()} if name[0] in ("Erased", "KeysPublished") else {}
    wanted = {each.name for each in msgspec.structs.fields(kind)}
    body = kind(**{key: value for key, value in fields.items() if key in wanted})
    made = Event(
        id="i", hlc=1, actor="a", role="r", office="o", subject=Subject("x", "y"),
        type=name[0], v=name[1], body=body_data(body),
    )  # fmt: skip
    assert body_of(made) == body


def test_a_body_of_an_unknown_type_does_not_read() -> None:
    with pytest.raises(BadEntry, match="body"):
        body_of(event(1, "Teleported").event)


def test_a_value_that_is_not_of_its_kind_does_not_read() -> None:
    made = event(1, "Noted", {"text": 0}, 7)
    assert value_at(made.event, made.beside, 5, str) is None
    with pytest.raises(BadEntry, match="value"):
        value_at(made.event, made.beside, 0, str)


@pytest.mark.parametrize("data", [b"{", b"\xff", b"[]", b"[" * 100_000])
def test_values_that_do_not_read_are_refused(data: bytes) -> None:
    with pytest.raises(BadEntry, match="values"):
        decode_beside(data)


def test_a_salt_that_is_none_is_refused() -> None:
    made = event(1, "Noted", {"text": 0}, "x")
    (name,) = made.beside
    with pytest.raises(BadEntry, match="salt"):
        check_beside(made.event, {name: Held("a", made.beside[name].value)})
    assert decode_beside(b"") == {}


def test_an_id_takes_ten_random_bytes() -> None:
    with pytest.raises(ValueError, match="ten"):
        new_id(1, b"")


def test_each_head_covers_all_before_it() -> None:
    one, two = heads(START, [b"a", b"b"])
    assert one == next_head(START, b"a")
    assert two == next_head(one, b"b") != next_head(START, b"b")

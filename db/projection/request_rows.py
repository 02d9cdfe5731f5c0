"""The rows of one request, from its state."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import msgspec

from db.names import key_of
from db.projection.calendars import Calendars
from db.projection.current import field_now, matter_now, outside_now, persons_now, visitor_name
from db.search import Marks, sum_of, words_of
from desk_app.records.days import LATEST_MS
from desk_app.records.effective_due import effective_due, iso_day
from desk_app.records.request import RequestState, in_hand, is_unheard
from desk_app.records.unit_work import stage_of

_NUMBERED: Final = 1 << 31


class RequestRows(NamedTuple):
    """The row of ``request`` by column (without its number), the others, the index text."""

    row: dict[str, Any]
    parties: list[tuple[Any, ...]]
    referrals: list[tuple[Any, ...]]
    units: frozenset[str]
    words: str
    unheard: bool

    @property
    def order(self) -> tuple[int, bytes]:
        """Where the request stands among all requests."""
        return self.row["hlc"], self.row["event"]


def is_sound(state: RequestState) -> bool:
    """Whether the registration's own instant and place are ones that a desk can have written."""
    told = state.registered
    if told is None:
        return False
    province = told.promise.province if told.promise else 0
    return 0 <= told.at <= LATEST_MS and 0 <= province < _NUMBERED


def rows_of(state: RequestState, key: bytes, calendars: Calendars) -> RequestRows:
    """The rows of a request that is registered and sound."""
    told = state.registered
    assert told is not None
    persons, matter = persons_now(state), matter_now(state)
    keys = [(person.key, *person.homes) if person is not None else () for person in persons]
    words = index_text(state)
    row = {
        "key": key,
        "hlc": state.order[0],
        "event": key_of(state.registered_event),
        **_as_told(state),
        **_as_it_stands(state),
        "subject": matter.subject if matter else "",
        "visitor": visitor_name(state, persons),
        "persons": _listed([each for several in keys for each in several]),
        "due": effective_due(state, calendars)[0],
        "words": sum_of(words),
    }
    is_open = row["open"]
    parties = [
        (each, state.order[0], key, place, is_open)
        for place, several in enumerate(keys)
        for each in several
        if each
    ]
    referrals = _referrals(state, key, row)
    return RequestRows(row, parties, referrals, _units(state), words, is_unheard(state))


def _listed(keys: list[str]) -> str:
    different = sorted({key for key in keys if key})
    return msgspec.json.encode(different).decode() if different else ""


def index_text(state: RequestState) -> str:
    """What a registered request is found by: its words as told and as they now read."""
    told = state.registered
    assert told is not None
    matters = [state.matter]
    persons = list(state.persons)
    if state.registers:
        matters.append(matter_now(state))
        persons += persons_now(state)
    texts = [
        part
        for matter in matters
        if matter is not None
        for part in (matter.subject, matter.text, matter.place)
    ]
    known = [person for person in persons if person is not None]
    kind = field_now(state, "kind", told.kind)
    marks = Marks(told.code, kind, told.counter, outside_now(state), sorted(_units(state)))
    return words_of(known, texts, marks)


def _units(state: RequestState) -> frozenset[str]:
    """The units that a request was ever referred to."""
    return frozenset({each.body.unit for each in state.referrals.values()} - {""})


def _as_told(state: RequestState) -> Mapping[str, Any]:
    told = state.registered
    assert told is not None
    promise = told.promise
    printed = iso_day(promise.date) if promise else None
    return {
        "code": told.code,
        "follow_up": state.follow_up,
        "at": told.at,
        "kind": field_now(state, "kind", told.kind),
        "kind_title": field_now(state, "kind_title", told.kind_title),
        "service": field_now(state, "service", told.service),
        "service_title": field_now(state, "service_title", told.service_title),
        "topic": field_now(state, "topic", told.topic),
        "promised": printed.isoformat() if printed else "",
        "province": promise.province if promise else 0,
        "counter": told.counter,
        "office": state.office,
        "actor": state.actor,
        "channel": field_now(state, "channel", told.channel),
        "outcome": told.outcome,
        "row_digest": told.row_digest,
    }


def _as_it_stands(state: RequestState) -> Mapping[str, Any]:
    standing = state.standing
    return {
        "status": _text(state.status),
        # What was joined into another is followed up there: nothing of its own is late or due.
        "open": int(in_hand(state)),
        "priority": _shown(state, "priority", "normal"),
        "holder": _shown(state, "holder", ""),
        "conflicts": len(state.conflicts) if state.registers else 0,
        "unprinted": int(not state.printed and standing != "voided"),
        "copies": min(max(state.copies, 0), _NUMBERED),
        "joined": min(state.joined_into, default=""),
        "erased": int(state.erased),
        "pending": int(state.action_pending),
    }


def _shown(state: RequestState, register: str, otherwise: str) -> str:
    found = state.registers.get(register)
    return _text(found.shown(otherwise)) if found else otherwise


def _text(value: object) -> str:
    """A register may hold anything that a foreign hand wrote; lists show texts only."""
    return value if isinstance(value, str) else ""


def _referrals(state: RequestState, key: bytes, row: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (
            key,
            key_of(referral.event),
            referral.order[0],
            referral.body.unit,
            referral.body.agency,
            referral.body.due or row["due"],
            int(referral.open and row["open"]),
            stage_of(state, referral),
            state.accepted.get(referral.event, ""),
        )
        for referral in sorted(state.referrals.values(), key=lambda found: found.order)
    ]

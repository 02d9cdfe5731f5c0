"""The events of a request as they are told on its page, with their values put in."""

from typing import Any, Final

from db.names import text_of
from desk_app.ports.queries import TimelineItem
from desk_app.records.event import BadEntry, Event, decode_beside, read_event
from desk_app.records.fold import Beside, Recorded
from desk_app.records.hlc import wall_ms
from desk_app.records.kinds_of_event import body_data, body_of, is_known, value_at

_EVENTS: Final = (
    "SELECT l.id, e.seq, e.bytes, e.beside, e.audience FROM event e "
    "LEFT JOIN log l ON l.n = e.log "
    "WHERE e.subject = ? AND e.kind = 'request' AND e.shadowed = 0 ORDER BY e.n"
)
_POSITIONS: Final = frozenset(
    {"matter", "reason", "text", "title", "taken_by", "address", "done", "note", "key"}
)
"""Body fields that, where they are numbers, name a value beside the event."""


def timeline_of(db: Any, key: bytes, sealed: list[Recorded]) -> list[TimelineItem]:
    """Every event of a request in the one order; of sealed ones those that were opened."""
    opened = {entry.event.id: entry for entry in sealed}
    found: list[tuple[tuple[int, str], TimelineItem]] = []
    for log, seq, data, beside, audience in db.execute(_EVENTS, (key,)).fetchall():
        try:
            event, values = read_event(data), decode_beside(beside)
        except (BadEntry, RecursionError):
            continue
        if audience:
            if event.id not in opened:
                continue
            event, values = opened[event.id]
        item = TimelineItem(
            event_id=event.id,
            type=event.type,
            at=wall_ms(event.hlc),
            actor=event.actor,
            role=event.role,
            office=event.office,
            log=text_of(log) if log else "",
            seq=seq,
            facts=facts_of(event, values),
            erased=any(name not in values for name in event.held),
        )
        found.append((event.order, item))
    return [item for _, item in sorted(found, key=lambda each: each[0])]


def facts_of(event: Event, beside: Beside) -> dict[str, Any]:
    """The body of an event with its values in their fields; empty for one that is parked."""
    if not is_known(event):
        return {}
    try:
        return _resolved(event, beside, body_data(body_of(event)))
    except BadEntry:
        return {}


def _resolved(event: Event, beside: Beside, facts: dict[str, Any]) -> dict[str, Any]:
    def value(position: int) -> Any:
        return value_at(event, beside, position, object)

    for name in _POSITIONS & facts.keys():
        if isinstance(facts[name], int) and not isinstance(facts[name], bool):
            facts[name] = value(facts[name])
    if event.type == "Corrected":
        held = facts.pop("held", {})
        corrected = {name: value(position) for name, position in held.items()}
        facts["fields"] = {**facts.get("fields", {}), **corrected}
    if event.type == "Completed":
        told = facts.get("parties", {})
        facts["parties"] = {place: value(position) for place, position in told.items()}
    if event.type == "Settled" and facts.get("held", -1) >= 0:
        facts["value"] = value(facts.pop("held"))
    if event.type == "Registered":
        facts["parties"] = [
            {**party, "person": value(party.get("person", -1))}
            for party in facts.get("parties", ())
        ]
    return facts

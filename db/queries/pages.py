"""One request as its page shows it."""

from typing import Any, Final

from msgspec import structs

from db.names import key_of, text_of
from db.projection.calendars import Calendars
from db.projection.current import persons_now
from db.projection.loading import load
from db.projection.request_rows import is_sound, rows_of
from db.queries.hits import Unsent
from db.queries.sight import Sight
from db.queries.timeline import timeline_of
from db.queries.unsealing import Unsealing
from desk_app.ports.queries import ConflictView, Hit, PartyView, RequestView, TimelineItem
from desk_app.records.codes import CODE_LENGTH, bare_code
from desk_app.records.effective_due import effective_due
from desk_app.records.fold import fold_request
from desk_app.records.handed_in import needs_now, papers_now
from desk_app.records.hlc import wall_ms
from desk_app.records.jalali import format_jalali
from desk_app.records.kinds_of_event import body_data
from desk_app.records.request import RequestState, is_unheard
from desk_app.records.unit_work import stage_of

_BY_CODE: Final = "SELECT key FROM request WHERE code = ? ORDER BY n LIMIT 1"


def request_page(
    db: Any, unsealing: Unsealing, sight: Sight, code_or_id: str
) -> RequestView | None:
    """The page of a tracking code or id; None when it is not here, sealed, or not to be seen."""
    key = _key_of(db, unsealing, code_or_id)
    if key is None:
        return None
    sealed = unsealing.of_subject(db, key)
    state = fold_request(text_of(key), load(db, "request", key).recorded + sealed)
    if state.registered is None or not is_sound(state) or not sight.sees(state):
        return None
    return _view(db, key, state, timeline_of(db, key, sealed))


def hit_of(db: Any, state: RequestState, unsent: Unsent) -> Hit:
    """The hit of a registered and sound request, from its state."""
    row = rows_of(state, key_of(state.id), Calendars(db)).row
    return Hit(
        request_id=state.id,
        tracking_code=row["code"],
        received_at=row["at"],
        kind=row["kind"],
        kind_title=row["kind_title"],
        service_title=row["service_title"],
        subject=row["subject"],
        status=row["status"],
        visitor_name=row["visitor"],
        due=row["due"],
        counter=row["counter"],
        office=row["office"],
        conflicts=row["conflicts"],
        sent=not unsent.among([row["key"]]),
        printed=row["copies"] > 0,
    )


def _key_of(db: Any, unsealing: Unsealing, code_or_id: str) -> bytes | None:
    code = bare_code(code_or_id)
    if len(code) != CODE_LENGTH or not code.isdigit():
        return key_of(code_or_id.strip())
    row = db.execute(_BY_CODE, (code,)).fetchone()
    if row is not None:
        return bytes(row[0])
    found = unsealing.subject_of_code(db, code)
    return key_of(found) if found else None


def _view(db: Any, key: bytes, state: RequestState, timeline: list[TimelineItem]) -> RequestView:
    told = state.registered
    assert told is not None
    hit = hit_of(db, state, Unsent(db))
    persons = persons_now(state)
    parties = tuple(
        PartyView(structs.replace(party, needs=needs_now(state, place)), person)
        for place, (party, person) in enumerate(zip(told.parties, persons, strict=True))
    )
    received, lacking = papers_now(state)

    def of_type(*types: str) -> tuple[TimelineItem, ...]:
        return tuple(item for item in timeline if item.type in types)

    return RequestView(
        hit=hit,
        follow_up=state.follow_up,
        matter=state.matter,
        parties=parties,
        registered=body_data(told),
        fields=_fields(state),
        promised=told.promise.date if told.promise else "",
        due=hit.due,
        due_reasons=_due_reasons(db, state, timeline),
        priority=_shown(state, "priority", "normal"),
        holder=_shown(state, "holder", ""),
        copies=state.copies,
        erased=state.erased,
        action_pending=state.action_pending,
        timeline=tuple(timeline),
        referrals=of_type("Referred"),
        answers=of_type("Answered"),
        documents=of_type("Documented"),
        conflicts=_conflicts(state, timeline),
        heads={name: state.heads(name) for name in sorted(state.registers)},
        joined_into=tuple(sorted(state.joined_into)),
        audience=state.audience,
        papers_received=received,
        papers_lacking=lacking,
        stages={each.event: stage_of(state, each) for each in state.referrals.values()},
        drafts=tuple(sorted(state.drafts.values(), key=lambda draft: draft.order)),
        awaited_papers=state.awaited_papers,
        unheard=is_unheard(state),
    )


def _fields(state: RequestState) -> dict[str, Any]:
    return {
        name.removeprefix("field:"): register.shown()
        for name, register in sorted(state.registers.items())
        if name.startswith("field:")
    }


def _shown(state: RequestState, register: str, otherwise: str) -> str:
    found = state.registers.get(register)
    value = found.shown(otherwise) if found else otherwise
    return value if isinstance(value, str) else otherwise


def _due_reasons(db: Any, state: RequestState, timeline: list[TimelineItem]) -> tuple[str, ...]:
    """What moved the due date: the extension's reason, or each closure with its day."""
    if state.extended_due:
        shown = state.heads("due")
        given = [item.facts.get("reason") for item in timeline if item.event_id in shown]
        return tuple(reason for reason in given if isinstance(reason, str))
    return tuple(
        f"{format_jalali(reason.day)} {reason.name}"
        + (f" ({reason.instrument})" if reason.instrument else "")
        for reason in effective_due(state, Calendars(db))[1]
    )


def _conflicts(state: RequestState, timeline: list[TimelineItem]) -> tuple[ConflictView, ...]:
    actors = {item.event_id: item.actor for item in timeline}
    return tuple(
        ConflictView(
            register,
            tuple(
                (write.event, write.value, actors.get(write.event, ""), wall_ms(write.order[0]))
                for write in writes
            ),
        )
        for register, writes in state.conflicts.items()
    )

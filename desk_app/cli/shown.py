"""Requests as JSON: ASCII digits, instants with offset, Gregorian dates with a Jalali twin."""

from datetime import date
from typing import Any

from desk_app.ports.queries import Hit, RequestView, TimelineItem
from desk_app.records.jalali import iso_jalali, local_datetime


def instant(ms: int) -> str | None:
    """An instant as ISO 8601 with offset; None for none."""
    return local_datetime(ms).isoformat(timespec="seconds") if ms else None


def jalali(iso: str) -> str | None:
    """The Jalali twin of an ISO date; None for none."""
    return iso_jalali(date.fromisoformat(iso)) if iso else None


def shown_hit(hit: Hit) -> dict[str, Any]:
    """A search result."""
    return {
        "tracking_code": hit.tracking_code,
        "received_at": instant(hit.received_at),
        "received_at_jalali": jalali(local_datetime(hit.received_at).date().isoformat()),
        "kind": hit.kind,
        "subject": hit.subject,
        "status": hit.status,
        "visitor_name": hit.visitor_name,
    }


def shown_request(view: RequestView) -> dict[str, Any]:
    """A request whole."""
    hit = view.hit
    return {
        **shown_hit(hit),
        "request_id": hit.request_id,
        "follow_up": view.follow_up,
        "due": view.due or None,
        "due_jalali": jalali(view.due),
        "promised": view.promised or None,
        "promised_jalali": jalali(view.promised),
        "text": view.matter.text if view.matter else None,
        "visitor": _visitor(view),
        "copies": view.copies,
        "joined_into": list(view.joined_into),
        "events": [shown_event(item) for item in view.timeline],
        "conflicts": [
            {
                "register": conflict.register,
                "values": [
                    {"event": event, "value": value, "actor": actor, "at": instant(at)}
                    for event, value, actor, at in conflict.values
                ],
            }
            for conflict in view.conflicts
        ],
    }


def shown_event(item: TimelineItem) -> dict[str, Any]:
    """One event of a request, with its place in the log that it was recorded in."""
    return {
        "id": item.event_id,
        "type": item.type,
        "at": instant(item.at),
        "actor": item.actor,
        "log": item.log,
        "seq": item.seq,
    }


def _visitor(view: RequestView) -> dict[str, Any]:
    person = next((each.person for each in view.parties if each.person), None)
    if person is None:
        return {}
    number = {"national_id": person.id_number} if person.id_number else {}
    return {
        "name": person.full_name,
        "first_name": person.first_name,
        "last_name": person.last_name,
        **number,
        "mobile": person.mobile or None,
    }

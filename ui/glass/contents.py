"""What is shown or read out at the glass of one request."""

import datetime as dt
from collections.abc import Sequence

from desk_app.ports.queries import PartyView, RequestView
from desk_app.records.jalali import long_jalali
from ui.glass.large_text import Passage, Role
from ui.texts import language, listed, ordered, say, shown, shown_code


def for_visitor(view: RequestView) -> list[Passage]:
    """What was recorded, for the visitor's own eyes: no name and no number of a person."""
    hit = view.hit
    return [
        *_named("glass.subject", hit.subject or hit.service_title or hit.kind_title, "strong"),
        *_named("glass.lacking", _papers(view, "papers_lacking"), "strong", "bad"),
        *numbers(view),
        *_named("glass.responsible", _responsible(view)),
    ]


def numbers(view: RequestView) -> list[Passage]:
    """Code, follow-up number and promised day; that a code is yet to come where there is none."""
    if not view.hit.tracking_code:
        return [Passage(say("glass.no_code"), "words", "muted"), *_promised(view)]
    return [
        *_named("glass.code", shown_code(view.hit.tracking_code), "code", "accent"),
        *_named("glass.follow_up", shown(view.follow_up), "strong"),
        *_promised(view),
    ]


def read_back(view: RequestView) -> list[Passage]:
    """The whole request as it is read out before it is signed."""
    hit, matter = view.hit, view.matter
    people = "\n".join(_party(each) for each in view.parties)
    return [
        *_named("glass.people", people),
        *_named("glass.kind", listed(hit.kind_title, hit.service_title)),
        *_named("glass.subject", hit.subject, "strong"),
        *_named("glass.text", matter.text if matter else ""),
        *_named("glass.place", matter.place if matter else ""),
        *_named("glass.received", _papers(view, "papers_received")),
        *_named("glass.lacking", _papers(view, "papers_lacking"), "words", "bad"),
        *_promised(view),
    ]


def _named(code: str, text: str, role: Role = "words", tone: str = "text") -> list[Passage]:
    """A label and what it names; nothing for an empty text."""
    if not text:
        return []
    told = text if role == "code" else shown(ordered(text))
    return [Passage(say(code), "label", "muted"), Passage(told, role, tone)]


def _promised(view: RequestView) -> list[Passage]:
    if not view.promised:
        return []
    day = long_jalali(dt.date.fromisoformat(view.promised), language().name)
    return _named("glass.promised", shown(day), "strong", "good")


def _papers(view: RequestView, name: str) -> str:
    papers: Sequence[object] = view.fields.get(name) or view.registered.get(name) or ()
    return "\n".join(str(paper) for paper in papers)


def _responsible(view: RequestView) -> str:
    who = view.registered.get("responsible") or {}
    return listed(
        str(who.get("holder") or ""),
        str(who.get("post_title") or who.get("unit_title") or ""),
        shown(str(who.get("reach") or "")),
    )


def _party(each: PartyView) -> str:
    """A person as they are asked to confirm it: with the whole of their number."""
    role = say(f"party.{each.party.role}")
    person = each.person
    if person is None or not person.full_name:
        name = say("party.unknown_person")
    else:
        name = person.full_name
    number, mobile = (person.id_number, person.mobile) if person else ("", "")
    father = say("party.father", name=person.father_name) if person and person.father_name else ""
    return f"{role}: {listed(name, father, shown(number), shown(mobile))}"

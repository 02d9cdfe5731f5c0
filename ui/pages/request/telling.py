"""Events of a request as sentences."""

from collections.abc import Callable
from typing import Any, Final

from desk_app.ports.queries import TimelineItem
from desk_app.records.visitor_bodies import VISITOR
from desk_app.texts import knows
from ui.pages.hits import listed, shown_day
from ui.texts import language, ordered, say, shown

_TEXTS: Final = ("text", "reason", "done", "basis", "objection", "address", "taken_by", "note")
"""Facts that are told below the sentence, in this order."""
_CODED: Final = {
    "Answered": ("result", "result"),
    "Drafted": ("result", "result"),
    "Told": ("channel", "channel"),
    "Printed": ("document", "document"),
    "Prioritised": ("priority", "priority"),
    "Complained": ("about", "event.Complained"),
}
"""Facts that are codes: their name, and the group of their words."""


def sentence_of(item: TimelineItem) -> str:
    """What happened, in one line."""
    facts = item.facts
    code = f"event.{item.type}"
    if item.type == "Printed" and facts.get("spoiled"):
        code += ".spoiled"
    elif item.type == "Printed" and facts.get("by_hand"):
        code += ".by_hand"
    elif item.type == "Told" and facts.get("reached") is False:
        code += ".missed"
    elif item.type == "Returned" and facts.get("why") == "not_ours":
        code += ".not_ours"
    elif item.type == "Called" and facts.get("by") == "visitor":
        code += ".visitor"
    if not knows(code, language().name):
        return say("event.unknown")
    return say(code, **_words(item.type, facts))


def text_of(item: TimelineItem) -> str:
    """What was said with it; empty for nothing."""
    told = [str(item.facts[name]) for name in _TEXTS if isinstance(item.facts.get(name), str)]
    words = [shown(word) if word.isdecimal() else ordered(word) for word in told if word]
    words += _told_besides(item)
    if item.erased and not words:
        return say("event.erased")
    return "\n".join(words)


def author_of(item: TimelineItem, name_of: Callable[[str], str]) -> str:
    """Who did it: an officer's name, or that it was the visitor."""
    by_visitor = item.role == "centre" and item.actor == VISITOR
    return say("event.by_visitor") if by_visitor else name_of(item.actor)


def _told_besides(item: TimelineItem) -> list[str]:
    """What is told with an event beside its own words."""
    facts = item.facts
    if item.type == "Reissued" and (checked := facts.get("facts")):
        return [say("event.Reissued.facts", facts=listed(*(say(f"fact.{one}") for one in checked)))]
    if item.type == "Referred" and (needs := facts.get("needs")):
        told = listed(*(say(f"intake.need.{need}") for need in needs))
        return [say("request.where.needs", needs=told)]
    if item.type == "Answered" and (letter := facts.get("letter")):
        day = shown_day(str(facts.get("letter_date") or ""))
        return [say("event.Answered.letter", letter=listed(shown(str(letter)), day))]
    return []


def _words(kind: str, facts: dict[str, Any]) -> dict[str, str | int]:
    words: dict[str, str | int] = {}
    if kind in _CODED:
        name, group = _CODED[kind]
        words[name] = say(f"{group}.{facts.get(name, '')}")
    if kind == "Referred":
        words["title"] = str(facts.get("title") or facts.get("unit") or facts.get("agency") or "")
    elif kind == "Printed":
        words["copy"] = int(facts.get("copy", 1))
    elif kind == "Extended":
        words["due"] = shown_day(str(facts.get("due", "")))
    elif kind == "Assigned":
        words["holder"] = str(facts.get("title") or facts.get("holder", ""))
    elif kind == "Settled":
        words["register"] = register_name(str(facts.get("register", "")))
    elif kind in ("Corrected", "PapersAsked", "PapersBrought"):
        words |= _lists(kind, facts)
    return words


def _lists(kind: str, facts: dict[str, Any]) -> dict[str, str | int]:
    if kind != "Corrected":
        return {"papers": listed(*map(str, facts.get("papers", ())))}
    fields = [name for name in facts.get("fields", {}) if not name.endswith("_title")]
    return {"fields": listed(*(field_name(name) for name in fields))}


def register_name(register: str) -> str:
    """The name of a register: status, due date, a corrected field."""
    if register.startswith("field:"):
        return field_name(register.removeprefix("field:"))
    return say(f"register.{register}")


def field_name(field: str) -> str:
    """The name of a field that can be corrected: ``matter.subject``, ``party.0.mobile``."""
    parts = field.split(".")
    if parts[0] == "party" and len(parts) == 3:
        who = say("party.applicant") if parts[1] == "0" else shown(int(parts[1]) + 1)
        return say(f"field.party.{parts[2]}", who=who)
    return say(f"field.{field}")


def shown_value(register: str, value: Any) -> str:
    """A value of a register in words."""
    text = "" if value is None else str(value)
    if register == "status" and knows(f"status.{text}", language().name):
        return say(f"status.{text}")
    if register == "priority":
        return say(f"priority.{text}")
    if register == "due" and text:
        return shown_day(text)
    return shown(text)

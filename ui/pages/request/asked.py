"""What each deed of follow-up asks, as fields of its form."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from PySide6.QtWidgets import QWidget

from desk_app.ports.queries import Hit, RequestView
from desk_app.records.catalogue import Agency, Catalogue, Unit
from desk_app.services.asking import ANSWER_CHANNELS
from desk_app.services.follow_up import RESULTS
from desk_app.services.lost_receipts import SHOWN, facts_of
from ui.pages.hits import listed
from ui.pages.request.telling import field_name, register_name, shown_value
from ui.texts import say, worded
from ui.widgets.area import TextArea
from ui.widgets.calendar import Holiday
from ui.widgets.check import Check
from ui.widgets.finder import Finder, Option, among
from ui.widgets.jalali import JalaliEdit
from ui.widgets.labels import Words
from ui.widgets.line import TextLine
from ui.widgets.select import Select

_CALLERS: Final = ("applicant", "presenter", "other")
_PERSON_FIELDS: Final = (
    "id_number",
    "first_name",
    "last_name",
    "father_name",
    "mobile",
    "address",
)
_REASON: Final = 4000


@dataclass(frozen=True, slots=True)
class Around:
    """What forms are made from."""

    view: RequestView
    catalogue: Catalogue
    today: Callable[[], dt.date]
    holiday: Holiday
    began: int
    """When the form was opened, ms since 1970."""
    near: Sequence[Hit]
    """Other requests of the same person, the newest first."""
    officers: Mapping[str, str]
    """Names of the officers in service by user name."""


class Asked(NamedTuple):
    """One field: the name its deed and its mistakes know it by, its label, its editor.

    What has no name is only told.
    """

    name: str
    label: str
    editor: QWidget


def remark(around: Around) -> list[Asked]:
    """A text."""
    return [Asked("text", "deed.text", TextArea(lines=5))]


def telephone(around: Around) -> list[Asked]:
    """Who called, and what was said."""
    who = Select([(one, f"deed.by.{one}") for one in _CALLERS])
    return [Asked("by", "deed.by", who), *remark(around)]


def reason(around: Around) -> list[Asked]:
    """A reason."""
    return [Asked("reason", "deed.reason", TextArea(lines=4))]


def referral(around: Around) -> list[Asked]:
    """Where to, until when, why."""
    catalogue = around.catalogue
    places = [Option(f"unit/{one.key}", one.title) for one in catalogue.all(Unit)]
    places += [Option(f"agency/{one.key}", one.title, one.address) for one in catalogue.all(Agency)]
    fields = [
        Asked("unit", "deed.unit", Finder(among(places))),
        Asked("due", "deed.due", JalaliEdit(around.today, holiday=around.holiday)),
        *reason(around),
    ]
    needs = {need for party in around.view.parties for need in party.party.needs}
    if needs:
        along = Words(wrap=True)
        told = listed(*(say(f"intake.need.{need}") for need in sorted(needs)))
        along.say("deed.needs.along", needs=told)
        fields.append(Asked("", "intake.needs", along))
    return fields


def returned(around: Around) -> list[Asked]:
    """Which referral came back, and why."""
    there = [
        (item.event_id, str(item.facts.get("title") or ""))
        for item in around.view.referrals
        if around.view.stages.get(item.event_id) != "gone"
    ]
    which = Select(there or [("", "deed.no_referral")])
    return [Asked("referral", "deed.referral", which), *reason(around)]


def answer(around: Around) -> list[Asked]:
    """The result, what was done, reason and legal basis, how to object."""
    return [
        Asked("result", "deed.result", Select([(one, f"result.{one}") for one in RESULTS])),
        Asked("done", "deed.done_text", TextArea(lines=3)),
        Asked("reason", "deed.reason", TextArea(lines=3)),
        Asked("basis", "deed.basis", TextLine(longest=1000)),
        Asked("objection", "deed.objection", TextLine(longest=1000)),
    ]


def telling(around: Around) -> list[Asked]:
    """By which way the person was told."""
    mobiles = [one.person.mobile for one in around.view.parties if one.person]
    address = TextLine(longest=400)
    address.set_value(next((mobile for mobile in mobiles if mobile), ""))
    return [
        Asked(
            "channel", "deed.channel", Select([(one, f"channel.{one}") for one in ANSWER_CHANNELS])
        ),
        Asked("address", "deed.address", address),
        Asked("missed", "intake.choice", Check("deed.missed")),
    ]


def later(around: Around) -> list[Asked]:
    """Until when, and why."""
    return [
        Asked("due", "deed.due", JalaliEdit(around.today, holiday=around.holiday)),
        *reason(around),
    ]


def correction(around: Around) -> list[Asked]:
    """Which field, its right value, why; the value now known stands there to be mended."""
    now = current_values(around.view)
    field = Select([(name, field_name(name)) for name in now])
    value = TextArea(lines=3)
    value.set_value(now[field.value()])
    field.currentIndexChanged.connect(lambda _: value.set_value(now[field.value()]))
    return [
        Asked("field", "deed.field", field),
        Asked("value", "deed.value", value),
        *reason(around),
    ]


def lost_receipt(around: Around) -> list[Asked]:
    """Two facts with what was told of each, and who takes the new receipt."""
    facts = facts_of(_recorded(around.view))
    asked: list[Asked] = []
    for place in (0, 1):
        which = Select([(one, f"fact.{one}") for one in facts])
        which.choose(facts[place])
        told = TextLine(longest=400)
        _ask_only_what_is_told(which, told)
        asked += [
            Asked(f"fact{place + 1}", f"deed.fact{place + 1}", which),
            Asked(f"told{place + 1}", "deed.fact.told", told),
        ]
    return [*asked, Asked("taken_by", "deed.taken_by", TextLine(longest=400))]


def _ask_only_what_is_told(which: Select, told: TextLine) -> None:
    """What the officer looks at has nothing to be typed."""

    def choose() -> None:
        shown_only = which.value() in SHOWN
        told.setEnabled(not shown_only)
        worded(told, placeholder="deed.fact.shown" if shown_only else "deed.fact.compared")
        if shown_only:
            told.clear()

    which.currentIndexChanged.connect(choose)
    choose()


def _recorded(view: RequestView) -> list[tuple[str, str]]:
    present = [("subject", matter_now(view, "subject"))]
    for party in view.parties:
        if party.person is not None:
            fields = ("id_number", "mobile", "father_name", "address", "birth_year")
            present += [(name, str(getattr(party.person, name) or "")) for name in fields]
    return present


def settlement(around: Around) -> list[Asked]:
    """Which of the values is right."""
    choices: Sequence[tuple[str, str]] = [
        (f"{conflict.register}/{event}", _choice(conflict.register, value, actor))
        for conflict in around.view.conflicts
        for event, value, actor, _ in conflict.values
    ]
    which = Select(choices or [("", "deed.no_conflict")])
    return [Asked("choice", "deed.choice", which), *reason(around)]


def current_values(view: RequestView) -> dict[str, str]:
    """What can be corrected and how it reads now."""
    fields = view.fields
    now = {f"matter.{name}": matter_now(view, name) for name in ("subject", "text", "place")}
    now |= {
        "service": str(fields.get("service_title") or view.hit.service_title),
        "kind": str(fields.get("kind_title") or view.hit.kind_title),
    }
    for place, party in enumerate(view.parties):
        if party.person is not None:
            for name in _PERSON_FIELDS:
                now[f"party.{place}.{name}"] = str(getattr(party.person, name))
    return now


def matter_now(view: RequestView, name: str) -> str:
    """A part of the matter as it now reads: as corrected, or as it was told."""
    told = getattr(view.matter, name) if view.matter else ""
    return str(view.fields.get(f"matter.{name}") or told)


def _choice(register: str, value: object, actor: str) -> str:
    return (
        f"{register_name(register)}: {shown_value(register, value)} — {actor or say('hit.nobody')}"
    )

"""What the deeds about papers, people and other requests ask, as fields of their forms."""

from collections.abc import Sequence
from typing import Final, get_args

from desk_app.ports.queries import Hit, RequestView
from desk_app.records.codes import CODE_LENGTH, bare_code, check_code
from desk_app.records.items import Post, Service
from desk_app.records.jalali import local_date
from desk_app.records.persons import Need
from desk_app.services.standing import PRIORITIES
from ui.pages.hits import shown_code, shown_day
from ui.pages.request import asked
from ui.pages.request.asked import Around, Asked
from ui.pages.request.files import FilesField
from ui.pages.request.telling import field_name
from ui.texts import say, worded
from ui.widgets.area import TextArea
from ui.widgets.chips import Chip, Chips
from ui.widgets.finder import Finder, Option, Source, among
from ui.widgets.jalali import JalaliEdit
from ui.widgets.line import TextLine
from ui.widgets.select import Select

_MATTER: Final = ("subject", "text", "place")
_PERSON: Final = (
    "id_number",
    "first_name",
    "last_name",
    "father_name",
    "mobile",
    "address",
)


def answer(around: Around) -> list[Asked]:
    """The answer, and which referral it answers where one is open."""
    return [*asked.answer(around), *_answered(around)]


def paper_answer(around: Around) -> list[Asked]:
    """Number and day of the letter, which referral it answers, and what it says."""
    dated = JalaliEdit(around.today, holiday=around.holiday)
    return [
        Asked("letter", "deed.letter_number", TextLine(longest=120)),
        Asked("letter_date", "deed.letter_date", dated),
        *_answered(around),
        *asked.answer(around),
    ]


def papers(around: Around) -> list[Asked]:
    """Which of the lacking papers were brought, any others, and a word on them."""
    others = TextArea(lines=2)
    worded(others, placeholder="deed.papers.others.how")
    fields = [
        Asked("others", "deed.papers.others", others),
        Asked("note", "deed.papers.note", TextLine(longest=400)),
    ]
    if not around.view.papers_lacking:
        return fields
    lacking = Chips()
    lacking.offer([(paper, paper) for paper in around.view.papers_lacking])
    lacking.setFocusProxy(lacking.findChildren(Chip)[0])
    return [Asked("papers", "deed.papers", lacking), *fields]


def scans(around: Around) -> list[Asked]:
    """Files, what they are called, and which paper they are."""
    view = around.view
    service = around.catalogue.service(str(view.registered.get("service") or ""))
    known = (*view.papers_lacking, *view.papers_received, *_papers_of(service))
    choices = [(paper, paper) for paper in dict.fromkeys(known)]
    return [
        Asked("files", "deed.files", FilesField()),
        Asked("title", "deed.files.title", TextLine(longest=400)),
        Asked("paper", "deed.files.paper", Select([("", "deed.files.no_paper"), *choices])),
    ]


def completion(around: Around) -> list[Asked]:
    """Which empty field, and its value."""
    empty = empty_fields(around.view)
    field = Select([(name, field_name(name)) for name in empty])
    return [
        Asked("field", "deed.field", field),
        Asked("value", "deed.value", TextArea(lines=3)),
    ]


def needs(around: Around) -> list[Asked]:
    """What each party needs, and why that is put right."""
    fields = []
    for place, party in enumerate(around.view.parties):
        name = f"party.{place}.needs"
        chips = Chips()
        chips.offer([(need, f"intake.need.{need}") for need in get_args(Need)])
        chips.choose(party.party.needs)
        chips.setFocusProxy(chips.findChildren(Chip)[0])
        fields.append(Asked(name, field_name(name), chips))
    return [*fields, *asked.reason(around)]


def urgency(around: Around) -> list[Asked]:
    """How urgent, and why."""
    which = Select([(one, f"priority.{one}") for one in PRIORITIES])
    if around.view.priority in PRIORITIES:
        which.choose(around.view.priority)
    return [Asked("priority", "register.priority", which), *asked.reason(around)]


def holder(around: Around) -> list[Asked]:
    """Which post or officer goes on with it."""
    posts = [Option(one.key, one.title) for one in around.catalogue.all(Post)]
    people = [Option(user, name, user) for user, name in around.officers.items()]
    return [Asked("holder", "register.holder", Finder(among([*people, *posts])))]


def twin(around: Around) -> list[Asked]:
    """Under which request it is followed up: one of the same person, or any by its code."""
    return [Asked("into", "deed.into", Finder(_requests(around))), *asked.reason(around)]


def empty_fields(view: RequestView) -> list[str]:
    """What was left empty and can be filled in."""
    fields = [f"matter.{name}" for name in _MATTER if not asked.matter_now(view, name)]
    for place, party in enumerate(view.parties):
        person = party.person
        known = {name for name in _PERSON if person is not None and getattr(person, name)}
        fields += [f"party.{place}.{name}" for name in _PERSON if name not in known]
    return fields


def open_referrals(view: RequestView) -> list[tuple[str, str]]:
    """Event and addressee of the referrals that neither came back nor were answered."""
    return [
        (item.event_id, str(item.facts.get("title") or ""))
        for item in view.referrals
        if view.stages.get(item.event_id) != "gone"
    ]


def _answered(around: Around) -> list[Asked]:
    there = open_referrals(around.view)
    if not there:
        return []
    which = Select([*there, ("", "deed.referral.own")])
    return [Asked("referral", "deed.referral.answered", which)]


def _papers_of(service: Service | None) -> tuple[str, ...]:
    return service.papers if service is not None else ()


def _requests(around: Around) -> Source:
    """The person's other requests, and any request whose whole code is typed."""
    offered = {hit.tracking_code: _option(hit) for hit in around.near}
    near = among(list(offered.values()))

    def found(wanted: str) -> Sequence[Option]:
        code = bare_code(wanted)
        if len(code) == CODE_LENGTH and check_code(code):
            return [offered.get(code) or Option(code, shown_code(code), say("deed.into.code"))]
        return near(wanted)

    return found


def _option(hit: Hit) -> Option:
    what = hit.subject or hit.service_title or hit.kind_title
    day = shown_day(local_date(hit.received_at))
    return Option(hit.request_id, what, f"{shown_code(hit.tracking_code)}  ·  {day}")

"""The page of one request: how it stands, what was received, who answers, and the answer."""

from datetime import date
from html import escape
from typing import Final

from central.public.frame import page, titled
from central.public.html import Html, Inside, both, el, within
from central.public.shown import ShownAnswer, ShownStep
from central.public.speech import Speech
from central.public.standing import Standing
from central.public.survey import Questionnaire
from central.public.writing_forms import Written, writing_forms
from desk_app.records.codes import group_code
from desk_app.records.effective_due import iso_day
from desk_app.records.jalali import local_date
from desk_app.records.visitor_bodies import VISITOR

_ROOM: Final = 8_000
"""Bytes of answers on one page; what is longer is to be had from the office."""

_LESS_ROOM: Final = 2_000
"""The same beside a form that was refused, whose words are kept."""

_MOST_STEPS: Final = 12
_MOST_PLACES: Final = 4
_MOST_PAPERS: Final = 12


def request_page(
    speech: Speech, standing: Standing, survey: Questionnaire, handle: str, written: Written
) -> str:
    """The whole page; ``written`` is what came of a form that was sent from it."""
    office = standing.office.name
    word, _ = standing.heading
    inside = both(
        written.notice(speech),
        _state(speech, standing),
        _answers(speech, standing, _LESS_ROOM if written.wrong else _ROOM),
        _papers(speech, standing),
        _received(speech, standing),
        _who(speech, standing),
        _steps(speech, standing),
        writing_forms(speech, standing, survey, handle, written),
        _reach(speech, standing),
    )
    title = speech.say(f"state.{word}")
    demo = bool(office and office.demonstration)
    return page(speech, title, inside, handle=handle, demo=demo)


def _state(speech: Speech, standing: Standing) -> Html:
    word, tone = standing.heading
    lines = [el("p", line) for line in _told(speech, standing, word)]
    title = speech.say(f"state.{word}")
    return titled("h1", title, "t", *lines, cls=f"card state {tone}".rstrip())


def _told(speech: Speech, standing: Standing, word: str) -> list[str]:
    if word == "overdue" and standing.due:
        return [speech.say("overdue", day=speech.day(standing.due), days=standing.overdue_days)]
    if word == "answered" and standing.answered_late and standing.due:
        return [speech.say("answered_late", day=speech.day(standing.due))]
    if word == "under_way" and standing.due:
        left = (standing.due - local_date(standing.now_ms)).days
        code = "due_today" if left == 0 else "due_in"
        return [speech.say(code, day=speech.day(standing.due), days=left)]
    return [speech.say("no_date")] if word == "under_way" else []


def _answers(speech: Speech, standing: Standing, room: int) -> Html | None:
    """Answers that stand, the newest first, as far as there is room."""
    parts: list[Html] = []
    for answer in reversed(standing.shown.answers):
        if room <= 0:
            break
        told = _answer(speech, answer, room)
        room -= len(told.encode())
        parts.append(told)
    if not parts:
        return None
    return titled("h2", speech.say("answer"), "answer", *parts)


def _answer(speech: Speech, answer: ShownAnswer, room: int) -> Html:
    rows: list[tuple[str, Inside]] = [
        ("answer.result", speech.named("result", answer.result)),
        ("answer.on", speech.day_of(answer.at)),
    ]
    cut = False
    for code, text in (
        ("answer.reason", answer.reason),
        ("answer.done", answer.done),
        ("answer.basis", answer.basis),
        ("answer.objection", answer.objection),
    ):
        told = within(text, room)
        room -= len(escape(told).encode())
        cut = cut or told != text
        rows += [(code, _words(speech, told))] if told else []
    if answer.letter:
        day = iso_day(answer.letter_date)
        letter = both(speech.data(answer.letter), f" · {speech.day(day)}" if day else "")
        rows.append(("answer.letter", letter))
    return both(_list(speech, rows), el("p", speech.say("answer.cut")) if cut else None)


def _papers(speech: Speech, standing: Standing) -> Html | None:
    shown = standing.shown
    if not shown.awaited or shown.answers or not shown.in_hand:
        return None
    items = [el("li", speech.data(paper)) for paper in shown.awaited[:_MOST_PAPERS]]
    by = iso_day(shown.come_by)
    until = el("p", speech.say("papers.by", day=speech.day(by))) if by else None
    return titled("h2", speech.say("papers"), "papers", el("ul", *items), until)


def _received(speech: Speech, standing: Standing) -> Html:
    shown, found = standing.shown, standing.found
    rows: list[tuple[str, Inside]] = [
        ("received.kind", both(*_joined(speech, shown.kind, shown.service))),
        ("received.on", speech.day_of(shown.at)),
        ("received.office", speech.data(shown.office)),
        ("received.code", el("span", speech.digits(group_code(found.code)), cls="num")),
    ]
    if standing.promised:
        rows.append(("promised", _day(speech, standing.promised)))
    if standing.due and standing.due != standing.promised:
        rows.append(("due", both(_day(speech, standing.due), _why(speech, standing))))
    return titled("h2", speech.say("received"), "received", _list(speech, rows))


def _why(speech: Speech, standing: Standing) -> Html:
    if standing.shown.extended:
        return el("span", speech.say("due.extended"), cls="also")
    names = [speech.say("due.closed", day=speech.day(one.day)) for one in standing.moved_by[:3]]
    return both(*(el("span", name, cls="also") for name in names))


def _who(speech: Speech, standing: Standing) -> Html | None:
    shown = standing.shown
    rows: list[tuple[str, Inside]] = [
        ("where", _place(speech, place.title, place.since, place.due))
        for place in (shown.places[:_MOST_PLACES] if shown.in_hand else ())
    ]
    told = shown.responsible
    if not rows and shown.in_hand and not shown.answers and told.unit_title:
        rows.append(("where", speech.data(told.unit_title)))
    named = standing.holder or (speech.say("vacant") if standing.post_known else "")
    post = el("span", *_joined(speech, told.post_title, told.unit_title), cls="also")
    if named or told.post_title:
        rows.append(("who", both(speech.data(named), post if told.post_title else None)))
    if told.reach:
        rows.append(("reach", speech.data(told.reach)))
    return titled("h2", speech.say("in_whose_hands"), "who", _list(speech, rows)) if rows else None


def _place(speech: Speech, title: str, since: int, due: str) -> Html:
    until = iso_day(due)
    told = [el("span", speech.say("where.since", day=speech.day_of(since)), cls="also")]
    if until:
        told.append(el("span", speech.say("where.due", day=speech.day(until)), cls="also"))
    return both(speech.data(title), *told)


def _steps(speech: Speech, standing: Standing) -> Html:
    items = [
        el(
            "li",
            el("time", speech.moment(step.at)),
            both(speech.say(f"step.{step.type}"), _about(speech, step)),
        )
        for step in reversed(standing.shown.steps[-_MOST_STEPS:])
    ]
    return titled("h2", speech.say("steps"), "steps", el("ol", *items, cls="steps"))


def _about(speech: Speech, step: ShownStep) -> Html | None:
    if step.type == "Referred" and step.about:
        return both(": ", speech.data(step.about))
    if step.type == "Extended" and (day := iso_day(step.about)):
        return both(": ", speech.day(day))
    if step.type == "Surveyed" and step.about == VISITOR:
        return both(" ", speech.say("step.by_you"))
    return None


def _reach(speech: Speech, standing: Standing) -> Html | None:
    office = standing.office.name
    if office is None or not (office.phone or office.address or office.complaint):
        return None
    rows: list[tuple[str, Inside]] = [
        (code, speech.data(text))
        for code, text in (
            ("office.phone", office.phone),
            ("office.address", office.address),
            ("office.complaint", office.complaint),
        )
        if text
    ]
    return titled("h2", speech.say("office"), "office", _list(speech, rows))


def _list(speech: Speech, rows: list[tuple[str, Inside]]) -> Html:
    return el(
        "dl", *(both(el("dt", speech.say(f"row.{code}")), el("dd", told)) for code, told in rows)
    )


def _day(speech: Speech, day: date) -> Html:
    return el("time", speech.day(day), datetime=day.isoformat())


def _words(speech: Speech, text: str) -> Html:
    return el("span", speech.digits(text), cls="words", dir="auto")


def _joined(speech: Speech, *texts: str) -> list[Inside]:
    found: list[Inside] = []
    for text in texts:
        if text:
            found += [" · ", speech.data(text)] if found else [speech.data(text)]
    return found

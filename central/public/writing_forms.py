"""The forms at the foot of a request's page: ask again, complain, say how satisfied one is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from central.public.frame import field_of, titled
from central.public.html import Html, both, el, within
from central.public.saying import ABOUT, MOST_TEXT
from central.public.speech import Speech
from central.public.standing import Standing
from central.public.survey import Questionnaire

_ROOM = 9_000
"""Bytes of what was typed that a refused form gives back."""
ASK, COMPLAIN, SURVEY = "ask", "complain", "survey"


@dataclass(frozen=True, slots=True)
class Written:
    """What came of a form: which one, the code of what was wrong (empty for done), the fields."""

    form: str = ""
    wrong: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)

    def notice(self, speech: Speech) -> Html | None:
        """Said first of all: that it was taken, or why not."""
        if not self.form:
            return None
        tone = "bad" if self.wrong else "good"
        said = (
            speech.say(self.wrong, **self.params) if self.wrong else speech.say(f"{self.form}.done")
        )
        way = el("a", said, href=f"#{self.form}") if self.wrong else said
        inside = el("p", way, cls="wrong" if self.wrong else False)
        return el(
            "div", inside, cls=f"card {tone}", tabindex=-1, autofocus=True,
            role="alert" if self.wrong else "status",
        )  # fmt: skip

    def kept(self, form: str, name: str) -> str:
        """What was typed into a field of a form that was refused."""
        kept = self.typed.get(name, "") if self.form == form and self.wrong else ""
        return within(kept, _ROOM)


def writing_forms(
    speech: Speech, standing: Standing, survey: Questionnaire, handle: str, written: Written
) -> Html | None:
    """Each form folded, except one that was refused."""
    shown = standing.shown
    forms = []
    if shown.in_hand or shown.answers:
        forms.append(_folded(speech, ASK, handle, written, _ask(speech, written)))
    forms.append(_folded(speech, COMPLAIN, handle, written, _complain(speech, standing, written)))
    if not shown.surveyed and (shown.answers or not shown.in_hand):
        forms.append(_folded(speech, SURVEY, handle, written, _survey(speech, survey, written)))
    return titled("h2", speech.say("write"), "write", *forms, cls="card screen")


def _folded(speech: Speech, form: str, handle: str, written: Written, fields: Html) -> Html:
    inside = el(
        "form", field_of(handle), el("p", speech.say(f"{form}.lead")), fields,
        el("button", speech.say(f"{form}.send")),
        method="post", action=speech.path(f"/{form}"), autocomplete="off",
    )  # fmt: skip
    opened = written.form == form and bool(written.wrong)
    return el("details", el("summary", speech.say(form)), inside, id=form, open=opened)


def _ask(speech: Speech, written: Written) -> Html:
    return _text(speech, ASK, written, needed=False)


def _complain(speech: Speech, standing: Standing, written: Written) -> Html:
    chosen = written.kept(COMPLAIN, "about")
    choices = [
        _tick(speech.say(f"about.{key}"), "radio", "about", key, checked=key == chosen)
        for key in ABOUT
    ]
    about = el("fieldset", el("legend", speech.say("about")), el("div", *choices, cls="ticks"))
    sealed = None
    if standing.in_confidence:
        sealed = el(
            "div",
            _tick(
                speech.say("sealed"), "checkbox", "sealed", "1",
                checked=bool(written.kept(COMPLAIN, "sealed")), aria_describedby="sealed-hint",
            ),
            el("span", speech.say("sealed.hint"), cls="hint", id="sealed-hint"),
            cls="field",
        )  # fmt: skip
    return both(about, _text(speech, COMPLAIN, written, needed=True), sealed)


def _survey(speech: Speech, survey: Questionnaire, written: Written) -> Html:
    items = []
    for item in survey.items:
        chosen = written.kept(SURVEY, f"g.{item.key}")
        ticks = [
            _tick(
                grade.words[speech.language], "radio", f"g.{item.key}", str(grade.value),
                checked=str(grade.value) == chosen,
            )
            for grade in survey.grades
        ]  # fmt: skip
        words = el("legend", item.words[speech.language])
        items.append(el("fieldset", words, el("div", *ticks, cls="ticks")))
    return both(*items, _text(speech, SURVEY, written, needed=False))


def _text(speech: Speech, form: str, written: Written, *, needed: bool) -> Html:
    name = f"{form}-text"
    return el(
        "div",
        el("label", speech.say(f"{form}.text"), for_=name),
        el("span", speech.say("text.hint", most=MOST_TEXT), cls="hint", id=f"{name}-hint"),
        el(
            "textarea", "\n", written.kept(form, "text"), id=name, name="text", rows=4,
            maxlength=MOST_TEXT, dir="auto", required=needed, aria_describedby=f"{name}-hint",
        ),
        cls="field",
    )  # fmt: skip


def _tick(words: str, kind: str, name: str, value: str, **more: str | bool) -> Html:
    box = el("input", type=kind, name=name, value=value, **more)
    return el("label", box, el("span", words), cls="tick")

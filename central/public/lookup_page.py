"""The first page: tracking code and follow-up number, with what was wrong said at the field."""

from collections.abc import Mapping

from central.public.frame import page, titled
from central.public.html import Html, el
from central.public.speech import Speech
from desk_app.records.codes import CODE_LENGTH, bare_code, check_code, group_code
from desk_app.records.errors import Mistake, UserMistake

CODE, NUMBER = "code", "number"
_DIGITS_OF_NUMBER = 6
_MOST_SHOWN = 40


def lookup_page(
    speech: Speech,
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> str:
    """The form, with what was typed and the sentence of each field that is wrong."""
    values, mistakes = typed or {}, wrong or {}
    form = el(
        "form",
        _field(speech, CODE, values.get(CODE, ""), mistakes.get(CODE, "")),
        _field(speech, NUMBER, values.get(NUMBER, ""), mistakes.get(NUMBER, "")),
        el("button", speech.say("look")),
        method="post", action=speech.path("/"), novalidate=True, autocomplete="off",
    )  # fmt: skip
    title = speech.say("title")
    inside = titled("h1", title, "t", _summary(speech, mistakes), el("p", speech.say("lead")), form)
    return page(speech, speech.say("wrong", title=title) if mistakes else title, inside)


def message_page(speech: Speech, code: str, *lines: str, tone: str = "warn") -> str:
    """A heading, sentences, and the way back to the form."""
    title = speech.say(code)
    paragraphs = [el("p", line) for line in lines]
    back = el("p", el("a", speech.say("again"), href=speech.path("/")))
    inside = titled("h1", title, "t", *paragraphs, back, cls=f"card state {tone}")
    return page(speech, title, inside)


def checked(typed: Mapping[str, str]) -> tuple[str, str]:
    """Code and number in ASCII digits, from any digits and however grouped.

    Raises UserMistake that names each field that is wrong.
    """
    code, number = bare_code(typed.get(CODE, "")), bare_code(typed.get(NUMBER, ""))
    mistakes = [mistake for mistake in (_of_code(code), _of_number(number)) if mistake is not None]
    if mistakes:
        raise UserMistake(*mistakes)
    return code, number


def said(speech: Speech, mistake: UserMistake) -> dict[str, str]:
    """The sentence of each field that is wrong."""
    return {each.field: speech.say(each.code, **each.params) for each in mistake.mistakes}


def as_typed(text: str) -> str:
    """What was typed, as it is put back into a field."""
    bare = bare_code(text)
    shown = group_code(bare) if len(bare) == CODE_LENGTH and check_code(bare) else text
    return shown[:_MOST_SHOWN]


def _of_code(code: str) -> Mistake | None:
    if not code:
        return Mistake(CODE, "code.missing")
    if not (code.isascii() and code.isdigit()):
        return Mistake(CODE, "code.characters")
    if len(code) != CODE_LENGTH:
        return Mistake(CODE, "code.length", {"count": len(code)})
    return None if check_code(code) else Mistake(CODE, "code.check")


def _of_number(number: str) -> Mistake | None:
    if not number:
        return Mistake(NUMBER, "number.missing")
    if len(number) != _DIGITS_OF_NUMBER or not (number.isascii() and number.isdigit()):
        return Mistake(NUMBER, "number.length")
    return None


def _summary(speech: Speech, mistakes: Mapping[str, str]) -> Html | None:
    """What is wrong, first of all, each with the way to its field."""
    if not mistakes:
        return None
    lines = [
        el("p", el("a", sentence, href=f"#{field}"), cls="wrong")
        for field, sentence in mistakes.items()
    ]
    return el("div", *lines, role="alert", tabindex=-1, autofocus=True)


def _field(speech: Speech, name: str, value: str, wrong: str) -> Html:
    told = f"{name}-hint" + (f" {name}-wrong" if wrong else "")
    return el(
        "div",
        el("label", speech.say(f"field.{name}"), for_=name),
        el("span", speech.say(f"hint.{name}"), cls="hint", id=f"{name}-hint"),
        el("span", wrong, cls="wrong", id=f"{name}-wrong") if wrong else None,
        el(
            "input", type="text", cls="num", id=name, name=name, value=value, inputmode="numeric",
            autocomplete="off", dir="ltr", maxlength=_MOST_SHOWN, aria_describedby=told,
            aria_invalid="true" if wrong else False, aria_required="true",
        ),
        cls="field",
    )  # fmt: skip

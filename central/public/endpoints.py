"""One coroutine for each address of the page."""

from collections.abc import Awaitable, Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from central.public.desk import Locked, PublicDesk
from central.public.forms import read_form
from central.public.frame import HEADERS
from central.public.handles import Handle
from central.public.limits import Limits
from central.public.lookup import Acknowledged, Doubtful, Found, NoSuchLane, NotHere
from central.public.lookup_page import (
    CODE,
    NUMBER,
    as_typed,
    checked,
    lookup_page,
    message_page,
    said,
)
from central.public.request_page import request_page
from central.public.saying import Complaint, Grades, Question
from central.public.speech import Speech
from central.public.writing_forms import ASK, COMPLAIN, SURVEY, Written
from central.web.gate import peer_of
from central.web.rates import Rate
from desk_app.protocol.problems import Problem
from desk_app.records.codes import check_code, parse_code
from desk_app.records.errors import Mistake, UserMistake

_TOO_SOON: Final = Mistake("text", "public.too_soon")
_SLOW_SECONDS: Final = 3.0
"""How long a lane that is guessed at takes to answer."""

Pause = Callable[[float], Awaitable[None]]


class Pages:
    """The addresses in one language."""

    def __init__(self, desk: PublicDesk, limits: Limits, pause: Pause, speech: Speech) -> None:
        self._desk = desk
        self._limits = limits
        self._pause = pause
        self._speech = speech

    async def first(self, request: Request) -> Response:
        """``GET /`` and ``GET /CODE``, as a receipt's code of squares leads to: the form."""
        typed = request.path_params.get("code", "")
        code = as_typed(typed) if check_code(typed) else ""
        return _page(lookup_page(self._speech, {CODE: code}))

    async def look(self, request: Request) -> Response:
        """``POST /``: what lies under a code and its number."""
        peer, _ = peer_of(request)
        self._pass(peer)
        typed = await read_form(request)
        try:
            code, number = checked(typed)
        except UserMistake as mistake:
            shown = {field: as_typed(typed.get(field, "")) for field in (CODE, NUMBER)}
            return _page(lookup_page(self._speech, shown, said(self._speech, mistake)), 422)
        lane = str(parse_code(code)[0])
        if not has_left(self._limits.lanes, lane):
            await self._pause(_SLOW_SECONDS)
        outcome = await self._desk.look(code, number)
        if isinstance(outcome, Found):
            return await self._show(outcome)
        if not isinstance(outcome, Acknowledged):
            self._limits.missing.spend(peer)
            self._limits.lanes.spend(lane)
        return self._told(outcome)

    async def again(self, request: Request) -> Response:
        """``POST /request``: a request that was looked up, in this language."""
        self._pass(peer_of(request)[0])
        form = await read_form(request)
        return await self._with(form, Written())

    async def ask(self, request: Request) -> Response:
        """``POST /ask``: the visitor asks again."""
        form = await read_form(request)
        return await self._write(request, ASK, form, Question(form.get("text", "")))

    async def complain(self, request: Request) -> Response:
        """``POST /complain``: a complaint, to the office or over its head."""
        form = await read_form(request)
        complaint = Complaint(form.get("about", ""), form.get("text", ""), "sealed" in form)
        return await self._write(request, COMPLAIN, form, complaint)

    async def survey(self, request: Request) -> Response:
        """``POST /survey``: how satisfied the visitor is."""
        form = await read_form(request)
        grades = {
            name.removeprefix("g."): int(value)
            for name, value in form.items()
            if name.startswith("g.") and value.isascii() and value.isdigit() and len(value) < 4
        }
        return await self._write(request, SURVEY, form, Grades(grades, form.get("text", "")))

    async def _write(
        self, request: Request, name: str, form: dict[str, str],
        said: Question | Complaint | Grades,
    ) -> Response:  # fmt: skip
        peer, _ = peer_of(request)
        self._pass(peer)
        handle = self._desk.read_handle(form.get("handle", ""))
        if handle is None:
            return self._gone()
        try:
            self._allow(peer, handle, said)
            await self._desk.say(handle, said)
        except UserMistake as mistake:
            code = mistake.code.removeprefix("public.")
            return await self._with(form, Written(name, code, mistake.params, form), 422)
        return await self._with(form, Written(name))

    def _allow(self, peer: str, handle: Handle, said: Question | Complaint | Grades) -> None:
        """Raise ``public.too_soon`` for an address, or a sealed complaint, over its allowance."""
        spent = [(self._limits.writing, peer)]
        if isinstance(said, Complaint) and said.in_confidence:
            spent.append((self._limits.in_confidence, f"{handle.office}/{handle.request}"))
        if not all(has_left(rate, name) for rate, name in spent):
            raise UserMistake(_TOO_SOON)
        for rate, name in spent:
            rate.spend(name)

    async def _with(self, form: dict[str, str], written: Written, status: int = 200) -> Response:
        handle = self._desk.read_handle(form.get("handle", ""))
        found = await self._desk.find(handle) if handle else None
        return await self._show(found, written, status) if found else self._gone()

    async def _show(
        self, found: Found, written: Written | None = None, status: int = 200
    ) -> Response:
        standing = await self._desk.standing(found)
        handle = self._desk.handle_of(found)
        text = request_page(self._speech, standing, self._desk.survey, handle, written or Written())
        return _page(text, status)

    def _told(self, outcome: Acknowledged | NotHere | Doubtful | NoSuchLane | Locked) -> Response:
        speech = self._speech
        match outcome:
            case Acknowledged():
                audience = speech.named("audience", outcome.audience)
                day = speech.day_of(outcome.received_at)
                came = speech.say("acknowledged", day=day, audience=audience)
                more = speech.say("acknowledged.more")
                return _page(message_page(speech, "acknowledged.title", came, more, tone="good"))
            case NotHere():
                seen = outcome.seen_at
                contact = (
                    speech.say("not_here.contact", moment=speech.moment(seen))
                    if seen
                    else speech.say("not_here.never")
                )
                return _page(
                    message_page(
                        speech,
                        "not_here",
                        speech.say("not_here.waits"),
                        contact,
                        speech.say("not_here.check"),
                    )
                )
            case Doubtful():
                return _page(message_page(speech, "doubtful", speech.say("doubtful.ask")))
            case NoSuchLane():
                return _page(message_page(speech, "no_lane", speech.say("no_lane.check")))
        until = speech.moment(outcome.until)
        return _page(message_page(speech, "locked", speech.say("locked.until", moment=until)), 429)

    def _pass(self, peer: str) -> None:
        """Count a request; Problem ``slow_down`` for an address that asked too much."""
        self._limits.missing.check(peer)
        self._limits.asking.take(peer)

    def _gone(self) -> Response:
        return _page(message_page(self._speech, "expired", self._speech.say("expired.look")), 410)


def _page(text: str, status: int = 200) -> Response:
    return HTMLResponse(text, status, HEADERS)


def has_left(rate: Rate, name: str) -> bool:
    """Whether something of an allowance is left."""
    try:
        rate.check(name)
    except Problem:
        return False
    return True

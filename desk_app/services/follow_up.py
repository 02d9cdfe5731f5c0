"""Working on a request: remarks, referrals, answers, telling the person."""

from dataclasses import dataclass, replace
from datetime import date

from desk_app.ports.book import Book, Pen
from desk_app.records import bodies as b
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.event import Event, commitment
from desk_app.records.handed_in import needs_now
from desk_app.records.items import Agency, Unit
from desk_app.records.jalali import local_date
from desk_app.records.request import RequestState
from desk_app.records.text import normalise
from desk_app.services.acting import act, told
from desk_app.services.asking import ANSWER_CHANNELS
from desk_app.services.guard import (
    NAME_LENGTH,
    REASON_LENGTH,
    TEXT_LENGTH,
    Findings,
    needed,
    one_of,
    optional,
)
from desk_app.services.parties import checked_number

CHANNELS = ANSWER_CHANNELS
DONE_LENGTH = 12_000
SHORT_LENGTH = 1_000
RESULTS = ("granted", "partly", "refused", "not_ours", "founded", "unfounded")
NEED_REASON = frozenset({"partly", "refused", "not_ours", "unfounded"})
"""No refusal without its reason (article 16 of the citizen-rights charter)."""
CALLERS = ("applicant", "presenter", "visitor", "other")


@dataclass(frozen=True, slots=True)
class Refer:
    """Send a request to a unit or another agency."""

    request_id: str
    reason: str
    unit: str = ""
    agency: str = ""
    post: str = ""
    due: str = ""
    """ISO date by which the unit answers."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer a request, or one referral of it."""

    request_id: str
    result: str
    reason: str = ""
    basis: str = ""
    done: str = ""
    objection: str = ""
    supersedes: str = ""
    referral: str = ""
    letter: str = ""
    """Number of the paper on which a unit or agency answered."""
    letter_date: str = ""
    """The day that paper bears, ISO date."""


@dataclass(frozen=True, slots=True)
class Tell:
    """Note that the person was told an answer or a call for papers, or could not be reached."""

    request_id: str
    channel: str
    answer: str = ""
    """The event of the answer, or of a unit's call for papers; empty for the latest one."""
    address: str = ""
    reached: bool = True


def note_request(book: Book, request_id: str, text: str) -> Event:
    """Add a remark."""
    remark = needed(text, "text", TEXT_LENGTH)
    return act(book, request_id, "note", "Noted", lambda pen, state: (b.Noted(text=0), (remark,)))


def note_call(book: Book, request_id: str, by: str = "applicant", text: str = "") -> Event:
    """Note that someone telephoned to ask."""
    one_of(by, CALLERS, "by")
    (place,), values = told(optional(text, "text", TEXT_LENGTH))
    return act(
        book,
        request_id,
        "follow_up",
        "Called",
        lambda pen, state: (b.Called(by=by, text=place), values),
    )


def refer_request(book: Book, command: Refer) -> Event:
    """Refer an open request; two referrals at once are both open."""
    reason = needed(command.reason, "reason")
    if bool(command.unit) == bool(command.agency):
        raise UserMistake(Mistake("unit", "refer.where"))
    due = a_date(command.due, "due") if command.due else None

    def say(pen: Pen, state: RequestState) -> tuple[b.Body, tuple[str, ...]]:
        if due:
            not_past(pen, due, "due")
        if command.post and pen.catalogue().post(command.post) is None:
            raise UserMistake(Mistake("post", "post.unknown"))
        parties = range(len(state.registered.parties) if state.registered else 0)
        needs = {need for place in parties for need in needs_now(state, place)}
        to = _addressee(pen, command)
        return b.Referred(
            unit=command.unit,
            agency=command.agency,
            office="" if to.office == pen.office.code else to.office,
            title=to.title,
            post=command.post,
            reason=0,
            due=due.isoformat() if due else "",
            needs=tuple(sorted(needs)),
        ), (reason,)

    return act(book, command.request_id, "follow_up", "Referred", say, on_open=True)


def _addressee(pen: Pen, command: Refer) -> Unit | Agency:
    catalogue = pen.catalogue()
    found = catalogue.unit(command.unit) if command.unit else catalogue.agency(command.agency)
    if found is None:
        raise UserMistake(Mistake("unit", "refer.unknown"))
    return found


def return_referral(book: Book, request_id: str, reason: str, referral: str = "") -> Event:
    """A referral came back without an answer: not ours, papers are missing."""
    why = needed(reason, "reason")

    def say(pen: Pen, state: RequestState) -> tuple[b.Body, tuple[str, ...]]:
        there = [each.event for each in state.open_referrals]
        return b.Returned(referral=the_referral(there, referral), reason=0), (why,)

    return act(book, request_id, "follow_up", "Returned", say)


def the_referral(there: list[str], wanted: str) -> str:
    """The referral that is meant among the open ones: the one named, or the only one.

    UserMistake ``referral.none``, ``referral.which`` or ``referral.not_open`` otherwise.
    """
    if wanted and wanted not in there:
        raise UserMistake(Mistake("referral", "referral.not_open"))
    if not wanted and len(there) != 1:
        code = "referral.which" if there else "referral.none"
        raise UserMistake(Mistake("referral", code))
    return wanted or there[0]


def answer_request(book: Book, command: Answer) -> Event:
    """Record an answer; a refusal names its reason and its legal basis."""
    said = checked_answer(command)
    (at_reason, at_done), values = told(said.reason, said.done)

    def say(pen: Pen, state: RequestState) -> tuple[b.Body, tuple[str, ...]]:
        if said.letter_date and a_date(said.letter_date, "letter_date") > local_date(pen.now_ms):
            raise UserMistake(Mistake("letter_date", "date.future"))
        if said.supersedes and said.supersedes not in state.answers:
            raise UserMistake(Mistake("supersedes", "answer.not_here"))
        there = [each.event for each in state.open_referrals]
        return b.Answered(
            result=said.result,  # type: ignore[arg-type]
            reason=at_reason,
            basis=said.basis,
            done=at_done,
            objection=said.objection,
            letter=said.letter,
            letter_date=said.letter_date,
            supersedes=said.supersedes,
            referral=the_referral(there, said.referral) if said.referral else "",
        ), values

    return act(book, command.request_id, "answer", "Answered", say, on_open=True)


def checked_answer(command: Answer) -> Answer:
    """The answer with its texts cleaned; UserMistake names every field that lacks or is wrong."""
    found = Findings()
    said = replace(
        command,
        reason=found.text(command.reason, "reason", REASON_LENGTH),
        done=found.text(command.done, "done", DONE_LENGTH),
        basis=found.text(command.basis, "basis"),
        objection=found.text(command.objection, "objection", SHORT_LENGTH),
        letter=found.text(command.letter, "letter", NAME_LENGTH),
    )
    if said.letter_date and not said.letter:
        found.add("letter", "answer.letter_missing")
    if said.result not in RESULTS:
        found.add("result", "answer.result")
    if said.result in NEED_REASON and not said.reason:
        found.add("reason", "answer.reason_missing")
    if said.result in NEED_REASON and not said.basis:
        found.add("basis", "answer.basis_missing")
    found.settle()
    return said


def tell_answer(book: Book, command: Tell) -> Event:
    """Note how the person was told; once per answer, channel and address."""
    if command.channel not in CHANNELS:
        raise UserMistake(Mistake("channel", "tell.channel"))
    address = _address(command)
    (place,), values = told(address)

    def say(pen: Pen, state: RequestState) -> tuple[b.Body, tuple[str, ...]]:
        answer = command.answer or _to_tell(state)
        if answer not in state.answers and answer not in state.papers_asked:
            raise UserMistake(Mistake("answer", "answer.none"))
        key = _address_key(pen, state, address)
        if command.reached and (answer, command.channel, key) in state.told:
            raise UserMistake(Mistake("channel", "tell.already"))
        return b.Told(
            answer=answer,
            channel=command.channel,
            address=place,
            address_key=key,
            reached=command.reached,
        ), values

    return act(book, command.request_id, "follow_up", "Told", say)


def _to_tell(state: RequestState) -> str:
    """What the person waits for: papers that a unit asks for, or the latest answer."""
    if state.awaited_papers:
        return max(state.papers_asked.values(), key=lambda call: call.order).event
    current = state.current_answers
    return current[-1].event if current else ""


def _address(command: Tell) -> str:
    """The address in the one form in which it is compared: bare digits for a telephone."""
    found = Findings()
    address = found.text(command.address, "address")
    if address and command.channel == "sms":
        address = checked_number("mobile", address, found)
    elif address and command.channel == "phone":
        address = checked_number("phone", address, found)
    found.settle()
    return address


def _address_key(pen: Pen, state: RequestState, address: str) -> str:
    """What makes two tellings one at every desk that may read the request, and nowhere else."""
    if not address:
        return ""
    plain = normalise(address).encode()
    return commitment(state.salt.encode(), plain) if state.salt else pen.digest(plain)


def a_date(text: str, field: str) -> date:
    """An ISO date from a field; UserMistake ``date.missing`` or ``date.format`` otherwise."""
    if not text:
        raise UserMistake(Mistake(field, "date.missing"))
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UserMistake(Mistake(field, "date.format")) from error


def not_past(pen: Pen, day: date, field: str) -> None:
    """Raise UserMistake ``date.past`` for a day before today."""
    if day < local_date(pen.now_ms):
        raise UserMistake(Mistake(field, "date.past"))

"""The answer to a telephone call: what, where, whose, since when, until when, why late."""

import datetime as dt
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ports.queries import PartyView, RequestView, TimelineItem
from desk_app.records.identity import mask_id
from desk_app.records.jalali import local_date
from ui.pages.hits import UNANSWERED, is_overdue, listed, shown_day, shown_moment, state_of
from ui.pages.request.asked import matter_now
from ui.texts import ordered, say, shown
from ui.widgets.buttons import Button
from ui.widgets.labels import Words
from ui.widgets.showing import Card, CodeDisplay, StatusPill

_ASKED: Final = ("what", "where", "whose", "since", "due", "why")


class Glance(Card):
    """The summary of one request; ``request_wanted`` is that under which it is followed up."""

    request_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._title = Words(letters="section", wrap=True)
        self._pill = StatusPill()
        self._code = CodeDisplay("request.code")
        self._labels = {
            name: Words(f"request.{name}", letters="caption", tone="muted") for name in _ASKED
        }
        self._values = {name: Words(wrap=True) for name in _ASKED}
        self._notes = Words(letters="caption", tone="muted", wrap=True)
        self._unheard = Words("request.unheard", letters="strong", tone="bad", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title, 1)
        head.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignTop)
        across = QHBoxLayout()
        across.setSpacing(24)
        across.addLayout(self._facts(), 1)
        across.addWidget(self._code, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self.body.addWidget(self._unheard)
        self.body.addLayout(across)
        self.body.addWidget(self._notes)
        self._into = ""
        self._joined = Button("request.joined", "quiet", icon="forward")
        self._joined.clicked.connect(lambda: self.request_wanted.emit(self._into))
        self.body.addWidget(self._joined, 0, Qt.AlignmentFlag.AlignLeading)

    def show_view(self, view: RequestView, today: dt.date) -> None:
        """Show a request as of a day."""
        hit = view.hit
        self._title.setText(shown(hit.subject or hit.service_title or hit.kind_title))
        self._pill.show_state(*state_of(hit, today))
        self._code.show_code(hit.tracking_code)
        values = {
            "what": " · ".join(part for part in (hit.kind_title, hit.service_title) if part),
            "where": where_is(view),
            "whose": whose(view),
            "since": _since(view, today),
            "due": _due(view, today),
            "why": _why(view, today),
        }
        for name, value in values.items():
            self._values[name].setText(value)
            self._values[name].setVisible(bool(value))
            self._labels[name].setVisible(bool(value))
        overdue = is_overdue(hit, today)
        self._values["due"].set_tone("bad" if overdue else "text")
        self._notes.setText("   ·   ".join(_notes(view)))
        self._unheard.setVisible(view.unheard)
        self._into = next(iter(view.joined_into), "")
        self._joined.setVisible(bool(self._into))

    def _facts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, name in enumerate(_ASKED):
            grid.addWidget(self._labels[name], row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._values[name], row, 1)
        return grid


class People(QWidget):
    """The parties, the text and the papers of one request."""

    def __init__(self) -> None:
        super().__init__()
        self._parties = Words(wrap=True)
        self._text = Words(wrap=True)
        self._papers = Words(tone="muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for words in (self._text, self._parties, self._papers):
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(words)

    def show_view(self, view: RequestView) -> None:
        """Show who and what."""
        told = [matter_now(view, "text"), matter_now(view, "place")]
        self._show(self._text, "\n".join(ordered(part) for part in told if part))
        self._show(self._parties, "\n".join(_party(each) for each in view.parties))
        self._show(self._papers, "\n".join(_papers(view)))

    @staticmethod
    def _show(words: Words, text: str) -> None:
        words.setText(text)
        words.setVisible(bool(text))


def where_is(view: RequestView) -> str:
    """Where the request is now and with whom."""
    hit = view.hit
    if hit.status == "referred":
        return "\n".join(_with_unit(item) for item in view.referrals if is_open(view, item))
    if hit.status == "papers":
        return say("request.where.papers", papers=listed(*view.awaited_papers))
    if hit.status == "answered" and view.answers:
        result = say(f"result.{view.answers[-1].facts.get('result', '')}")
        return say("request.where.answered", result=result)
    if hit.status in ("closed", "voided", "withdrawn"):
        return say(f"request.where.{hit.status}")
    holder = _holder(view)
    return say("request.where.desk", holder=holder) if holder else say("request.where.desk.plain")


def _holder(view: RequestView) -> str:
    """Who goes on with it: to whom it was handed, else who was printed and how to reach them."""
    handed = [item.facts for item in view.timeline if item.type == "Assigned"]
    if view.holder:
        titles = (str(facts.get("title") or "") for facts in reversed(handed))
        return next((title for title in titles if title), view.holder)
    who = view.registered.get("responsible", {})
    return listed(*(shown(str(who.get(name) or "")) for name in ("holder", "unit_title", "reach")))


def is_open(view: RequestView, referral: TimelineItem) -> bool:
    """Whether a referral neither came back nor was answered."""
    return view.stages.get(referral.event_id) != "gone"


def _with_unit(referral: TimelineItem) -> str:
    """To whom, since when, until when, and what the person needs there."""
    facts = referral.facts
    where = say(
        "request.where.referred",
        title=str(facts.get("title") or ""),
        when=shown_moment(referral.at),
    )
    due = str(facts.get("due") or "")
    until = say("request.where.until", day=shown_day(due)) if due else ""
    needs = listed(*(say(f"intake.need.{need}") for need in facts.get("needs") or ()))
    along = say("request.where.needs", needs=needs) if needs else ""
    return "، ".join(part for part in (where, until, along) if part)


def whose(view: RequestView) -> str:
    """Name, masked number and mobile of the applicant."""
    applicant = next((one for one in view.parties if one.party.role == "applicant"), None)
    if applicant is None:
        return say("party.unknown_person")
    return _told(applicant)


def _told(party: PartyView) -> str:
    person = party.person
    if person is None:
        withheld = party.party.established == "withheld"
        return say("party.withheld_person" if withheld else "party.unknown_person")
    father = say("party.father", name=person.father_name) if person.father_name else ""
    number = shown(mask_id(person.id_number)) if person.id_number else ""
    parts = (person.full_name, father, number, shown(person.mobile))
    return listed(*parts) or say("party.unknown_person")


def _party(party: PartyView) -> str:
    relation = f" ({party.party.relation})" if party.party.relation else ""
    needs = [say(f"intake.need.{need}") for need in party.party.needs]
    asked = f" — {say('intake.needs')}: {listed(*needs)}" if needs else ""
    return f"{say(f'party.{party.party.role}')}{relation}: {_told(party)}{asked}"


def _papers(view: RequestView) -> list[str]:
    lines = []
    for name in ("received", "lacking"):
        papers = view.papers_received if name == "received" else view.papers_lacking
        if papers:
            lines.append(say(f"request.papers.{name}", papers=listed(*map(str, papers))))
    told = view.matter.outside if view.matter else ()
    outside = view.fields.get("matter.outside") or told
    if outside:
        numbers = listed(*(shown(_outside(one)) for one in outside))
        lines.append(say("request.outside", numbers=numbers))
    return lines


def _outside(number: object) -> str:
    if isinstance(number, dict):
        return f"{number.get('number', '')}"
    return str(getattr(number, "number", number))


def _since(view: RequestView, today: dt.date) -> str:
    hit = view.hit
    since = say("request.since.is", when=shown_moment(hit.received_at), counter=shown(hit.counter))
    days = (today - local_date(hit.received_at)).days
    return f"{since} ({say('request.days_ago', count=days)})" if days > 0 else since


def _due(view: RequestView, today: dt.date) -> str:
    if not view.due:
        return say("request.promised.none")
    day = shown_day(view.due)
    if view.promised and view.promised != view.due:
        day = say("request.due.moved", day=day, promised=shown_day(view.promised))
    left = (dt.date.fromisoformat(view.due) - today).days
    if view.hit.status not in UNANSWERED:
        return day
    gone = say("request.late", count=-left) if left < 0 else say("request.left", count=left)
    return listed(day, gone) if left else day


def _why(view: RequestView, today: dt.date) -> str:
    """Why the due day moved, or what an overdue request waits for."""
    if view.due_reasons:
        return "؛ ".join(shown(reason) for reason in view.due_reasons)
    if not is_overdue(view.hit, today):
        return ""
    late = [
        item
        for item in view.referrals
        if is_open(view, item) and "" < str(item.facts.get("due") or "") < today.isoformat()
    ]
    if late:
        title, day = str(late[0].facts.get("title") or ""), shown_day(str(late[0].facts["due"]))
        return say("request.why.unit", title=title, day=day)
    if view.papers_lacking:
        return say("request.papers.lacking", papers=listed(*view.papers_lacking))
    return where_is(view) if view.referrals else say("request.why.not_referred")


def _notes(view: RequestView) -> list[str]:
    notes = [
        say("request.follow_up.is", number=shown(view.follow_up)),
        say("request.copies", count=view.copies) if view.copies else say("request.copies.none"),
    ]
    if view.priority in ("urgent", "critical"):
        notes.insert(0, say(f"priority.{view.priority}"))
    if view.audience:
        notes.append(say("request.sealed"))
    if view.action_pending:
        notes.append(say("request.pending"))
    if view.erased:
        notes.append(say("request.erased"))
    return notes

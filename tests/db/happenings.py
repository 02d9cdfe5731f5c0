"""Random events of every type, from several honest and dishonest hands, for machines of tests."""

import random
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pyrage

from db.names import key_of
from desk_app.ports.line import Placed
from desk_app.records import bodies as b
from desk_app.records import unit_bodies as u
from desk_app.records.codes import make_code
from desk_app.records.event import Draft, Entry, Event, Subject, hold, write_entry
from desk_app.records.ids import new_id
from desk_app.records.kinds_of_event import BODIES, SUBJECTS, body_data
from desk_app.records.paper_bodies import PapersBrought
from desk_app.records.persons import Matter, OutsideNumber, Party, Person
from desk_app.records.sealed import seal

START_MS = 1_797_000_000_000
NAMES = ("علی", "زهرا", "محمدرضا", "علی‌اکبر", "احمدی", "كريمي", "رضایی", "حسینی", "نوروز")
WORDS = ("آسفالت", "پروانه", "اینجانب", "ساختمان", "شکایت", "انشعاب", "آب", "وام", "سیل")
PAPERS = ("شناسنامه", "سند", "وکالت‌نامه")
DAYS = tuple(f"2026-12-{day:02d}" for day in range(12, 31))
AUDIENCE = pyrage.x25519.Identity.generate()


@dataclass
class Author:
    """A desk that only writes: its log, what it wrote, what it may write about."""

    log: str
    lane: int
    office: str
    seq: int = 0
    written: list[Placed] = field(default_factory=list)


class Happenings:
    """A world of authors; every deed is decided by one seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.authors = [Author(self._id(), 421_507 + at // 2, f"100{at % 2}") for at in range(3)]
        self.everything: list[Placed] = []
        self._subjects: dict[str, list[str]] = {kind: [] for kind in SUBJECTS}
        self._events: list[Event] = []
        self._held: dict[str, list[str]] = {}

    def happen(self, count: int) -> list[Placed]:
        """So many more entries, of any type, by any author."""
        first = len(self.everything)
        while len(self.everything) < first + count:
            author = self.chance.choice(self.authors)
            odd = self.chance.random()
            if odd < 0.03:
                self._put(author, self._strange(author))
            elif odd < 0.06 and self.everything:
                self._record_again(author)
            elif odd < 0.08 and self._events:
                self._put(author, self._twin())
            else:
                self._put(author, self._ordinary(author))
        return self.everything[first:]

    def _put(self, author: Author, entry: Entry) -> None:
        author.seq += 1
        placed = Placed(author.log, author.seq, entry)
        author.written.append(placed)
        self.everything.append(placed)

    def _record_again(self, author: Author) -> None:
        self._put(author, self.chance.choice(self.everything).entry)

    def _ordinary(self, author: Author) -> Entry:
        kind = self.chance.choice(["request"] * 12 + list(SUBJECTS))
        subject = self._subject(kind)
        fresh = subject not in self._subjects[kind]
        types = sorted(SUBJECTS[kind])
        if fresh and kind in ("request", "visit") and self.chance.random() < 0.9:
            name = "Registered" if kind == "request" else "Visited"
        else:
            name = self.chance.choice(types)
        if fresh:
            self._subjects[kind].append(subject)
        body, values = self._body(author, name, subject)
        draft = Draft(
            subject=Subject(kind, subject), type=name, body=body_data(body), values=values
        )
        if kind == "request" and self.chance.random() < 0.06:
            draft = msgspec.structs.replace(draft, audience="oversight")
            draft = seal(draft, [str(AUDIENCE.to_public())])
        return self._entry(author, draft)

    def _entry(self, author: Author, draft: Draft, **changed: Any) -> Entry:
        beside = hold(draft.values, self.chance.randbytes(16))
        known = [event.id for event in self._events if event.subject == draft.subject]
        replaced = tuple(each for each in known if self.chance.random() < 0.3)
        event = Event(
            id=self._id(),
            hlc=self._clock(),
            actor=self.chance.choice(("sara", "omid")),
            role=self.chance.choice(("officer", "supervisor", "centre", "guest")),
            office=author.office,
            subject=draft.subject,
            type=draft.type,
            v=draft.v,
            body=draft.body,
            held=tuple(beside),
            replaces=replaced,
            audience=draft.audience,
        )
        event = msgspec.structs.replace(event, **changed)
        self._events.append(event)
        self._held.setdefault(draft.subject.id, []).extend(beside)
        return write_entry(event, beside)

    def _strange(self, author: Author) -> Entry:
        subject = Subject("request", self._subject("request"))
        draft = Draft(subject=subject, type="Noted", body={"text": 0}, values=("…",))
        change = msgspec.structs.replace
        far = b.Registered(code="9", follow_up="1", at=1 << 60, kind="request")
        ways = (
            lambda: Entry(self.chance.choice((b"\xff\x00", b"[]", b"{", b"[" * 60_000)), {}),
            lambda: self._entry(author, change(draft, v=9)),
            lambda: self._entry(author, change(draft, subject=Subject("ticket", self._id()))),
            lambda: self._entry(author, change(draft, body={"text": "none"})),
            lambda: self._entry(author, draft, hlc=self.chance.choice((-1, 1 << 70))),
            lambda: self._entry(author, draft, id=f"no-uuid-{self.chance.randrange(1 << 30)}"),
            lambda: self._entry(author, change(draft, type="Registered", body=body_data(far))),
        )
        return self.chance.choice(ways)()

    def _twin(self) -> Entry:
        """Another content under the id of an event that exists."""
        event = self.chance.choice(self._events)
        changed = msgspec.structs.replace(
            event, hlc=event.hlc + 1 if 0 < event.hlc < 1 << 61 else 7, held=(), role="centre"
        )
        return write_entry(changed, {})

    def _subject(self, kind: str) -> str:
        known = self._subjects[kind]
        if known and self.chance.random() < 0.75:
            return self.chance.choice(known)
        if kind in ("calendar", "officer", "office", "item"):
            return self.chance.choice(("8", "0", "sara", "1001", "service/1", "x" * 16))
        return self._id()

    def _id(self) -> str:
        return new_id(START_MS + self.chance.randrange(1 << 20), self.chance.randbytes(10))

    def _clock(self) -> int:
        ms = START_MS + self.chance.randrange(40) * (1 + 10_000_000 * self.chance.randrange(2))
        return ms << 16 | self.chance.randrange(3)

    def _body(self, author: Author, name: str, subject: str) -> tuple[b.Body, tuple[Any, ...]]:
        if name == "Registered":
            return self._registered(author)
        make = getattr(self, "_" + name.lower(), None)
        if make is not None:
            made: tuple[b.Body, tuple[Any, ...]] = make(subject)
            return made
        body = BODIES[name, 1]
        filled = {
            at.name: self._fill(at.name, at.type)
            for at in msgspec.structs.fields(body)
            if at.required
        }
        return msgspec.convert(filled, body), ("دلیل",)

    def _fill(self, name: str, kind: Any) -> Any:
        if name in ("at", "started"):
            return START_MS + self.chance.randrange(1 << 33)
        if name == "previous_log":
            return self._id()
        if kind is int:
            return self.chance.randrange(3)
        if kind is str:
            return self.chance.choice(("a", "b", "8"))
        if getattr(kind, "__origin__", None) is dict:
            return {}
        return "granted" if name == "result" else ()

    def _registered(self, author: Author) -> tuple[b.Body, tuple[Any, ...]]:
        pick = self.chance.choice
        subject = f"{pick(WORDS)} {pick(WORDS)}"
        number = OutsideNumber("111", str(self.chance.randrange(1000)))
        text = " ".join(pick(WORDS) for _ in range(5))
        values: list[Any] = [Matter(subject=subject, text=text, outside=(number,))]
        parties = []
        for role in ("applicant", "presenter")[: self.chance.randrange(3)]:
            values.append(
                Person(
                    id_number=f"{self.chance.randrange(40):010d}"
                    if self.chance.random() < 0.7
                    else "",
                    first_name=pick(NAMES),
                    last_name=pick(NAMES),
                    mobile=f"0912{self.chance.randrange(50):07d}",
                )
            )
            parties.append(Party(role=role, person=len(values) - 1))  # type: ignore[arg-type]
        day = pick((*DAYS, ""))
        promise = b.Promise(
            date=day, amount=5, unit="working_days", province=pick((0, 8)), calendar="ir-1405.1"
        )
        body = b.Registered(
            code=make_code(author.lane, self.chance.randrange(1, 2_000)),
            follow_up=f"{self.chance.randrange(10**6):06d}",
            at=START_MS + self.chance.randrange(-(1 << 33), 1 << 30),
            kind=pick(("request", "complaint", "idea")),
            matter=0,
            parties=tuple(parties),
            promise=promise if day else None,
            counter=pick(("1", "2")),
        )
        return body, tuple(values)

    def _corrected(self, subject: str) -> tuple[b.Body, tuple[Any, ...]]:
        names = ("matter.subject", "matter.outside", "party.0.last_name", "party.0.mobile")
        name = self.chance.choice(names)
        value = self.chance.choice((*NAMES, 5, None, ["x"]))
        fields = {"kind": self.chance.choice(("idea", 4))}
        return b.Corrected(fields=fields, held={name: 0}), (value,)

    def _completed(self, subject: str) -> tuple[b.Body, tuple[Any, ...]]:
        person = Person(father_name=self.chance.choice(NAMES), village="دهنو")
        return b.Completed(matter=0, parties={"0": 1, "²": 1}), (Matter(place="بازار"), person)

    def _extended(self, subject: str) -> tuple[b.Body, tuple[Any, ...]]:
        return b.Extended(due=self.chance.choice((*DAYS, "soon"))), ()

    def _settled(self, subject: str) -> tuple[b.Body, tuple[Any, ...]]:
        register = self.chance.choice(("status", "due", "priority", "field:kind"))
        return b.Settled(register=register, value=self.chance.choice(("closed", 3, None))), ()

    def _erased(self, subject: str) -> tuple[b.Body, tuple[Any, ...]]:
        held = self._held.get(subject, [])
        if self.chance.random() < 0.5:
            held = held[:1]
        return b.Erased(values=(*held, "x"), ground="حکم"), ()

    def _closureannounced(self, subject: str) -> tuple[b.Body, tuple[Any, ...]]:
        day = self.chance.choice((*DAYS, "never"))
        province = self.chance.choice((0, 8))
        return b.ClosureAnnounced(province=province, date=day, reason="آلودگی"), ()

    def _closurecancelled(self, subject: str) -> tuple[b.Body, tuple[Any, ...]]:
        made = [event.id for event in self._events if event.type == "ClosureAnnounced"]
        return b.ClosureCancelled(announced=self.chance.choice([*made, self._id()])), ()

    def _calendarset(self, subject: str) -> tuple[b.Body, tuple[Any, ...]]:
        weekend = self.chance.choice((["friday"], ["thursday", "friday"], ["noday"]))
        data = {"version": f"own-{len(weekend)}", "default": {"weekend": weekend, "hours": {}}}
        province = self.chance.choice((8, 1 << 40))
        return b.CalendarSet(province=province, data=data), ()

    def _referred(self, subject: str) -> tuple[b.Body, tuple[Any, ...]]:
        unit = self.chance.choice(("u1", "u2", ""))
        return b.Referred(unit=unit, reason=0, due=self.chance.choice((*DAYS, ""))), ("بررسی",)

    def _returned(self, subject: str) -> tuple[b.Body, tuple[Any, ...]]:
        why = self.chance.choice(("", "not_ours"))
        return b.Returned(referral=self._one("Referred", subject), reason=0, why=why), ("برگشت",)

    def _accepted(self, subject: str) -> tuple[b.Body, tuple[Any, ...]]:
        return u.Accepted(referral=self._one("Referred", subject)), ()

    def _papersasked(self, subject: str) -> tuple[b.Body, tuple[Any, ...]]:
        papers = tuple(self.chance.sample(PAPERS, self.chance.randrange(3)))
        referral = self._one("Referred", subject)
        return u.PapersAsked(referral=referral, papers=papers, reason=0), ("نقص مدارک",)

    def _drafted(self, subject: str) -> tuple[b.Body, tuple[Any, ...]]:
        body = u.Drafted(
            referral=self._one("Referred", subject),
            result=self.chance.choice(("granted", "refused")),
            reason=0,
            done=self.chance.choice((1, -1)),
            supersedes=self.chance.choice((self._one("Drafted", subject), "")),
        )
        return body, (self.chance.choice(("دلیل", 7)), "اقدام")

    def _draftreturned(self, subject: str) -> tuple[b.Body, tuple[Any, ...]]:
        return u.DraftReturned(draft=self._one("Drafted", subject), reason=0), ("دوباره",)

    def _answered(self, subject: str) -> tuple[b.Body, tuple[Any, ...]]:
        body = b.Answered(
            result=self.chance.choice(("granted", "refused")),
            reason=0,
            referral=self.chance.choice((self._one("Referred", subject), "")),
            draft=self.chance.choice((self._one("Drafted", subject), "")),
        )
        return body, ("دلیل",)

    def _documented(self, subject: str) -> tuple[b.Body, tuple[Any, ...]]:
        return b.Documented(blob="x", title=0, paper=self.chance.choice((*PAPERS, ""))), ("کارت",)

    def _papersbrought(self, subject: str) -> tuple[b.Body, tuple[Any, ...]]:
        papers = tuple(self.chance.sample(PAPERS, self.chance.randrange(3)))
        return PapersBrought(papers=papers, note=0), ("اصل آن",)

    def _one(self, name: str, subject: str) -> str:
        """An event of a type, of this very subject where there is one."""
        made = [event for event in self._events if event.type == name]
        own = [event.id for event in made if event.subject.id == subject]
        return self.chance.choice([*own, *own, *(event.id for event in made), "x"])

    def keys(self) -> set[bytes]:
        """The keys of every request there is."""
        return {key_of(subject) for subject in self._subjects["request"]}

"""Books of any size for measurements: ordinary requests, made fast, projected by the real code."""

import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from db import migrations
from db.book import DeskBook
from db.clock import SystemClock
from db.engine import Engines, open_engines
from db.founding import begin_book
from db.names import key_of
from db.projection.projector import Projector
from db.witness import Witness
from desk_app.ports.book import OfficeFacts, Officer
from desk_app.records import bodies as b
from desk_app.records.chain import START, next_head
from desk_app.records.codes import make_code
from desk_app.records.event import Entry, Event, Subject, encode_beside, hold, write_entry
from desk_app.records.ids import new_id
from desk_app.records.kinds_of_event import body_data
from desk_app.records.persons import Matter, OutsideNumber, Party, Person
from desk_app.services.office import NewOfficer, found_office
from desk_app.services.shipped import sample_items

KEY: Final = bytes(range(32))
FIRST_MS: Final = 1_500_000_000_000
"""The first request's instant; the last is near the end of 2026."""
LAST_MS: Final = 1_795_000_000_000
LANE: Final = 421_507
OFFICE: Final = "1001"
AT_ONCE: Final = 5_000
OFFICER: Final = Officer("sara", "سارا امینی", "admin")

FIRST_NAMES: Final = (
    "محمد", "علی", "زهرا", "فاطمه", "حسین", "مریم", "رضا", "مهدی", "معصومه", "امیرحسین", "محمدرضا",
    "سکینه", "لیلا", "حسن", "عباس", "کبری", "اکرم", "علی‌اکبر", "نرگس", "یوسف", "سمیه", "پروانه",
    "غلامرضا", "ابراهیم", "شهناز", "نسرین", "بهروز", "کیان", "آرش", "هاجر",
)
ROOTS: Final = (
    "احمد", "محمد", "رضا", "کریم", "حسین", "موسو", "جعفر", "صادق", "اکبر", "نور", "رحیم", "قاسم",
    "هاشم", "یوسف", "ابراهیم", "سلطان", "شریف", "امین", "حیدر", "مراد", "بهرام", "کاظم", "عباس",
    "سلیمان", "طاهر", "نجف", "خلیل", "فلاح", "زارع", "شیر",
)
ENDINGS: Final = (
    "ی", "زاده", "پور", "نژاد", "یان", "وند", "نیا", "فر", "ی اصل", "ی تبار", "‌زاده", "خواه",
    "ی مقدم", "دوست", "ی راد", "لو",
)
SUBJECTS: Final = (
    "آسفالت کوچه", "پروانه ساختمان", "انشعاب آب روستا", "وام مسکن", "تسهیلات خسارت سیل",
    "روشنایی معابر", "تعمیر مدرسه", "شکایت از دهیاری", "بازسازی پل", "اشتغال فرزند",
    "بیمه بیکاری", "سند مالکیت", "تعریض جاده", "پسماند محله", "گاز رسانی", "حق آبه کشاورزی",
)
TEXT: Final = (
    "اینجانب", "ساکن", "این", "محله", "تقاضا", "دارم", "نسبت", "به", "موضوع", "یادشده", "رسیدگی",
    "نتیجه", "اعلام", "گردد", "با", "تشکر", "پیگیری", "مکرر", "انجام", "شده", "ولی", "تاکنون",
    "پاسخ", "دریافت", "نگردیده", "خواهشمند", "است", "دستور", "فرمایید",
)

PLACES: Final = ("شهری", "روستایی", "عشایری", "مرزی")
"""Words of which every request has one and none has two."""


class Made(NamedTuple):
    """One made request: its visit and its registration, with ids and instants."""

    entries: tuple[tuple[str, str, str, Entry], ...]
    """Event id, subject kind, subject id, entry."""
    hlc: int


class MadeBook(NamedTuple):
    """A book for measuring and what opens it."""

    book: DeskBook
    engines: Engines
    witness: Witness
    folder: Path


def make_requests(count: int, seed: int = 1, lane: int = LANE) -> Iterator[Made]:
    """So many requests over nine years, in order: a visit and a registration with two parties."""
    chance = random.Random(seed)
    step = (LAST_MS - FIRST_MS) // max(count, 1)
    for serial in range(1, count + 1):
        at = FIRST_MS + serial * step + chance.randrange(max(step // 2, 1))
        yield _one(chance, serial, at, lane)


def made_book(folder: Path, count: int, *, seed: int = 1) -> MadeBook:
    """A book with so many requests in it, stored and projected."""
    folder.mkdir(parents=True, exist_ok=True)
    engines = open_engines(folder / "book.db", KEY)
    made = folder / "made"
    chance = random.Random(seed)
    if not made.exists():
        with engines.writer.begin() as connection:
            migrations.upgrade(connection)
        log = new_id(FIRST_MS, chance.randbytes(10))
        begin_book(
            engines.writer, log=log, lane=LANE, office=OFFICE, counter="3",
            entropy=chance.randbytes,
        )
        with engines.writer.connect() as connection:
            _fill(connection.connection.driver_connection, count, seed)
        made.touch()
    witness = Witness(folder / "witness", "made")
    book = DeskBook(engines, witness, SystemClock(), os.urandom, OFFICER, "", folder)
    if not book.queries.catalogue():
        facts = OfficeFacts(OFFICE, "فرمانداری", "فرمانداری شهر نمونه", "3", 8)
        found_office(book, facts, NewOfficer("sara", OFFICER.name, "admin"),
                     sample_items("governor"), ())
    return MadeBook(book, engines, witness, folder)


def _fill(db: Any, count: int, seed: int) -> None:
    """Put requests in as the ledger would, and let the projector read them."""
    seq, head, hlc = 0, START, 0
    batch: list[Made] = []

    def put() -> None:
        nonlocal seq, head
        events, places = [], []
        touched: dict[tuple[str, bytes], None] = {}
        for made in batch:
            for event_id, kind, subject, entry in made.entries:
                seq += 1
                head = next_head(head, entry.bytes)
                key = key_of(subject)
                name = "Visited" if kind == "visit" else "Registered"
                events.append(
                    (seq, key_of(event_id), kind, key, name, "", 0, 1, seq, entry.bytes,
                     encode_beside(entry.beside))
                )
                places.append((1, seq, seq, head, 0))
                touched[kind, key] = None
        db.execute("BEGIN IMMEDIATE")
        db.executemany(f"INSERT INTO event VALUES({','.join('?' * 11)})", events)
        db.executemany("INSERT INTO place VALUES(?, ?, ?, ?, ?)", places)
        Projector(db).project(touched)
        db.execute("UPDATE log SET seq = ?, head = ?, clock = ?, serial = ?", (
            seq, head, hlc, min(seq // 2, 999_999 - 10_000)
        ))
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(PASSIVE)")
        batch.clear()

    for made in make_requests(count, seed):
        batch.append(made)
        hlc = made.hlc
        if len(batch) == AT_ONCE:
            put()
    if batch:
        put()
    while _merge(db):
        pass
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _merge(db: Any) -> bool:
    before = db.total_changes
    db.execute("INSERT INTO request_words(request_words, rank) VALUES('merge', 500)")
    return bool(db.total_changes - before >= 2)


def _one(chance: random.Random, serial: int, at: int, lane: int) -> Made:
    visit, request = new_id(at, chance.randbytes(10)), new_id(at + 1, chance.randbytes(10))
    hlc = at << 16
    body = b.Visited(started=at, counter="3", outcome="taken")
    visited = _entry(chance, hlc, Subject("visit", visit), "Visited", body, ())
    matter = Matter(
        subject=f"{chance.choice(SUBJECTS)} {chance.randrange(1, 200)}",
        text=" ".join(chance.sample(TEXT, 12)),
        place=chance.choice(PLACES),
    )
    persons = (person_at(chance), person_at(chance))
    day = f"20{17 + (at - FIRST_MS) // 31_557_600_000:02d}-{1 + serial % 12:02d}-15"
    told = b.Registered(
        code=make_code(lane + serial // 1_000_000, serial % 1_000_000),
        follow_up=f"{chance.randrange(10**6):06d}",
        at=at,
        kind=chance.choice(("request", "complaint", "idea", "question")),
        kind_title="درخواست",
        service="s1",
        service_title="رسیدگی به درخواست عمران شهری",
        counter="3",
        visit=visit,
        matter=0,
        parties=(
            Party(role="applicant", person=1, id_kind="national", established="card"),
            Party(role="presenter", person=2, id_kind="national", relation="مادر"),
        ),
        steps=("ثبت", "ارجاع به واحد", "اعلام نتیجه"),
        promise=b.Promise(
            date=day, amount=15, unit="working_days", province=8, calendar="ir-1405.1"
        ),
        responsible=b.Responsible(unit="u1", unit_title="حوزهٔ فرماندار", holder="محمدرضا صادقی"),
        outside=(OutsideNumber("111", str(chance.randrange(10**7))),)
        if serial % 5 == 0 else (),
        officer_name="سارا امینی",
        office_name="فرمانداری شهر نمونه",
    )
    subject = Subject("request", request)
    registered = _entry(chance, hlc + 1, subject, "Registered", told, (matter, *persons))
    return Made(
        (
            (visited[0], "visit", visit, visited[1]),
            (registered[0], "request", request, registered[1]),
        ),
        hlc + 1,
    )


def person_at(chance: random.Random) -> Person:
    """A person with a right national id."""
    nine = f"{chance.randrange(10**9):09d}"
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(nine)) % 11
    return Person(
        id_number=f"{nine}{rest if rest < 2 else 11 - rest}",
        first_name=chance.choice(FIRST_NAMES),
        last_name=chance.choice(ROOTS) + chance.choice(ENDINGS),
        father_name=chance.choice(FIRST_NAMES),
        mobile=f"09{chance.randrange(10, 40)}{chance.randrange(10**7):07d}",
    )


def _entry(
    chance: random.Random, hlc: int, subject: Subject, name: str, body: b.Body,
    values: tuple[Any, ...],
) -> tuple[str, Entry]:
    beside = hold(values, chance.randbytes(16))
    event = Event(
        id=new_id(hlc >> 16, chance.randbytes(10)), hlc=hlc, actor="sara", role="officer",
        office=OFFICE, subject=subject, type=name, v=1, body=body_data(body), held=tuple(beside),
    )
    return event.id, write_entry(event, beside)

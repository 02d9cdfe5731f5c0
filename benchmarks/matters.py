"""Ordinary requests of a made-up desk over nine years, as entries, fast and always the same."""

import random
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from desk_app.records import bodies as b
from desk_app.records.codes import make_code
from desk_app.records.event import Entry, Event, Subject, hold, write_entry
from desk_app.records.ids import new_id
from desk_app.records.kinds_of_event import body_data
from desk_app.records.persons import Matter, OutsideNumber, Party, Person

FIRST_MS: Final = 1_500_000_000_000
"""The first request's instant; the last is near the end of 2026."""
LAST_MS: Final = 1_795_000_000_000
LANE: Final = 421_508
"""The lane of the first million codes; the next million has the next lane."""
OFFICE: Final = "1001"

FIRST_NAMES: Final = (
    "محمد", "علی", "زهرا", "فاطمه", "حسین", "مریم", "رضا", "مهدی", "معصومه", "امیرحسین", "محمدرضا",
    "سکینه", "لیلا", "حسن", "عباس", "کبری", "اکرم", "علی‌اکبر", "نرگس", "یوسف", "سمیه", "پروانه",
    "غلامرضا", "ابراهیم", "شهناز", "نسرین", "بهروز", "کیان", "آرش", "هاجر",
)  # fmt: skip
ROOTS: Final = (
    "احمد", "محمد", "رضا", "کریم", "حسین", "موسو", "جعفر", "صادق", "اکبر", "نور", "رحیم", "قاسم",
    "هاشم", "یوسف", "ابراهیم", "سلطان", "شریف", "امین", "حیدر", "مراد", "بهرام", "کاظم", "عباس",
    "سلیمان", "طاهر", "نجف", "خلیل", "فلاح", "زارع", "شیر",
)  # fmt: skip
ENDINGS: Final = (
    "ی", "زاده", "پور", "نژاد", "یان", "وند", "نیا", "فر", "ی اصل", "ی تبار", "‌زاده", "خواه",
    "ی مقدم", "دوست", "ی راد", "لو",
)  # fmt: skip
SUBJECTS: Final = (
    "آسفالت کوچه", "پروانه ساختمان", "انشعاب آب روستا", "وام مسکن", "تسهیلات خسارت سیل",
    "روشنایی معابر", "تعمیر مدرسه", "شکایت از دهیاری", "بازسازی پل", "اشتغال فرزند",
    "بیمه بیکاری", "سند مالکیت", "تعریض جاده", "پسماند محله", "گاز رسانی", "حق آبه کشاورزی",
)  # fmt: skip
TEXT: Final = (
    "اینجانب", "ساکن", "این", "محله", "تقاضا", "دارم", "نسبت", "به", "موضوع", "یادشده", "رسیدگی",
    "نتیجه", "اعلام", "گردد", "با", "تشکر", "پیگیری", "مکرر", "انجام", "شده", "ولی", "تاکنون",
    "پاسخ", "دریافت", "نگردیده", "خواهشمند", "است", "دستور", "فرمایید",
)  # fmt: skip

PLACES: Final = ("شهری", "روستایی", "عشایری", "مرزی")
"""Words of which every request has one and none has two."""


class Made(NamedTuple):
    """One made request: its visit and its registration, with ids."""

    entries: tuple[tuple[str, str, str, Entry], ...]
    """Event id, subject kind, subject id, entry."""


def make_requests(
    count: int, seed: int = 1, lane: int = LANE, *, serials: range | None = None
) -> Iterator[Made]:
    """So many requests over nine years, in order: a visit and a registration with two parties.

    ``serials``: only those; each part of a whole is always the same by itself.
    """
    part = range(1, count + 1) if serials is None else serials
    chance = random.Random(f"{seed}/{part.start}")
    step = (LAST_MS - FIRST_MS) // max(count, 1)
    for serial in part:
        at = FIRST_MS + serial * step + chance.randrange(max(step // 2, 1))
        yield _one(chance, serial, at, lane)


def _one(chance: random.Random, serial: int, at: int, lane: int) -> Made:
    visit, request = new_id(at, chance.randbytes(10)), new_id(at + 1, chance.randbytes(10))
    hlc = at << 16
    body = b.Visited(started=at, counter="3", outcome="taken")
    visited = _entry(chance, hlc, Subject("visit", visit), "Visited", body, ())
    matter = Matter(
        subject=f"{chance.choice(SUBJECTS)} {chance.randrange(1, 200)}",
        text=" ".join(chance.choices(TEXT, k=chance.randrange(4, 14))),
        place=chance.choice(PLACES),
        outside=(OutsideNumber("111", str(chance.randrange(10**7))),) if serial % 5 == 0 else (),
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
        officer_name="سارا امینی",
        office_name="فرمانداری شهر نمونه",
    )
    subject = Subject("request", request)
    registered = _entry(chance, hlc + 1, subject, "Registered", told, (matter, *persons))
    return Made(
        (
            (visited[0], "visit", visit, visited[1]),
            (registered[0], "request", request, registered[1]),
        )
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
    chance: random.Random,
    hlc: int,
    subject: Subject,
    name: str,
    body: b.Body,
    values: tuple[Any, ...],
) -> tuple[str, Entry]:
    beside = hold(values, chance.randbytes(16))
    event = Event(
        id=new_id(hlc >> 16, chance.randbytes(10)),
        hlc=hlc,
        actor="sara",
        role="officer",
        office=OFFICE,
        subject=subject,
        type=name,
        v=1,
        body=body_data(body),
        held=tuple(beside),
    )
    return event.id, write_entry(event, beside)

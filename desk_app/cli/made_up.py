"""Made-up visitors and matters for the demonstration office; nobody's real data."""

import random
from collections.abc import Callable, Iterator
from typing import Final

from desk_app.records.catalogue import Catalogue
from desk_app.records.items import Kind, Service
from desk_app.records.persons import Person
from desk_app.services.parties import PartyTold
from desk_app.services.register import RegisterRequest
from desk_app.services.visits import RecordVisit

_FIRST: Final = (
    "زهرا", "فاطمه", "مریم", "نرگس", "شیرین", "رقیه", "علی", "حسین", "محمدرضا", "یوسف",
    "غلامرضا", "بهروز", "سیدعلی", "امیرحسین", "کاظم", "پروانه", "معصومه", "اصغر",
)  # fmt: skip
_LAST: Final = (
    "کریمی", "رضایی‌نژاد", "طباطبائی", "زنگنه", "نوری‌زاده", "قره‌داغی", "حسینی", "محمودی",
    "عباس‌پور", "شریفی", "خانی‌پور", "یعقوبی", "رستمی", "صادقی", "جعفری", "ابراهیمی",
)  # fmt: skip
_MATTERS: Final = (
    ("انشعاب آب روستایی", "سه بار مراجعه کرده‌ام؛ پروندهٔ انشعاب هنوز در نوبت است."),
    ("آسفالت معبر روستا", "معبر اصلی روستا پس از لوله‌گذاری آسفالت نشده است."),
    ("وام اشتغال", "مبلغ ۸۸٬۱۷۰٬۰۰۰ ریال واریز شد ولی تسهیلات پرداخت نشد."),
    ("قطعی برق چاه کشاورزی", "از تاریخ ۱۴۰۵/۰۷/۱۲ برق چاه شمارهٔ ۱۷ قطع است."),
    ("خسارت سیل", "دیوار و انبار در سیل بهار آسیب دید؛ کارشناسی انجام نشده است."),
    ("گواهی سکونت", "برای ثبت‌نام دانش‌آموز گواهی سکونت لازم است."),
    ("نحوهٔ رسیدگی به پرونده", "پاسخ نامهٔ شمارهٔ ۸۴۷۳۷۰ داده نشده است."),
    ("ساماندهی ایستگاه تاکسی", "پیشنهاد می‌شود ایستگاه جلوی درمانگاه جابه‌جا شود."),
)
_INFORMED: Final = 6
"""Every so many-th visitor only asks the way."""

Visit = Callable[[int], RecordVisit]
"""A visit, once it is known when it began."""


def made_up_visits(requests: int, catalogue: Catalogue, chance: random.Random) -> Iterator[Visit]:
    """Visits that bring so many requests, and between them some that only ask."""
    kinds = [kind for kind in catalogue.all(Kind) if not kind.audience]
    services = catalogue.all(Service)
    for number in range(requests):
        if number % _INFORMED == _INFORMED - 1:
            yield lambda at: RecordVisit(started=at, outcome="informed")
        yield _brings(_request(number, kinds, services, chance))


def _brings(request: RegisterRequest) -> Visit:
    return lambda at: RecordVisit(started=at, outcome="taken", matters=(request,))


def _request(
    number: int, kinds: list[Kind], services: tuple[Service, ...], chance: random.Random
) -> RegisterRequest:
    subject, text = _MATTERS[number % len(_MATTERS)]
    service = chance.choice(services) if services and chance.random() < 0.6 else None
    person = Person(
        id_number=made_up_id(chance),
        first_name=chance.choice(_FIRST),
        last_name=chance.choice(_LAST),
        mobile=f"09{chance.randrange(10**9):09d}",
    )
    return RegisterRequest(
        kind=chance.choice(kinds).key,
        subject=subject,
        text=text,
        service=service.key if service else "",
        parties=(PartyTold(person=person),),
        papers_received=service.papers[:2] if service else (),
        allow_repeat=True,
    )


def made_up_id(chance: random.Random) -> str:
    """Ten digits whose check digit is right."""
    digits = [chance.randrange(10) for _ in range(9)]
    rest = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
    return "".join(map(str, digits)) + str(rest if rest < 2 else 11 - rest)

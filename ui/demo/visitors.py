"""Who comes to the demonstration's desk: made-up people with numbers that are right."""

from dataclasses import dataclass
from string import digits
from typing import Final

from desk_app.records.identity import legal_id, national_id


def national(nine: str) -> str:
    """Nine digits with the check digit that makes them a national id."""
    return next(nine + last for last in digits if national_id(nine + last)[1] is None)


def legal(ten: str) -> str:
    """Ten digits with the check digit that makes them a legal person's id."""
    return next(ten + last for last in digits if legal_id(ten + last)[1] is None)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as told at the glass; ``how`` is the key that says how identity was shown."""

    number: str = ""
    first: str = ""
    last: str = ""
    mobile: str = ""
    how: str = ""
    legal_name: str = ""
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Visitor:
    """One visit: who, for whom, what, and how it ended.

    ``service`` and ``sent_to`` are parts of names as typed; ``requests`` is how many new
    requests the visit makes.
    """

    slug: str
    person: Person = Person()
    presenter: Person | None = None
    relation: str = ""
    members: tuple[Person, ...] = ()
    kind: str = ""
    service: str = ""
    subject: str = ""
    text: str = ""
    outcome: str = ""
    sent_to: str = ""
    about_office: bool = False
    stays: bool = False
    """Whether the next of the list is this one's next matter, in the same visit."""
    again: bool = False
    """Whether the same matter runs already, so that the visit joins it."""
    requests: int = 1


ZAHRA: Final = Person(national("007134592"), "زهرا", "محمدی‌نژاد", "09121234567")
_FATHER: Final = Person(national("122846071"), "غلامرضا", "یزدانی گیلانی", "09137654321")
_MOTHER: Final = Person(national("031590246"), "معصومه", "قره‌داغی", "", "Ctrl+2")

MORNING: Final = (
    Visitor(
        "new",
        ZAHRA,
        subject="انشعاب آب روستای کهنوج",
        text="پروندهٔ انشعاب از فروردین ۱۴۰۵ در نوبت است؛ شمارهٔ نامه ۸۴۷۳۷۰/الف.",
    ),
    Visitor("information", outcome="informed", requests=0),
    Visitor(
        "for-mother",
        _MOTHER,
        presenter=Person(national("049937089"), "رضا", "قره‌داغی", "09351112233"),
        relation="فرزند",
        subject="مستمری مادر سالمند",
        text="مادرم توان آمدن ندارد؛ از اسفند مستمری واریز نشده است.",
    ),
    Visitor(
        "told",
        Person(national("228304175"), "یوسف", "نوری‌زاده", "09170004455", "Ctrl+2"),
        subject="خسارت سیل بهار",
        text="دیوار و انبار آسیب دید و کارشناسی انجام نشد.",
    ),
    Visitor(
        "withheld",
        Person(how="Ctrl+4"),
        kind="پیشنهاد",
        subject="جابه‌جایی ایستگاه تاکسی",
        text="ایستگاه جلوی درمانگاه راه آمبولانس را می‌بندد.",
    ),
    Visitor(
        "legal",
        Person(
            legal("1010038721"), "پروانه", "شریفی", "09123334455", legal_name="تعاونی روستایی امید"
        ),
        subject="پروانهٔ چاه کشاورزی",
        text="تمدید پروانهٔ چاه شمارهٔ ۱۷ تعاونی.",
    ),
    Visitor(
        "group",
        Person(national("064128839"), "علی", "رستمی", "09151239876"),
        members=(
            Person(national("064128841"), "حسین", "صادقی"),
            Person(national("064128852"), "کاظم", "جعفری"),
        ),
        subject="آسفالت معبر اصلی روستا",
        text="پس از لوله‌گذاری، معبر به طول ۸۰۰ متر بدون آسفالت مانده است.",
    ),
    Visitor("other-agency", outcome="agency", sent_to="آب", requests=0),
    Visitor(
        "complaint",
        Person(national("173305528"), "شیرین", "عباس‌پور", "09141118899"),
        kind="شکایت",
        subject="برخورد نامناسب و پاسخ ندادن به نامه",
        text="دو بار مراجعه کردم و کسی پاسخ نداد.",
    ),
)
"""Before noon, with the line up."""

OFFLINE: Final = (
    Visitor(
        "papers-lacking",
        Person(national("308219947"), "امیرحسین", "طباطبائی", "09361231234"),
        subject="گواهی سکونت برای مدرسه",
        outcome="papers",
    ),
    Visitor(
        "done",
        Person(national("531184620"), "نرگس", "حسینی", "09187776655"),
        kind="سؤال",
        subject="نشانی کمیسیون مادهٔ ۱۲",
        outcome="done",
    ),
    Visitor(
        "two-matters",
        _FATHER,
        subject="قطعی برق چاه کشاورزی",
        text="از ۱۴۰۵/۰۷/۱۲ برق چاه قطع است.",
        stays=True,
    ),
    Visitor(
        "second-matter",
        subject="وام اشتغال روستایی",
        text="مبلغ ۸۸٬۱۷۰٬۰۰۰ ریال واریز شد ولی تسهیلات پرداخت نشد.",
    ),
)
"""While the line is down."""

AFTERNOON: Final = (
    Visitor(
        "known",
        Person(ZAHRA.number),
        subject="رونوشت سند مالکیت روستایی",
        text="بنیاد مسکن رونوشت را نداده است.",
    ),
    Visitor(
        "same-matter",
        Person(ZAHRA.number),
        subject="انشعاب آب روستای کهنوج",
        again=True,
        requests=0,
    ),
    Visitor(
        "thanks",
        Person(how="Ctrl+3"),
        kind="تقدیر",
        subject="تقدیر از کارشناس میز خدمت",
    ),
)
"""After the line came back."""

ALL: Final = (*MORNING, *OFFLINE, *AFTERNOON)

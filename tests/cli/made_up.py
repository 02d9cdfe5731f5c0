"""Made-up requests as people type them: three sets of digits, two of letters, commas and quotes."""

import csv
import io
import random
from collections.abc import Iterable, Sequence

COLUMNS = (
    "national_id", "first_name", "last_name", "mobile", "kind", "service", "subject", "body",
)  # fmt: skip
Row = tuple[str, ...]
_DIGITS = ("0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩")
_FIRST = ("شیرین", "ام‌البنین", "سیدعلی", "علي", "مُحَمَّد", "رقیه", "Sara", "یحیی")
_LAST = ("علیزاده", "رضایی‌نژاد", "كاظمي", "طباطبائی", "نوری‌زاده", "قره‌داغی")
_KINDS = ("request", "درخواست", "شکایت", "complaint", "پیشنهاد", "سؤال", "idea", "گزارش")
_SUBJECTS = ("انشعاب آب روستایی", "وام اشتغال", "رفع توقیف خودرو", "آسفالت کوچه (فوری)")
_BODIES = (
    "مبلغ 88,170,000 ریال واریز شد؛ رسید شمارهٔ ۵۶۲۲۶۵۵ ثبت نشد.",
    'هر بار گفته‌اند «فردا بیایید». تاریخ 1404/04/22 بود، "فرم" No. 4457435 تحویل شد.',
    "سطر نخست\nسطر دوم: پلاک ثبتی 7406201/اصلی",
)


def national_id(chance: random.Random, *, right: bool = True) -> str:
    """Ten ASCII digits with a right, or a wrong, check digit."""
    digits = [chance.randrange(10) for _ in range(9)]
    rest = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
    check = rest if rest < 2 else 11 - rest
    return "".join(map(str, digits)) + str(check if right else (check + 1) % 10)


def typed(number: str, chance: random.Random) -> str:
    """A number in one of three sets of digits."""
    return number.translate(str.maketrans(_DIGITS[0], chance.choice(_DIGITS)))


def made_up_rows(count: int, seed: int, wrong: Iterable[int] = ()) -> list[Row]:
    """So many different requests; those at the places ``wrong`` (from 1) have wrong ids."""
    chance = random.Random(seed)
    return [
        (
            typed(national_id(chance, right=place not in set(wrong)), chance),
            chance.choice(_FIRST),
            chance.choice(_LAST),
            typed(f"09{chance.randrange(10**9):09d}", chance),
            chance.choice(_KINDS),
            "",
            f"{chance.choice(_SUBJECTS)} {place}",
            chance.choice(_BODIES),
        )
        for place in range(1, count + 1)
    ]


def as_csv(rows: Iterable[Sequence[str]], columns: Sequence[str] = COLUMNS) -> bytes:
    """The rows as a CSV file in UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def from_csv(data: bytes) -> list[list[str]]:
    """The rows of a CSV file, its heading first."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))

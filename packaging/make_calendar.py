"""Writes ``resources/calendar/ir.json``: holidays 1400 to 1420, weekends and hours by province.

Holidays come from the package ``holidays`` (MIT), which marks lunar days that are only estimated.
Weekend and hours are what each province's own order says, where one was found; the sources
disagree from year to year, so every line here is a starting point that an office may replace.
"""

import json
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import holidays

ROOT: Final = Path(__file__).resolve().parent.parent
FIRST_DAY: Final = date(2021, 3, 21)
LAST_DAY: Final = date(2042, 3, 20)
EDITION: Final = "ir-1405.1"
ESTIMATED: Final = " (تخمینی)"
SPELLINGS: Final = (
    (ESTIMATED, ""),
    ("عیدنوروز", "عید نوروز"),
    ("؛شهادت", "؛ شهادت"),
    ("; ", "؛ "),
    ("15 خرداد", "۱۵ خرداد"),
)

DESK_WEEK: Final = ("saturday", "sunday", "monday", "tuesday", "wednesday")
THURSDAY_OFF: Final[dict[str, Any]] = {
    "weekend": ["thursday", "friday"],
    "hours": {day: [["07:00", "14:30"]] for day in DESK_WEEK},
}
THURSDAY_HALF: Final[dict[str, Any]] = {
    "weekend": ["friday"],
    "hours": {
        **{day: [["07:30", "14:30"]] for day in DESK_WEEK},
        "thursday": [["07:30", "13:00"]],
    },
}
SATURDAY_OFF: Final[dict[str, Any]] = {
    "weekend": ["friday", "saturday"],
    "hours": {day: [["07:30", "14:30"]] for day in (*DESK_WEEK[1:], "thursday")},
}
ASSUMED: Final = "پیش‌فرض؛ با ابلاغیهٔ استانداری تطبیق داده شود"
ORDERS: Final = {
    5: (THURSDAY_HALF, "معاون استاندار البرز، ۳۱ شهریور ۱۴۰۴ (mehrnews.com/news/6597920)"),
    25: (THURSDAY_OFF, "استاندار گیلان، ۳۱ شهریور ۱۴۰۴ (iribnews.ir/fa/news/5574952)"),
    27: (THURSDAY_OFF, "استاندار مازندران، ۱۲ مهر ۱۴۰۴ (ilna.ir 1695235)"),
    31: (THURSDAY_OFF, "معاون استاندار یزد، ۱۲ شهریور ۱۴۰۴ (iribnews.ir/fa/news/5558314)"),
}
PATTERNS: Final = (
    ("پنجشنبه و جمعه تعطیل", THURSDAY_OFF, "مازندران، مهر ۱۴۰۴ (ilna.ir 1695235)"),
    ("جمعه تعطیل، پنجشنبه نیم‌روز", THURSDAY_HALF, "البرز، مهر ۱۴۰۴ (tabnak.ir 1330024)"),
    ("جمعه و شنبه تعطیل", SATURDAY_OFF, "طرح اصلاح مادهٔ ۸۷ (sofiamag.ir)"),
)


def holiday_table() -> tuple[dict[str, str], list[str]]:
    """Names by ISO date, and the dates that rest on an estimate alone."""
    years = range(FIRST_DAY.year, LAST_DAY.year + 1)
    found = holidays.country_holidays("IR", years=years, language="fa_IR")
    names: dict[str, str] = {}
    estimated: list[str] = []
    day = FIRST_DAY
    while day <= LAST_DAY:
        if said := found.get(day):
            if all(part.endswith(ESTIMATED) for part in said.split("; ")):
                estimated.append(day.isoformat())
            for odd, right in SPELLINGS:
                said = said.replace(odd, right)
            names[day.isoformat()] = said
        day += timedelta(days=1)
    return names, estimated


def provinces() -> dict[str, dict[str, Any]]:
    """Weekend, hours and their source for each of the 31 provinces, by number."""
    text = (ROOT / "resources" / "places" / "provinces.json").read_text(encoding="utf-8")
    rules: dict[str, dict[str, Any]] = {}
    for province in json.loads(text):
        rule, source = ORDERS.get(province["id"], (THURSDAY_OFF, ASSUMED))
        rules[str(province["id"])] = {"name": province["name"], **rule, "source": source}
    return rules


def in_lines(data: dict[str, Any]) -> str:
    """JSON with one line for each entry of an outer value, so that a change is one line."""
    parts = []
    for key, value in data.items():
        text = json.dumps(value, ensure_ascii=False)
        if isinstance(value, dict) and key != "default":
            inner = (
                f"  {json.dumps(name)}: {json.dumps(entry, ensure_ascii=False)}"
                for name, entry in value.items()
            )
            text = "{\n" + ",\n".join(inner) + "\n }"
        parts.append(f" {json.dumps(key)}: {text}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main() -> None:
    """Write the file and say how many days it holds."""
    names, estimated = holiday_table()
    data = {
        "version": EDITION,
        "source": f"holidays {version('holidays')} (MIT)",
        "known_until": LAST_DAY.isoformat(),
        "default": {**THURSDAY_OFF, "source": ASSUMED},
        "patterns": [
            {"title": title, **rule, "source": source} for title, rule, source in PATTERNS
        ],
        "provinces": provinces(),
        "estimated": estimated,
        "holidays": names,
    }
    path = ROOT / "resources" / "calendar" / "ir.json"
    path.write_text(in_lines(data), encoding="utf-8", newline="\n")
    print(f"{path.name}: {len(names)} days, {len(estimated)} of them estimated")


if __name__ == "__main__":
    main()

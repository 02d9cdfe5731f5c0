"""Words that stand nowhere else, and every form in which a file could give one away."""

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from desk_app.records.text import normalise

PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
PERSON = {
    "first_name": "ژفرانک",
    "last_name": "قزلگوهریان Zarqelban",
    "father_name": "پژمانقلی",
    "national_id": "0499370899",
    "mobile": "09387654391",
    "phone": "02188779163",
    "village": "کژآبادپایین",
    "address": "کوچهٔ ثریاقدم پلاک ضغطه",
    "postal_code": "8719643250",
    "authority_paper": "وکالتنامهٔ ژوکرمان",
}
"""What is told of one person."""
TEXTS = {
    "subject": "دعوای چغازنبیلی Quorxav",
    "body": "شرح غمگسارژاله و Wyxkantor",
    "place": "پشت چنارظفرقند",
    "note": "یادداشت خژمدار Nuqzelo",
    "reason": "دلیل طغرلپناه Reqolzin",
    "done": "کارسازی ذغالچین",
    "title": "سند ضحاکبر Tuqwescan",
    "scan": "Skanworten-qzx اسکنقوچ",
    "called": "تلفن گژدهمان",
    "taken_by": "برادر شنغولپور",
}
"""What is said and written in the course of a request."""


def words_of(texts: Iterable[str]) -> set[str]:
    """The telling words of some texts: long enough to stand nowhere by chance."""
    common = {"دعوای", "شرح", "پشت", "یادداشت", "دلیل", "کوچهٔ", "پلاک", "سند", "تلفن", "برادر",
              "وکالتنامهٔ", "کارسازی"}  # fmt: skip
    words = {word for text in texts for word in text.split()} - common
    return {word for word in words if len(word) > 3}


def forms_of(word: str) -> set[bytes]:
    """The bytes that a word leaves behind, as text, escaped or in base64."""
    written = {word, normalise(word), word.translate(PERSIAN_DIGITS)}
    found: set[bytes] = set()
    for one in written - {""}:
        escaped = json.dumps(one)[1:-1]
        plain = {one.encode(), one.encode("utf-16-le"), one.encode("utf-16-be")}
        found |= plain | {escaped.encode(), escaped.upper().encode(), quote(one).encode()}
        for raw in plain:
            found |= {_in_base64(raw, shift) for shift in range(3)}
    return found


def _in_base64(raw: bytes, shift: int) -> bytes:
    """What stands in base64 for sure, whatever comes before and after."""
    cut = base64.b64encode(bytes(shift) + raw)
    return cut[{0: 0, 1: 2, 2: 3}[shift] : -4]


def told_in(data: bytes, words: Iterable[str]) -> set[str]:
    """The words that some bytes give away."""
    return {word for word in words if any(form in data for form in forms_of(word))}


def told_by(places: Mapping[str, bytes], words: Iterable[str]) -> dict[str, set[str]]:
    """By place, the words that it gives away."""
    forms = {word: forms_of(word) for word in words}
    found: dict[str, set[str]] = {}
    for place, data in places.items():
        told = {word for word, each in forms.items() if any(form in data for form in each)}
        if told:
            found[place] = told
    return found


def files_in(folder: Path, *asked: Path) -> dict[str, bytes]:
    """Every file below a folder but those asked for, and the names of all of them."""
    found = dict(_files(folder, asked))
    return found | {"file names": "\n".join(found).encode(errors="surrogateescape")}


def _files(folder: Path, asked: tuple[Path, ...]) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not any(path.is_relative_to(each) for each in asked):
            yield str(path.relative_to(folder)), path.read_bytes()

"""What of a request goes into the index, and how typed text becomes a question to it.

Numbers are indexed under a mark of their kind, a private-use letter that no text contains, so
that a mobile is found with or without its zero and an identity number is no word.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Final, NamedTuple

from desk_app.records.codes import bare_code
from desk_app.records.persons import OutsideNumber, Person
from desk_app.records.text import normalise, search_words, to_ascii_digits

ID, PHONE, LANE, SERIAL, OUTSIDE = "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"
KIND, COUNTER, UNIT = "\ue006", "\ue007", "\ue008"
LANE_DIGITS: Final = 6
"""The codes of one desk begin alike; what follows the lane is indexed by itself."""
SHORTEST: Final = 2
"""Letters that a word must have to be searched."""
LONGEST_PREFIX: Final = 6
"""The longest prefix that is one list in the index; longer words are checked in the rows."""

# Every letter of these ranges is a letter to SQLite too; of others, those of Unicode 3.2 are.
_PLAIN: Final = re.compile("[0-9a-z\u0620-\u064a\u066e-\u06d3]*")
_PLAIN_TEXT: Final = re.compile("[ 0-9a-z\u0620-\u064a\u066e-\u06d3]*")
_STRANGE: Final = "\uf8ff"
_PREFIXES_OF_IRAN: Final = ("0098", "98", "0")


class Marks(NamedTuple):
    """What of a request is indexed under marks, apart from its persons."""

    code: str
    kind: str
    counter: str
    outside: tuple[OutsideNumber, ...]
    units: Sequence[str]


def words_of(persons: Iterable[Person], texts: Iterable[str], marks: Marks) -> str:
    """The text of a request for the index: its words, and its numbers under their marks."""
    code = marks.code
    marked = dict.fromkeys((LANE + code[:LANE_DIGITS], SERIAL + code[LANE_DIGITS:]))
    marked |= dict.fromkeys((facet(KIND, marks.kind), facet(COUNTER, marks.counter)))
    marked |= dict.fromkeys(facet(UNIT, unit) for unit in marks.units)
    plain = list(texts)
    for person in persons:
        plain += (
            person.first_name,
            person.last_name,
            person.father_name,
            person.organisation,
            person.village,
        )
        if digits := _bare(person.id_number):
            marked[ID + digits] = None
        for phone in (person.mobile, person.phone):
            if digits := _national(_bare(phone)):
                marked[PHONE + digits] = None
    for number in marks.outside:
        if digits := _bare(number.number):
            marked[OUTSIDE + digits] = None
    words = search_words(" ".join(plain))
    text = " ".join(words)
    if not _PLAIN_TEXT.fullmatch(text):
        text = " ".join(map(_indexed, words))
    return " ".join((text, *marked))


@lru_cache(maxsize=1024)
def facet(mark: str, value: str) -> str:
    """The word under which every request of a kind or counter stands; any text becomes one."""
    return mark + blake2b(value.encode(), digest_size=6).hexdigest()


def facets(mark: str, values: Iterable[str]) -> str:
    """A match expression for requests with any of these values."""
    return _any_of([f'"{facet(mark, value)}"' for value in sorted(values)])


def sum_of(text: str) -> int:
    """A signed 64-bit sum of an index text: whether it changed."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), signed=True)


@dataclass(frozen=True, slots=True)
class Question:
    """A match expression, and the long words of which every one must begin a word of the row."""

    match: str
    long_words: tuple[str, ...] = ()


def question_of(typed: str) -> Question | None:
    """What to ask the index for typed text; None where there is nothing long enough."""
    asked: list[str] = []
    long_words: list[str] = []
    whole = bare_code(typed)
    number = whole if whole.isascii() and whole.isdigit() and len(whole) >= SHORTEST else ""
    for chunk in typed.split():
        parts = [word for word in search_words(chunk) if len(word) >= SHORTEST]
        joined = [word for word in search_words(normalise(chunk)) if len(word) >= SHORTEST]
        apart = [word for word in parts if word not in joined]
        if not joined:
            continue
        either = [_all_of(joined)]
        if apart:
            either.append(_all_of(apart))
        else:
            long_words += [word for word in joined if _is_cut(word)]
        asked.append(_any_of(either))
    match = _both(asked)
    if number and match != _number(number):
        match = _any_of([f"({match})", _number(number)] if match else [_number(number)])
        long_words = []
    return Question(match, tuple(dict.fromkeys(long_words))) if match else None


def _both(asked: list[str]) -> str:
    return " AND ".join(dict.fromkeys(asked))


def _all_of(words: list[str]) -> str:
    every = [_number(word) if word.isascii() and word.isdigit() else _word(word) for word in words]
    return every[0] if len(every) == 1 else f"({' AND '.join(every)})"


def _any_of(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"


def _word(word: str) -> str:
    return _begins(_indexed(word)[:LONGEST_PREFIX])


def _is_cut(word: str) -> bool:
    return len(word) > LONGEST_PREFIX and not (word.isascii() and word.isdigit())


def _number(digits: str) -> str:
    """A number may begin a code, an id, a phone, an outside number or a word."""
    phones = {digits, *(digits.removeprefix(lead) for lead in _PREFIXES_OF_IRAN)}
    ways = [digits, ID + digits, OUTSIDE + digits]
    ways += [PHONE + phone for phone in sorted(phones) if phone]
    return _any_of([*map(_begins, ways), _code(digits)])


def _code(digits: str) -> str:
    lane, rest = digits[:LANE_DIGITS], digits[LANE_DIGITS:]
    if len(lane) < LANE_DIGITS:
        return _begins(LANE + lane)
    whole = f'"{LANE}{lane}"'
    return f"({whole} AND {_begins(SERIAL + rest)})" if rest else whole


def _begins(text: str) -> str:
    return f'"{text}" *'


def _bare(text: str) -> str:
    if text.isascii() and text.isalnum():
        return text.lower()
    return re.sub(r"[\W_]+", "", to_ascii_digits(text)).lower() if text else ""


def _national(digits: str) -> str:
    for lead in _PREFIXES_OF_IRAN:
        if digits.startswith(lead):
            return digits[len(lead) :]
    return digits


def _indexed(word: str) -> str:
    if _PLAIN.fullmatch(word):
        return word
    return "".join(letter if _is_letter(letter) else _STRANGE for letter in word)


@lru_cache(maxsize=4096)
def _is_letter(letter: str) -> bool:
    return unicodedata.ucd_3_2_0.category(letter)[0] in "LN"

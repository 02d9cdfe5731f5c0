"""How the page speaks one language: sentences, days, hours, and the other language's name."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from central.public.html import Html, el
from desk_app.records.errors import UserMistake
from desk_app.records.jalali import local_date, local_datetime, long_jalali
from desk_app.texts import digits, knows, say

Language = Literal["fa", "en"]
_PREFIX: Final[dict[Language, str]] = {"fa": "", "en": "/en"}

_MOST_DATA: Final = 160
"""Letters of a title or an address; more would push aside what matters."""
_HYPHEN: Final = "\u2011"


@dataclass(frozen=True, slots=True)
class Speech:
    """One language of the page."""

    language: Language

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``."""
        return "rtl" if self.language == "fa" else "ltr"

    @property
    def other(self) -> "Speech":
        """The language that one can change to."""
        return Speech("en" if self.language == "fa" else "fa")

    @property
    def prefix(self) -> str:
        """What the addresses of this language begin with."""
        return _PREFIX[self.language]

    def path(self, path: str) -> str:
        """An address of the page in this language."""
        return (self.prefix + path).rstrip("/") or "/"

    def say(self, code: str, **params: str | int) -> str:
        """The sentence of a code of the page."""
        return say(f"public.{code}", self.language, **params)

    def named(self, group: str, key: str) -> str:
        """The word for a coded value; the value itself where there is none."""
        code = f"public.{group}.{key}"
        return say(code, self.language) if knows(code, self.language) else key

    def digits(self, text: str) -> str:
        """Digits as this language writes them."""
        return digits(text, self.language)

    def day(self, day: date) -> str:
        """A day in words; in English with its Gregorian date."""
        try:
            told = long_jalali(day, self.language)
        except UserMistake:
            return self.digits(day.isoformat())
        if self.language == "fa":
            return told
        # With hyphens at which no line breaks.
        return f"{told} ({day.isoformat().replace('-', _HYPHEN)})"

    def day_of(self, at_ms: int) -> str:
        """The day of an instant, in Iran."""
        return self.day(local_date(at_ms))

    def moment(self, at_ms: int) -> str:
        """Day and hour of an instant, in Iran."""
        hour = self.digits(f"{local_datetime(at_ms):%H:%M}")
        return self.say("moment", day=self.day_of(at_ms), hour=hour)

    def data(self, text: str) -> Html:
        """What an office entered, kept apart from the direction of what surrounds it."""
        shown = text if len(text) <= _MOST_DATA else text[:_MOST_DATA].rstrip() + "…"
        return el("bdi", self.digits(shown))

"""The keys of the intake page."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import get_args

from PySide6.QtWidgets import QWidget

from desk_app.records.persons import Established
from ui.frame.keys import bind
from ui.pages.bars import FIRST_KEY, SECOND_KEY, AskBar
from ui.pages.intake.form import IntakeForm
from ui.pages.intake.people import People
from ui.pages.intake.recording import Recording

Key = tuple[str, str, Callable[[], object]]
"""A key sequence, the code of what it does, and what it does."""


def bind_keys(
    page: QWidget,
    form: IntakeForm,
    recording: Recording,
    bars: Sequence[AskBar],
    own: Sequence[Key],
) -> None:
    """Let every key of the page do what its button or choice does; ``own`` are the page's."""
    people = form.people
    deeds: list[Key] = [
        ("F2", "intake.save", recording.save),
        ("Ctrl+Return", "intake.save", recording.save),
        ("Shift+F2", "intake.save_and_stay", partial(recording.save, stay=True)),
        *own,
        ("F6", "intake.presenter", lambda: people.add("presenter").begin()),
        ("F7", "intake.member", lambda: people.add("member").begin()),
        ("F8", "intake.legal", partial(_legal, people)),
        ("Shift+F8", "intake.foreign", partial(_foreign, people)),
        ("F10", "intake.outcome", form.ending.begin),
        (FIRST_KEY, "intake.bar.first", partial(_answer, bars, first=True)),
        (SECOND_KEY, "intake.bar.second", partial(_answer, bars, first=False)),
    ]
    for place, how in enumerate(get_args(Established), start=1):
        deeds.append((f"Ctrl+{place}", f"intake.established.{how}", partial(_say, people, how)))
    for keys, code, do in deeds:
        bind(page, keys, code, do)


def _legal(people: People) -> None:
    form = people.in_hand()
    form.ask_for("national" if form.kind == "legal" else "legal")
    form.begin()


def _foreign(people: People) -> None:
    form = people.in_hand()
    form.ask_for("passport" if form.kind == "foreign" else "foreign")
    form.begin()


def _say(people: People, how: Established) -> None:
    form = people.in_hand()
    form.establish(how)
    form.begin()


def _answer(bars: Sequence[AskBar], *, first: bool) -> None:
    """Answer whichever question stands over the page."""
    asking = next((bar for bar in bars if bar.isVisible()), None)
    if asking is not None:
        (asking.first if first else asking.second).emit()

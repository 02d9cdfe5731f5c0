"""The keys of the intake page."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import get_args

from PySide6.QtWidgets import QAbstractButton, QWidget

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
    ways: Mapping[str, QAbstractButton],
) -> None:
    """Let every key of the page do what its button or choice does; ``own`` are the page's.

    ``ways`` are the buttons of keys by the code of what they do.
    """
    people = form.people
    deeds: list[Key] = [
        ("F2", "intake.save", recording.save),
        ("Ctrl+Return", "intake.save", recording.save),
        ("Shift+F2", "intake.save_and_stay", partial(recording.save, stay=True)),
        *own,
        ("F6", "intake.presenter", lambda: people.add("presenter").begin()),
        ("F7", "intake.member", lambda: people.add("member").begin()),
        ("Shift+F6", "intake.follow", form.ending.follow),
        ("F8", "intake.legal", partial(_legal, people)),
        ("Shift+F8", "intake.foreign", partial(_foreign, people)),
        ("Shift+F5", "intake.template", form.matter.ask_template),
        ("Ctrl+F5", "intake.template.keep", form.keep_template),
        ("Shift+F9", "intake.about_office", form.matter.complain_of_office),
        ("F10", "intake.outcome", form.ending.begin),
        (FIRST_KEY, "intake.bar.first", partial(_answer, bars, first=True)),
        (SECOND_KEY, "intake.bar.second", partial(_answer, bars, first=False)),
    ]
    for place, how in enumerate(get_args(Established), start=1):
        deeds.append((f"Ctrl+{place}", f"intake.established.{how}", partial(_say, form, how)))
    for keys, code, do in deeds:
        shortcut = bind(page, keys, code, do)
        if code in ways:
            ways[code].clicked.connect(shortcut.activated)


def _legal(people: People) -> None:
    form = people.in_hand()
    form.ask_for("national" if form.kind == "legal" else "legal")
    form.begin()


def _foreign(people: People) -> None:
    form = people.in_hand()
    form.ask_for("passport" if form.kind == "foreign" else "foreign")
    form.begin()


def _say(form: IntakeForm, how: Established) -> None:
    person = form.people.in_hand()
    person.establish(how)
    if how in ("unknown", "withheld") and person is form.people.applicant:
        # There is nothing to ask of the person: what they came for is next.
        form.matter.begin()
    else:
        person.begin()


def _answer(bars: Sequence[AskBar], *, first: bool) -> None:
    """Answer whichever question stands over the page."""
    asking = next((bar for bar in bars if bar.isVisible()), None)
    if asking is not None:
        (asking.first if first else asking.second).emit()

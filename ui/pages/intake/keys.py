"""The keys of the intake page."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, get_args

from desk_app.records.persons import Established
from ui.frame.keys import bind
from ui.pages.bars import FIRST_KEY, SECOND_KEY
from ui.pages.intake.people import People

if TYPE_CHECKING:
    from ui.pages.intake.page import IntakePage


def bind_keys(page: "IntakePage") -> None:
    """Let every key of the page do what its button or choice does."""
    people, recording = page.form.people, page.recording
    deeds: list[tuple[str, str, Callable[[], object]]] = [
        ("F2", "intake.save", recording.save),
        ("Ctrl+Return", "intake.save", recording.save),
        ("Shift+F2", "intake.save_and_stay", partial(recording.save, stay=True)),
        ("F3", "intake.inform", page.inform_only),
        ("F4", "intake.side.open", page.turn_panel),
        ("F5", "intake.more", page.ask_more),
        ("F6", "intake.presenter", lambda: people.add("presenter").begin()),
        ("F7", "intake.member", lambda: people.add("member").begin()),
        ("F8", "intake.legal", partial(_legal, people)),
        ("Shift+F8", "intake.foreign", partial(_foreign, people)),
        ("F9", "intake.papers.all", page.go_over_papers),
        ("F10", "intake.outcome", page.form.ending.begin),
        (FIRST_KEY, "intake.bar.first", partial(_answer, page, True)),
        (SECOND_KEY, "intake.bar.second", partial(_answer, page, False)),
        ("Ctrl+Shift+Backspace", "intake.clear", page.clear),
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


def _answer(page: "IntakePage", first: bool) -> None:
    """Answer whichever question stands over the page."""
    for bar in (page.recording.repeat, page.keeper.offer):
        if bar.isVisible():
            (bar.first if first else bar.second).emit()
            return

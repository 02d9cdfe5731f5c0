"""Where this machine stands and when it locks."""

from collections.abc import Callable
from typing import Final

from desk_app.records.errors import Mistake
from desk_app.records.text import to_ascii_digits
from ui.actions.workplace import Workplace
from ui.settings.names import COUNTER, LOCK_MINUTES, USUAL_LOCK_MINUTES
from ui.texts import Worded, shown
from ui.widgets.buttons import Button
from ui.widgets.columns import FieldGrid
from ui.widgets.field import FieldRow
from ui.widgets.line import TextLine
from ui.widgets.select import Select
from ui.widgets.showing import Card

_MINUTES: Final = ("2", "5", "10", "20", "0")


class CounterCard(Card, Worded):
    """The counter's number and the minutes of the lock; ``kept`` is called once they are kept."""

    def __init__(self, place: Workplace, kept: Callable[[], object]) -> None:
        super().__init__("settings.counter")
        self._place, self._kept = place, kept
        self._counter = TextLine(longest=8)
        self._minutes = Select([(minutes, f"settings.lock.{minutes}") for minutes in _MINUTES])
        self._row = FieldRow("settings.counter.number", self._counter, hint="settings.counter.hint")
        grid = FieldGrid(2)
        grid.add(self._row)
        grid.add(FieldRow("settings.lock", self._minutes))
        keep = Button("settings.keep", icon="check")
        keep.clicked.connect(self._on_keep)
        self.body.addWidget(grid)
        self.add_beside_title(keep)

    def read(self) -> None:
        """Show what is set."""
        book = self._place.desk.book
        self._place.work.read(
            lambda: (
                book.setting(COUNTER, self._place.desk.office.counter),
                book.setting(LOCK_MINUTES, str(USUAL_LOCK_MINUTES)),
            ),
            self._show,
        )

    def reword(self) -> None:
        """Show the number in the digits of the language in force."""
        self._counter.set_value(shown(to_ascii_digits(self._counter.value())))

    def _show(self, read: tuple[str, str]) -> None:
        counter, minutes = read
        self._counter.set_value(shown(counter))
        self._minutes.choose(minutes if minutes in _MINUTES else str(USUAL_LOCK_MINUTES))

    def _on_keep(self) -> None:
        book, counter = self._place.desk.book, to_ascii_digits(self._counter.value())
        self._row.show_mistake(None if counter else Mistake("counter", "counter.missing"))
        if not counter:
            self._counter.setFocus()
            return
        minutes = self._minutes.value()

        def keep() -> None:
            book.set_setting(COUNTER, counter)
            book.set_setting(LOCK_MINUTES, minutes)

        self._place.work.write(keep, lambda _: self._on_kept())

    def _on_kept(self) -> None:
        self._place.say("settings.kept")
        self._kept()

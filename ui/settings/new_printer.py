"""The sheet on which a printer is added: which, what lies in it, a test page, what was seen."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from desk_app.ports.printers import PrinterInfo, PrinterKind, PrinterSetting
from desk_app.printing.outputs import checked
from desk_app.records.errors import Mistake, UserMistake
from ui.actions.workplace import Workplace
from ui.frame.keys import bind
from ui.settings.printer_trial import Trial
from ui.settings.printer_way import InIt, WhichPrinter
from ui.texts import worded
from ui.theme import look
from ui.widgets.dialog import Dialog
from ui.widgets.labels import Words

SILENCE_SECONDS: Final = 30
"""How long a printer may be silent where another stands in for it."""
_NAMES: Final = ("printer.assist.which", "printer.assist.in_it", "printer.assist.trial")


class NewPrinter(Dialog):
    """Three steps; the printer is set up before its test page and taken back by Esc."""

    def __init__(
        self,
        window: QWidget,
        place: Workplace,
        settings: Sequence[PrinterSetting],
        found: Sequence[PrinterInfo],
    ) -> None:
        super().__init__(window, "settings.printer.new", agree="printer.assist.on")
        self.offer_way_back()
        self._place, self._before = place, list(settings)
        self._step = 0
        self._chosen: tuple[PrinterKind, str, str] | None = None
        self._setting: PrinterSetting | None = None
        self._title = Words(letters="strong")
        self.which, self.in_it, self.trial = WhichPrinter(found), InIt(settings), Trial(place)
        self._steps = QStackedWidget()
        for step in (self.which, self.in_it, self.trial):
            self._steps.addWidget(step)
        self.body.addWidget(self._title)
        self.body.addWidget(self._steps, 1)
        self.setMinimumWidth(look().px(560))
        bind(self, "F2", "printer.trial.print", self.trial.print_page)
        self._go_to(0)
        self.which.begin()

    @property
    def step(self) -> int:
        """The step shown, from 0."""
        return self._step

    def accept(self) -> None:
        """Go on; the last step keeps the printer. A wrong field keeps its step."""
        if self._step == 0:
            self._to_paper()
        elif self._step == 1:
            self._to_trial()
        elif self.trial.is_good():
            self._keep()

    def reject(self) -> None:
        """Nothing is added, also where the printer was set up for its test page."""
        if self._step == 2:
            self.trial.end()
            self._set_up(self._before)
        super().reject()

    def _to_paper(self) -> None:
        chosen = self.which.chosen()
        if chosen is None:
            return
        kind, target, name = chosen
        try:
            checked(PrinterSetting("چاپگر", kind, target, "80mm"))
        except UserMistake as wrong:
            mistake = next((one for one in wrong.mistakes if one.field == "target"), None)
            self.which.show_mistake(mistake)
            return
        self._chosen = chosen
        self._go_to(1)
        self.in_it.begin(kind, self._free(name))

    def _to_trial(self) -> None:
        assert self._chosen is not None
        kind, target, _ = self._chosen
        name = self.in_it.name.value().strip()
        if not name or name in {one.name for one in self._before}:
            code = "printer.assist.name_taken" if name else "printer_setting.name"
            self.in_it.show_mistake(Mistake("name", code))
            return
        self._setting = PrinterSetting(name, kind, target, self.in_it.papers.value())
        setting = self._setting
        self._set_up([*self._before, setting], lambda: self.trial.begin(setting))
        self._go_to(2)

    def _keep(self) -> None:
        """The printer as it was tried; it stands in for the usual one where that was ticked."""
        assert self._setting is not None
        setting = replace(self._setting, paper=self.trial.paper)
        before = self._before
        if before and self.in_it.stands_in.value():
            before = [with_second(before[0], setting.name), *before[1:]]
        self.trial.end()
        self._set_up([*before, setting], super().accept)

    def _set_up(self, settings: Sequence[PrinterSetting], done: object = None) -> None:
        shelf = self._place.desk.printers
        self._place.work.write(
            lambda: shelf.set_up(settings), lambda _: done() if callable(done) else None
        )

    def _free(self, name: str) -> str:
        """A name that no other printer of the office bears."""
        taken = {one.name for one in self._before}
        return next(
            one for one in (name, *(f"{name} {n}" for n in range(2, 99))) if one not in taken
        )

    def _go_to(self, step: int) -> None:
        self._step = step
        self._steps.setCurrentIndex(step)
        self._title.say(_NAMES[step])
        worded(self._agree, text="printer.assist.keep" if step == 2 else "printer.assist.on")
        # The sheet takes the height of its step when the layout has run.
        QTimer.singleShot(0, self, self.adjustSize)


def with_second(setting: PrinterSetting, second: str) -> PrinterSetting:
    """The printer with another that takes over when it fails or is silent; none for no name."""
    limit = min(setting.time_limit, SILENCE_SECONDS) if second else setting.time_limit
    return replace(setting, fallback=second, time_limit=limit)

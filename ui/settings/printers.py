"""The printers of this machine: the usual one first, each with a test page."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ports.printers import PrinterInfo, PrinterSetting
from ui.actions.paper_made import trial_job
from ui.actions.workplace import Workplace
from ui.settings.new_printer import NewPrinter, with_second
from ui.texts import worded
from ui.widgets.buttons import Button, IconButton
from ui.widgets.labels import Words
from ui.widgets.select import Select
from ui.widgets.showing import Card, StatusPill
from ui.widgets.sign import Sign


class PrintersCard(Card):
    """A line for each printer, and the way to add one."""

    def __init__(self, place: Workplace) -> None:
        super().__init__("settings.printers")
        self._place = place
        self._settings: list[PrinterSetting] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self._none = Words("settings.printers.none", tone="muted", wrap=True)
        self._add = Button("settings.printer.new", icon="plus")
        self._add.clicked.connect(self.ask_new)
        self.add_beside_title(self._add)
        self.body.addWidget(self._none)
        self.body.addLayout(self._list)

    def read(self) -> None:
        """Show what is set up."""
        self._place.work.read(self._place.desk.printers.settings, self._show)

    def ask_new(self) -> None:
        """Look what the machine offers, then open the sheet."""
        self._add.setEnabled(False)
        self._place.work.start(self._ask_new(), name="printers")

    async def _ask_new(self) -> None:
        try:
            found = await self._place.work.answer(self._place.desk.printers.available)
            self._open_sheet(found)
        finally:
            self._add.setEnabled(True)

    def _open_sheet(self, found: Sequence[PrinterInfo]) -> None:
        sheet = NewPrinter(self.window(), self._place, self._settings, found)
        sheet.finished.connect(self.read)
        sheet.open()

    def _keep(self, settings: list[PrinterSetting]) -> None:
        shelf = self._place.desk.printers
        self._place.work.write(lambda: shelf.set_up(settings), lambda _: self.read())

    def _show(self, settings: Sequence[PrinterSetting]) -> None:
        self._settings = list(settings)
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, setting in enumerate(self._settings):
            self._list.addWidget(self._line(setting, usual=place == 0))
        self._none.setVisible(not self._settings)

    def _line(self, setting: PrinterSetting, *, usual: bool) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        name = Words(letters="strong")
        name.setText(setting.name)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(name)
        about = Words(letters="caption", tone="muted")
        about.say(f"settings.paper.{setting.paper}")
        kind = Words(f"printer_kind.{setting.kind.value}", letters="caption", tone="muted")
        under = QHBoxLayout()
        under.setSpacing(12)
        under.addWidget(kind)
        under.addWidget(about)
        under.addStretch()
        column.addLayout(under)
        row.addWidget(Sign("print", "accent"))
        row.addLayout(column, 1)
        if usual:
            row.addWidget(StatusPill("settings.printer.usual", "good"))
        else:
            first = IconButton("up", "settings.printer.make_usual")
            first.clicked.connect(partial(self._on_first, setting))
            row.addWidget(first)
        if len(self._settings) > 1:
            row.addWidget(self._second(setting))
        test = Button("settings.printer.test", "quiet", icon="print")
        test.clicked.connect(partial(self._on_test, setting))
        drop = IconButton("void", "settings.printer.drop")
        drop.clicked.connect(partial(self._on_drop, setting))
        row.addWidget(test)
        row.addWidget(drop)
        return line

    def _on_first(self, setting: PrinterSetting) -> None:
        self._keep([setting, *(one for one in self._settings if one != setting)])

    def _second(self, setting: PrinterSetting) -> QWidget:
        """The choice of the printer that takes over; a printer's name says itself."""
        others = [one.name for one in self._settings if one != setting]
        choices = [("", "printer.second.none"), *((name, name) for name in others)]
        select = Select(choices)
        worded(select, {"name": setting.name}, name="printer.second")
        worded(select, tip="printer.second.tip")
        select.choose(setting.fallback if setting.fallback in others else "")
        select.currentIndexChanged.connect(lambda _: self._on_second(setting, select.value()))
        return select

    def _on_second(self, setting: PrinterSetting, second: str) -> None:
        mended = with_second(setting, second)
        self._keep([mended if one == setting else one for one in self._settings])

    def _on_drop(self, setting: PrinterSetting) -> None:
        left = [one for one in self._settings if one != setting]
        self._keep([with_second(one, "") if one.fallback == setting.name else one for one in left])

    def _on_test(self, setting: PrinterSetting) -> None:
        desk = self._place.desk

        def send() -> None:
            document = desk.documents.test_page(desk.office, setting.paper)
            desk.queue.submit(trial_job(desk, setting.name, setting.paper), document)

        self._place.work.write(
            send, lambda _: self._place.say("settings.printer.tested", name=setting.name)
        )

"""The sheet on which a printer is added."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from desk_app.ports.printers import PrinterInfo, PrinterKind, PrinterSetting
from desk_app.printing.outputs import checked
from desk_app.records.errors import UserMistake
from ui.texts import say
from ui.widgets.dialog import Dialog
from ui.widgets.field import FieldRow
from ui.widgets.finder import Finder, Option, among
from ui.widgets.line import TextLine
from ui.widgets.select import Select

PAPERS: Final = ("a5", "a6", "80mm", "58mm", "a4")
TYPED: Final = (PrinterKind.FOLDER, PrinterKind.ESCPOS_NETWORK)
"""Ways that no machine can list: their place is typed."""


class NewPrinter(Dialog):
    """Which printer, where, with which paper and under which name; ``add`` gets its setting."""

    def __init__(
        self,
        window: QWidget,
        found: Sequence[PrinterInfo],
        add: Callable[[PrinterSetting, Callable[[UserMistake], object]], object],
    ) -> None:
        super().__init__(window, "settings.printer.new", agree="settings.printer.add")
        self.offer_way_back()
        self._found = list(found)
        self._add = add
        self._way = Finder(among(self._options()))
        self._target = TextLine(longest=400)
        self._rows = {
            "way": FieldRow("settings.printer.way", self._way, required=True),
            "target": FieldRow("settings.printer.target", self._target, required=True),
            "paper": FieldRow(
                "settings.printer.paper", Select([(one, f"settings.paper.{one}") for one in PAPERS])
            ),
            "name": FieldRow("settings.printer.name", TextLine(longest=60), required=True),
        }
        for row in self._rows.values():
            self.body.addWidget(row)
        self._way.chosen.connect(self._on_way)
        self._way.setFocus()

    def accept(self) -> None:
        """Add what is right; a wrong field keeps the sheet open."""
        setting = self._setting()
        if setting is None:
            return
        try:
            checked(setting)
        except UserMistake as wrong:
            self._show(wrong)
            return
        self._add(setting, self._show)
        super().accept()

    def _options(self) -> list[Option]:
        listed = [
            Option(str(place), one.name, say(f"printer_kind.{one.kind.value}"))
            for place, one in enumerate(self._found)
        ]
        typed = [Option(one.value, say(f"printer_kind.{one.value}")) for one in TYPED]
        return listed + typed

    def _chosen(self) -> tuple[PrinterKind, str] | None:
        way = self._way.value()
        if way.isdecimal():
            found = self._found[int(way)]
            return found.kind, found.target
        return (PrinterKind(way), self._target.value()) if way else None

    def _on_way(self, option: Option | None) -> None:
        """A printer that the machine lists brings its place and its name along."""
        listed = option is not None and option.id.isdecimal()
        self._target.setEnabled(not listed)
        self._target.set_value(self._found[int(option.id)].target if option and listed else "")
        name = self._rows["name"].editor
        if isinstance(name, TextLine) and option is not None and not name.value():
            name.set_value(option.title)

    def _setting(self) -> PrinterSetting | None:
        chosen = self._chosen()
        if chosen is None:
            self._rows["way"].check()
            self._way.setFocus()
            return None
        values = {name: str(row.editor.value()) for name, row in self._rows.items()}  # type: ignore[attr-defined]
        return PrinterSetting(
            name=values["name"], kind=chosen[0], target=chosen[1], paper=values["paper"]
        )

    def _show(self, wrong: UserMistake) -> None:
        by_field = {one.field: one for one in wrong.mistakes}
        for name, row in self._rows.items():
            row.show_mistake(by_field.get(name))
        first = next((row for name, row in self._rows.items() if name in by_field), None)
        if first is not None:
            first.editor.setFocus()

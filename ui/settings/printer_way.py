"""Steps of adding a printer: which one it is, and what lies in it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desk_app.ports.printers import PrinterInfo, PrinterKind, PrinterSetting
from desk_app.records.errors import Mistake
from desk_app.records.text import to_ascii_digits
from ui.texts import say, worded
from ui.widgets.buttons import Button
from ui.widgets.check import Check
from ui.widgets.field import FieldRow
from ui.widgets.finder import Finder, Option, among
from ui.widgets.labels import Words
from ui.widgets.line import TextLine
from ui.widgets.select import Select

PAPERS: Final = ("a5", "a6", "80mm", "58mm", "a4")
ROLLS: Final = ("80mm", "58mm")
TYPED: Final = (
    PrinterKind.ESCPOS_NETWORK,
    PrinterKind.ESCPOS_SERIAL,
    PrinterKind.ESCPOS_USB,
    PrinterKind.FOLDER,
)
"""Ways that can be typed where the machine lists none."""
_EXAMPLES: Final = {
    "escpos-network": "192.168.1.50:9100",
    "escpos-serial": "COM3",
    "escpos-usb": "04b8:0e15",
}
_IN_ASCII: Final = frozenset({PrinterKind.ESCPOS_NETWORK, PrinterKind.ESCPOS_USB})


def papers_for(kind: PrinterKind) -> tuple[str, ...]:
    """The papers that a printer of this kind takes."""
    return ROLLS if kind.value.startswith("escpos") else PAPERS


class WhichPrinter(QWidget):
    """A printer that the machine found, or a way and its place as typed."""

    def __init__(self, found: Sequence[PrinterInfo]) -> None:
        super().__init__()
        self._found = list(found)
        self.way = Finder(among(self._options()))
        self.target = TextLine(longest=400)
        self.rows = {
            "way": FieldRow("settings.printer.way", self.way, required=True),
            "target": FieldRow("settings.printer.target", self.target, required=True),
        }
        self._hint = Words(letters="caption", tone="muted", wrap=True)
        self._choose = Button("printer.assist.choose_folder", icon="folder")
        self._choose.clicked.connect(self._on_choose)
        self._choose.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        found_count = Words(letters="caption", tone="muted", wrap=True)
        found_count.say("printer.assist.found", count=len(self._found))
        for widget in (found_count, *self.rows.values(), self._hint, self._choose):
            column.addWidget(widget)
        column.addStretch()
        self.way.chosen.connect(self._on_way)

    def begin(self) -> None:
        """Put the cursor on the list."""
        self.way.setFocus()

    def option(self, kind: PrinterKind) -> Option:
        """The choice of a way that is typed."""
        return next(one for one in self._options() if one.id == kind.value)

    def chosen(self) -> tuple[PrinterKind, str, str] | None:
        """Kind, place and a name for it; a field that is wrong says so."""
        way = self.way.value()
        if not way:
            self.rows["way"].show_mistake(Mistake("way", "finder.unknown"))
            self.way.setFocus()
            return None
        self.rows["way"].show_mistake(None)
        if way.isdecimal():
            found = self._found[int(way)]
            return found.kind, found.target, found.name
        kind = PrinterKind(way)
        target = self.target.value()
        # A Persian keyboard types Persian digits; an address has none.
        if kind in _IN_ASCII:
            target = to_ascii_digits(target)
        return kind, target, say(f"printer_kind.{kind.value}")

    def show_mistake(self, mistake: Mistake | None) -> None:
        """Show what is wrong with the place, and put the cursor there."""
        self.rows["target"].show_mistake(mistake)
        if mistake is not None:
            self.target.setFocus()

    def _options(self) -> list[Option]:
        listed = [
            Option(str(place), one.name, say(f"printer_kind.{one.kind.value}"))
            for place, one in enumerate(self._found)
        ]
        typed = [
            Option(one.value, say(f"printer_kind.{one.value}"), say("printer.assist.typed"))
            for one in TYPED
        ]
        return listed + typed

    def _on_way(self, option: Option | None) -> None:
        """A printer that the machine lists brings its place along."""
        listed = option is not None and option.id.isdecimal()
        self.target.setEnabled(not listed)
        self.target.set_value(self._found[int(option.id)].target if option and listed else "")
        self.rows["way"].show_mistake(None)
        self.rows["target"].show_mistake(None)
        typed = option.id if option is not None and not listed else ""
        self._hint.setVisible(bool(typed))
        if typed:
            self._hint.say(f"printer.assist.hint.{typed}", example=_EXAMPLES.get(typed, ""))
        self._choose.setVisible(typed == PrinterKind.FOLDER.value)

    def _on_choose(self) -> None:
        chosen = QFileDialog(self.window(), say("printer.assist.choose_folder"))
        chosen.setFileMode(QFileDialog.FileMode.Directory)
        chosen.fileSelected.connect(lambda name: self.target.set_value(str(Path(name))))
        chosen.open()


class InIt(QWidget):
    """Its paper, its name in this office, and whether it stands in for the usual one."""

    def __init__(self, settings: Sequence[PrinterSetting]) -> None:
        super().__init__()
        self._usual = next(iter(settings), None)
        self.name = TextLine(longest=60)
        self.papers = Select([(one, f"settings.paper.{one}") for one in PAPERS])
        self._paper_row = FieldRow("settings.printer.paper", self.papers)
        self.name_row = FieldRow("settings.printer.name", self.name, required=True)
        self.stands_in = Check("printer.assist.second")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.name_row, self._paper_row, self.stands_in):
            column.addWidget(widget)
        column.addStretch()
        self.stands_in.setVisible(self._usual is not None)
        if self._usual is not None:
            said: dict[str, str | int] = {"usual": self._usual.name}
            worded(self.stands_in, said, text="printer.assist.stands_in")
            worded(self.stands_in, said, name="printer.assist.stands_in")
            self.stands_in.setChecked(not self._usual.fallback)

    def begin(self, kind: PrinterKind, name: str) -> None:
        """Offer the papers that this kind takes and a name."""
        self.papers.offer([(one, f"settings.paper.{one}") for one in papers_for(kind)])
        if not self.name.value():
            self.name.set_value(name)
        self.name.setFocus()

    def show_mistake(self, mistake: Mistake | None) -> None:
        """Show what is wrong with the name, and put the cursor there."""
        self.name_row.show_mistake(mistake)
        if mistake is not None:
            self.name.setFocus()

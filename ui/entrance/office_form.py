"""First run, first way: an office that begins by itself."""

from PySide6.QtCore import Signal

from desk_app.ports.desk import SetUp
from desk_app.records.errors import Mistake
from desk_app.records.text import to_ascii_digits
from desk_app.services.shipped import SAMPLES, shipped_places
from ui.entrance.officer_rows import OfficerRows
from ui.entrance.page import EntrancePage
from ui.widgets.columns import FieldGrid
from ui.widgets.field import FieldRow
from ui.widgets.finder import Finder, Option, among
from ui.widgets.labels import Rule, Words
from ui.widgets.line import TextLine
from ui.widgets.select import Select

_OFFICE = ("agency", "office_name", "office_code", "counter")


class OfficeForm(EntrancePage):
    """Office, counter, catalogue and first officer; ``wished`` carries a SetUp without mistakes."""

    wished = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(
            "entrance.office.title", "entrance.office.lead", step="entrance.step.office"
        )
        provinces = [Option(str(one.number), one.name) for one in shipped_places().provinces]
        samples = [("", "entrance.sample.none")]
        samples += [(name, f"entrance.sample.{name}") for name in SAMPLES]
        self._officer = OfficerRows(self._known)
        self.rows = {
            "agency": FieldRow(
                "entrance.agency", TextLine(), hint="entrance.agency.hint", required=True
            ),
            "office_name": FieldRow("entrance.office_name", TextLine(), required=True),
            "office_code": FieldRow(
                "entrance.office_code",
                TextLine(longest=20),
                hint="entrance.office_code.hint",
                required=True,
            ),
            "counter": FieldRow("entrance.counter", TextLine(longest=8), required=True),
            "province": FieldRow(
                "entrance.province", Finder(among(provinces)), hint="entrance.province.hint"
            ),
            "sample": FieldRow("entrance.sample", Select(samples), hint="entrance.sample.hint"),
        }
        grid = FieldGrid(2)
        for row in self.rows.values():
            grid.add(row)
        self.rows |= self._officer.rows
        self.body.addWidget(grid)
        self.body.addWidget(Rule())
        self.body.addWidget(Words("entrance.first_officer", letters="section"))
        self.body.addWidget(self._officer)
        self.agree("entrance.office.make", icon="check").clicked.connect(self._on_agreed)
        self.way_back().clicked.connect(self.left)

    def forget(self) -> None:
        """Empty the password fields."""
        self._officer.forget()

    def _known(self) -> list[str]:
        return [self.rows[name].editor.value() for name in ("agency", "officer_name", "officer")]  # type: ignore[attr-defined]

    def _on_agreed(self) -> None:
        found = self.missing(*_OFFICE, "officer_name", "officer")
        strange = self.rows["province"].check()
        if strange is not None:
            found.append(Mistake("province", strange.code, strange.params))
        found += self._officer.mistakes()
        self.show_message("")
        self.show_mistakes(found)
        if found:
            return
        values = self.values()
        self.wished.emit(
            SetUp(
                agency=values["agency"],
                office_name=values["office_name"],
                office_code=to_ascii_digits(values["office_code"]),
                counter=to_ascii_digits(values["counter"]),
                officer=values["officer"],
                officer_name=values["officer_name"],
                password=values["password"],
                province=int(values["province"] or 0),
                sample=values["sample"],
            )
        )

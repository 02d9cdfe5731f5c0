"""First run, second way: a desk that joins the centre of its agency."""

from PySide6.QtCore import Signal

from desk_app.ports.desk import SetUp
from desk_app.records.text import to_ascii_digits
from ui.enrol.rows import EnrolRows
from ui.entrance.officer_rows import OfficerRows
from ui.entrance.page import EntrancePage
from ui.texts import say
from ui.widgets.columns import FieldGrid
from ui.widgets.field import FieldRow
from ui.widgets.labels import Rule, Words
from ui.widgets.line import TextLine


class EnrolForm(EntrancePage):
    """Address and code of the centre, counter and first officer; ``wished`` carries a SetUp.

    ``asked`` carries what is to be read off the window's thread: a picture or file of the ticket.
    """

    wished = Signal(object)
    left = Signal()
    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__("entrance.enrol.title", "entrance.enrol.lead", step="entrance.step.office")
        self.ticket = EnrolRows()
        self._officer = OfficerRows(self._known)
        self.rows = {
            **self.ticket.rows,
            "agency": FieldRow("entrance.agency", TextLine(), required=True),
            "counter": FieldRow("entrance.counter", TextLine(longest=8), required=True),
        }
        self.body.addWidget(self.ticket)
        grid = FieldGrid(2)
        for name in ("agency", "counter"):
            grid.add(self.rows[name])
        self.rows |= self._officer.rows
        self.body.addWidget(grid)
        self.body.addWidget(Rule())
        self.body.addWidget(Words("entrance.first_officer", letters="section"))
        self.body.addWidget(self._officer)
        self.ticket.asked.connect(self.asked)
        self.agree("entrance.enrol.join", icon="line-up").clicked.connect(self._on_agreed)
        self.way_back().clicked.connect(self.left)

    def forget(self) -> None:
        """Empty the password fields."""
        self._officer.forget()

    def _known(self) -> list[str]:
        return [self.rows[name].editor.value() for name in ("agency", "officer_name", "officer")]  # type: ignore[attr-defined]

    def _on_agreed(self) -> None:
        found = self.ticket.mistakes()
        found += self.missing("agency", "counter", "officer_name", "officer")
        found += self._officer.mistakes()
        self.show_message("")
        self.show_mistakes(found)
        if found:
            return
        values = self.values()
        self.wished.emit(
            SetUp(
                agency=values["agency"],
                # The centre names office and code; these stand until it has answered.
                office_name=say("entrance.enrol.office"),
                office_code="0",
                counter=to_ascii_digits(values["counter"]),
                officer=values["officer"],
                officer_name=values["officer_name"],
                password=values["password"],
                central=values["central"],
                enrol_code=values["enrol_code"],
            )
        )

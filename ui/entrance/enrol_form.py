"""First run, second way: a desk that joins the centre of its agency."""

import re
from typing import Final

from PySide6.QtCore import Signal

from desk_app.ports.desk import SetUp
from desk_app.protocol.enrol_code import read_enrol_code
from desk_app.protocol.pin import check_address
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.text import to_ascii_digits
from ui.entrance.officer_rows import OfficerRows
from ui.entrance.page import EntrancePage
from ui.texts import say
from ui.widgets.columns import FieldGrid
from ui.widgets.field import FieldRow
from ui.widgets.labels import Rule, Words
from ui.widgets.line import TextLine

_BOTH: Final = re.compile(r"(?P<central>https?://\S+?)[\s#،,]+(?P<code>[\w\s-]{20,})$")
_GROUP: Final = 4
_GROUPS: Final = 8


def fingerprint_shown(fingerprint: str) -> str:
    """The first half of a fingerprint in hex, in groups of four, as the centre shows it."""
    groups = [fingerprint[at : at + _GROUP].upper() for at in range(0, len(fingerprint), _GROUP)]
    return " ".join(groups[:_GROUPS])


class EnrolForm(EntrancePage):
    """Address and code of the centre, counter and first officer; ``wished`` carries a SetUp.

    Address and code pasted together into either field are parted.
    """

    wished = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("entrance.enrol.title", "entrance.enrol.lead", step="entrance.step.office")
        self._central, self._code = TextLine(longest=400), TextLine(longest=400)
        self._fingerprint = Words(letters="caption", tone="muted", wrap=True)
        self._officer = OfficerRows(self._known)
        self.rows = {
            "central": FieldRow(
                "entrance.central", self._central, hint="entrance.central.hint", required=True
            ),
            "enrol_code": FieldRow(
                "entrance.enrol_code", self._code, hint="entrance.enrol_code.hint", required=True
            ),
            "agency": FieldRow("entrance.agency", TextLine(), required=True),
            "counter": FieldRow("entrance.counter", TextLine(longest=8), required=True),
        }
        for name in ("central", "enrol_code"):
            self.body.addWidget(self.rows[name])
        self.body.addWidget(self._fingerprint)
        grid = FieldGrid(2)
        for name in ("agency", "counter"):
            grid.add(self.rows[name])
        self.rows |= self._officer.rows
        self.body.addWidget(grid)
        self.body.addWidget(Rule())
        self.body.addWidget(Words("entrance.first_officer", letters="section"))
        self.body.addWidget(self._officer)
        self._central.textChanged.connect(self._on_typed)
        self._code.textChanged.connect(self._on_typed)
        self.agree("entrance.enrol.join", icon="line-up").clicked.connect(self._on_agreed)
        self.way_back().clicked.connect(self.left)
        self._show_fingerprint()

    def forget(self) -> None:
        """Empty the password fields."""
        self._officer.forget()

    def reread(self) -> None:
        """Say whom the code names, in the language in force."""
        self._show_fingerprint()

    def _known(self) -> list[str]:
        return [self.rows[name].editor.value() for name in ("agency", "officer_name", "officer")]  # type: ignore[attr-defined]

    def _on_typed(self, text: str) -> None:
        both = _BOTH.fullmatch(to_ascii_digits(text).strip())
        if both is not None:
            self._central.setText(both["central"])
            self._code.setText(both["code"].strip())
            return
        self._show_fingerprint()

    def _show_fingerprint(self) -> None:
        """Whom the code names: the first use of a code is the moment to compare."""
        self._fingerprint.hide()
        try:
            code = read_enrol_code(self._code.value())
        except UserMistake:
            return
        self._fingerprint.show()
        if code.fingerprint:
            shown = fingerprint_shown(code.fingerprint)
            self._fingerprint.say("entrance.fingerprint", fingerprint=f"\u2066{shown}\u2069")
        else:
            self._fingerprint.say("entrance.fingerprint.none")

    def _address_mistakes(self) -> list[Mistake]:
        try:
            code = read_enrol_code(self._code.value())
            check_address(self._central.value(), code.fingerprint)
        except UserMistake as wrong:
            return list(wrong.mistakes)
        return []

    def _on_agreed(self) -> None:
        found = self.missing(
            "central", "enrol_code", "agency", "counter", "officer_name", "officer"
        )
        if not {"central", "enrol_code"} & {one.field for one in found}:
            found += self._address_mistakes()
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

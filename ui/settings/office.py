"""How the office is named on screen and paper."""

from dataclasses import replace
from typing import Any, Final

from desk_app.ports.book import OfficeFacts
from desk_app.records.errors import UserMistake
from desk_app.services.office import name_office
from desk_app.services.shipped import shipped_places
from ui.actions.workplace import Workplace
from ui.pages.rows import Rows
from ui.texts import Worded, say
from ui.widgets.buttons import Button
from ui.widgets.columns import FieldGrid
from ui.widgets.field import FieldRow
from ui.widgets.finder import Finder, Option, among
from ui.widgets.line import TextLine
from ui.widgets.showing import Card

_NAMES: Final = {
    "agency": "agency",
    "office_name": "name",
    "address": "address",
    "phone": "phone",
    "tracking_address": "tracking_address",
    "complaint": "complaint",
}
"""The fields of the form and what they are called in the office's facts."""
_SPANS: Final = {"address": 2, "tracking_address": 2, "complaint": 2}


class OfficeCard(Card, Worded):
    """Agency, office, province and how people reach them; printed from the next receipt on."""

    def __init__(self, place: Workplace) -> None:
        super().__init__("office.facts")
        self._place = place
        self._facts: OfficeFacts = place.desk.office
        self._rows = Rows(self)
        self._province = Finder(among(_provinces()))
        grid = FieldGrid(2)
        for name in _NAMES:
            row = FieldRow(
                f"office.facts.{name}",
                TextLine(longest=400),
                required=name in ("agency", "office_name"),
                hint=f"office.facts.{name}.hint" if name in _SPANS else "",
                steady=False,
            )
            grid.add(self._rows.add(name, row), _SPANS.get(name, 1))
            if name == "office_name":
                told = FieldRow("office.province", self._province, steady=False)
                grid.add(self._rows.add("province", told))
        keep = Button("settings.keep", icon="check")
        keep.clicked.connect(self._on_keep)
        self.add_beside_title(keep)
        self.body.addWidget(grid)

    def read(self) -> None:
        """Show what the office is called."""
        for name, field in _NAMES.items():
            self._rows.set_text(name, getattr(self._facts, field))
        found = (one for one in _provinces() if one.id == str(self._facts.province))
        self._province.choose(next(found, None))

    def reword(self) -> None:
        """Say the province in the language in force."""
        chosen = self._province.option
        self._province.choose(
            next((one for one in _provinces() if chosen and one.id == chosen.id), None)
        )

    def _on_keep(self) -> None:
        wrong = self._rows.check()
        if wrong is not None:
            wrong.editor.setFocus()
            return
        told: dict[str, Any] = {field: self._rows.text(name) for name, field in _NAMES.items()}
        facts = replace(self._facts, province=int(self._province.value() or 0), **told)
        book = self._place.desk.book
        self._place.work.write(
            lambda: name_office(book, facts),
            lambda _: self._on_kept(facts),
            self._on_wrong,
        )

    def _on_kept(self, facts: OfficeFacts) -> None:
        self._facts = facts
        self._place.say("office.facts.kept")

    def _on_wrong(self, wrong: UserMistake) -> None:
        self._rows.show(wrong.mistakes)
        first = self._rows.first_wrong()
        if first is not None:
            first.editor.setFocus()


def _provinces() -> list[Option]:
    none = Option("0", say("office.province.none"))
    named = [Option(str(one.number), one.name) for one in shipped_places().provinces]
    return [none, *named]

"""The sheets on officers: admitting one, telling a temporary password, following one out."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desk_app.ports.access import Leaving, Left, OfficerEntry, OpenWork
from desk_app.ports.desk import LineState, LineView
from desk_app.records.catalogue import Unit
from desk_app.records.errors import Mistake, UserMistake
from ui.actions.workplace import Workplace
from ui.digits import grouped
from ui.settings.kept_sheet import KeptSheet
from ui.texts import shown, worded
from ui.theme import look
from ui.widgets.check import Check
from ui.widgets.columns import FieldGrid
from ui.widgets.dialog import Dialog
from ui.widgets.field import FieldRow
from ui.widgets.finder import Finder, Option, among
from ui.widgets.labels import Words
from ui.widgets.line import TextLine
from ui.widgets.select import Select

ROLES: Final = ("officer", "supervisor", "expert", "head", "admin")


class NewOfficerSheet(Dialog):
    """Name, user name, role and unit; ``admitted`` gets the user name and the password, once."""

    def __init__(
        self, window: QWidget, place: Workplace, admitted: Callable[[str, str], object]
    ) -> None:
        super().__init__(window, "access.officer.new", agree="access.officer.admit")
        self.offer_way_back()
        self._place, self._admitted = place, admitted
        units = [Option(unit.key, unit.title) for unit in place.catalogue.all(Unit)]
        self._unit = Finder(among(units))
        self._rows = {
            "officer_name": FieldRow("entrance.officer_name", TextLine(longest=120), required=True),
            "officer": FieldRow(
                "entrance.officer",
                TextLine(longest=40),
                hint="entrance.officer.hint",
                required=True,
            ),
            "role": FieldRow("access.role", Select([(role, f"role.{role}") for role in ROLES])),
            "unit": FieldRow("access.unit", self._unit, hint="access.unit.hint"),
        }
        grid = FieldGrid(2)
        for row in self._rows.values():
            grid.add(row)
        self.body.addWidget(grid)
        self.setMinimumWidth(look().px(560))
        self._rows["officer_name"].editor.setFocus()
        self._kept = KeptSheet(self, place, "new_officer", self._rows)

    def accept(self) -> None:
        """Admit what is right; a wrong field keeps the sheet open."""
        access, told = self._place.desk.access, self._told()
        if self._rows["unit"].check() is not None:
            self._unit.setFocus()
            return
        if told["role"] in ("expert", "head") and not told["unit"]:
            # Such an officer sees what was referred to the own unit, and nothing without one.
            self._show(UserMistake(Mistake("unit", "access.unit.missing")))
            return
        role = "expert" if told["role"] == "head" else told["role"]
        self.agree_when(False)
        self._place.work.write(
            lambda: access.admit(
                told["officer"],
                told["officer_name"],
                role,
                told["unit"],
                head=told["role"] == "head",
            ),
            lambda password: self._done(told["officer"], password),
            self._show,
            lambda: self.agree_when(True),
        )

    def _told(self) -> dict[str, str]:
        return {name: str(row.editor.value()) for name, row in self._rows.items()}  # type: ignore[attr-defined]

    def _done(self, user: str, password: str) -> None:
        self._kept.done()
        super().accept()
        self._admitted(user, password)

    def _show(self, wrong: UserMistake) -> None:
        show_mistakes(self._rows, wrong)


class PasswordTold(Dialog):
    """A temporary password, large, once."""

    def __init__(self, window: QWidget, name: str, password: str) -> None:
        super().__init__(window, "access.given.title", agree="access.given.noted")
        lead = Words("access.given.lead", wrap=True, tone="muted")
        who, told = Words(letters="strong"), Words(letters="code")
        who.setText(name)
        told.setText(shown(grouped(password, (4, 3, 3))))
        told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        worded(told, description="access.given.name")
        for part in (lead, who, told):
            self.body.addWidget(part)


class LeavingSheet(Dialog):
    """What an officer leaves behind, and who takes it; ``left`` gets what was handed over."""

    def __init__(
        self,
        window: QWidget,
        place: Workplace,
        leaver: OfficerEntry,
        others: Sequence[OfficerEntry],
        left: Callable[[Left], object],
    ) -> None:
        super().__init__(window, "access.leave", agree="access.leave.do", kind="danger")
        self._place, self._leaver, self._left = place, leaver, left
        offered = [Option(one.user, one.name, one.user) for one in others]
        self._successor = Finder(among(offered))
        self._taken = Check("access.leave.taken")
        self._taken.hide()
        self._lies = Words(wrap=True)
        self._lies.say("access.leave.counting")
        self._unsent = Words(tone="warn", wrap=True)
        self._unsent.hide()
        who = Words(letters="strong")
        who.setText(leaver.name)
        self._rows = {
            "successor": FieldRow("access.successor", self._successor, hint="access.successor.hint")
        }
        lead = Words("access.leave.lead", wrap=True, tone="muted")
        for part in (who, lead, self._lies, self._unsent):
            self.body.addWidget(part)
        self.body.addWidget(self._rows["successor"])
        self.body.addWidget(self._taken)
        self.offer_way_back()
        self.agree_when(False)
        self._successor.setFocus()
        self._kept = KeptSheet(self, place, f"leave.{leaver.user}", self._rows)
        access = place.desk.access
        place.work.read(lambda: access.open_work(leaver.user), self._show_work)
        place.work.read(place.desk.line.view, self._show_line)

    def accept(self) -> None:
        """Withdraw and hand over; nothing is done twice by a second press."""
        if self._rows["successor"].check() is not None:
            self._successor.setFocus()
            return
        access = self._place.desk.access
        wishes = Leaving(self._leaver.user, self._successor.value(), self._taken.value())
        self.agree_when(False)
        self._place.work.write(
            lambda: access.leave(wishes),
            self._done,
            lambda wrong: show_mistakes(self._rows, wrong),
            lambda: self.agree_when(True),
        )

    def _show_line(self, view: LineView) -> None:
        """What is not with the centre yet stays here, whoever recorded it."""
        waits = view.state is not LineState.ALONE and view.unsent > 0
        self._unsent.say("line_page.leave", count=view.unsent)
        self._unsent.setVisible(waits)

    def _show_work(self, work: OpenWork) -> None:
        self._lies.say(
            "access.leave.lies",
            held=len(work.held),
            taken=len(work.taken),
            posts=len(self._leaver.posts),
        )
        self._taken.setVisible(bool(work.taken))
        self.agree_when(True)

    def _done(self, left: Left) -> None:
        self._kept.done()
        super().accept()
        self._left(left)


def show_mistakes(rows: dict[str, FieldRow], wrong: UserMistake) -> None:
    """Each mistake at its field, the cursor at the first."""
    by_field = {one.field: one for one in wrong.mistakes}
    for name, row in rows.items():
        row.show_mistake(by_field.get(name))
    first = next((row for name, row in rows.items() if name in by_field), None)
    if first is not None:
        first.editor.setFocus()

"""The officers of the office: who may open the book, how they come in and how they leave."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ports.access import Left, OfficerEntry
from ui.actions.workplace import Workplace
from ui.pages.hits import listed
from ui.settings.officer_sheets import LeavingSheet, NewOfficerSheet, PasswordTold
from ui.texts import Worded, say, worded
from ui.widgets.buttons import Button, IconButton
from ui.widgets.dialog import ask
from ui.widgets.labels import Words
from ui.widgets.showing import Card, StatusPill
from ui.widgets.sign import Sign


class OfficersCard(Card, Worded):
    """A line for each officer in service, and the way to admit one."""

    def __init__(self, place: Workplace, changed: Callable[[], object]) -> None:
        super().__init__("access.officers")
        self._place, self._changed = place, changed
        self._officers: list[OfficerEntry] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self._add = Button("access.officer.new", icon="plus")
        self._add.clicked.connect(self.ask_new)
        self.add_beside_title(self._add)
        self.body.addWidget(Words("access.officers.lead", wrap=True, tone="muted"))
        self.body.addLayout(self._list)

    def read(self) -> None:
        """Show who is in service."""
        self._place.work.read(self._place.desk.access.officers, self._show)

    def reword(self) -> None:
        """Say roles and posts in the language in force."""
        self._show(self._officers)

    def ask_new(self) -> None:
        """Open the sheet on which an officer is admitted."""
        NewOfficerSheet(self.window(), self._place, self._on_admitted).open()

    def _on_admitted(self, user: str, password: str) -> None:
        PasswordTold(self.window(), user, password).open()
        self._changed()

    def _show(self, officers: Sequence[OfficerEntry]) -> None:
        self._officers = list(officers)
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for officer in self._officers:
            self._list.addWidget(self._line(officer))

    def _line(self, officer: OfficerEntry) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Sign("visitor", "accent"))
        row.addLayout(self._about(officer), 1)
        if officer.left_behind:
            pill = StatusPill()
            pill.show_state("access.officer.left", "warn", count=officer.left_behind)
            row.addWidget(pill)
        elif not officer.opens:
            row.addWidget(StatusPill("access.officer.closed", "warn"))
        elif officer.temporary:
            row.addWidget(StatusPill("access.officer.temporary", "info"))
        if officer.user == self._place.desk.book.officer.user:
            row.addWidget(StatusPill("access.officer.you", "plain"))
            return line
        ways = [("sign-out", "access.officer.leave", self._on_leave)]
        if not officer.left_behind:
            ways.insert(0, ("key", "access.officer.password", self._on_password))
        for icon, code, do in ways:
            button = IconButton(icon, code)
            worded(button, {"name": officer.name}, tip=f"{code}.of", name=f"{code}.of")
            button.clicked.connect(partial(do, officer))
            row.addWidget(button)
        return line

    def _about(self, officer: OfficerEntry) -> QVBoxLayout:
        name, about = Words(letters="strong"), Words(letters="caption", tone="muted", wrap=True)
        name.setText(officer.name)
        unit = self._place.catalogue.unit(officer.unit) if officer.unit else None
        role = say(f"role.{'head' if officer.head else officer.role}") if officer.role else ""
        about.setText(listed(role, officer.user, unit.title if unit else "", *officer.posts))
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(name)
        column.addWidget(about)
        return column

    def _on_password(self, officer: OfficerEntry) -> None:
        access = self._place.desk.access

        def told(password: str) -> None:
            PasswordTold(self.window(), officer.name, password).open()
            self._changed()

        ask(
            self.window(),
            "access.officer.password",
            "access.officer.password.sure",
            agree="access.supervisor.give",
            do=lambda: self._place.work.write(lambda: access.give_password(officer.user), told),
            params={"name": officer.name},
        )

    def _on_leave(self, officer: OfficerEntry) -> None:
        others = [one for one in self._officers if one.user != officer.user and not one.left_behind]
        done = partial(self._on_left, officer)
        LeavingSheet(self.window(), self._place, officer, others, done).open()

    def _on_left(self, officer: OfficerEntry, left: Left) -> None:
        self._place.say(
            "access.leave.done", name=officer.name, requests=left.requests, posts=left.posts
        )
        self._changed()

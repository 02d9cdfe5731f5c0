"""The card of the settings by which an office that began alone joins a centre later."""

from PySide6.QtWidgets import QHBoxLayout

from desk_app.ports.line_page import LineStanding
from ui.actions.workplace import Workplace
from ui.enrol.sheet import JoinSheet
from ui.texts import Worded, say
from ui.widgets.buttons import Button
from ui.widgets.labels import Words
from ui.widgets.showing import Card


class JoinCard(Card, Worded):
    """To which centre this desk belongs; for an office alone, the way to one."""

    def __init__(self, place: Workplace) -> None:
        super().__init__("enrol.title")
        self._place = place
        self._standing: LineStanding | None = None
        self._told = Words(wrap=True)
        self.join = Button("line_page.join", icon="line-up")
        self.join.clicked.connect(self._ask)
        self.join.hide()
        row = QHBoxLayout()
        row.addWidget(self.join)
        row.addStretch()
        self.body.addWidget(self._told)
        self.body.addLayout(row)

    def read(self) -> None:
        """Look whether the desk has joined a centre."""
        self._place.work.read(self._place.desk.joining.standing, self._show)

    def reword(self) -> None:
        """Say it in the language in force."""
        standing = self._standing
        if standing is None:
            return
        if standing.enrolled:
            address = f"\u2066{standing.central}\u2069"
            self._told.setText(say("enrol.belongs", central=address))
        else:
            self._told.setText(say("remedy.join"))

    def _show(self, standing: LineStanding) -> None:
        self._standing = standing
        self.join.setVisible(not standing.enrolled and not self._place.desk.office.demonstration)
        self.reword()

    def _ask(self) -> None:
        JoinSheet(self.window(), self._place, self.read).open()

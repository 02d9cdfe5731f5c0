"""The sheet by which an office that began alone joins a centre, with its history."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desk_app.ports.line_page import LineStanding
from desk_app.records.errors import DeskError, UserMistake
from ui.actions.workplace import Workplace
from ui.enrol.rows import EnrolRows, Take
from ui.widgets.dialog import Dialog
from ui.widgets.labels import Words


class JoinSheet(Dialog):
    """Address and code; the sheet stays until the centre has answered."""

    def __init__(self, window: QWidget, place: Workplace, joined: Callable[[], object]) -> None:
        super().__init__(window, "enrol.title", agree="entrance.enrol.join")
        self._place, self._joined = place, joined
        self.rows = EnrolRows()
        self._told = Words(wrap=True)
        self._told.hide()
        self.body.addWidget(Words("enrol.sentence", tone="muted", wrap=True))
        self.body.addWidget(self.rows)
        self.body.addWidget(self._told)
        self.offer_way_back()
        self.rows.asked.connect(self._read)
        self.rows.central.setFocus()

    def accept(self) -> None:
        """Join; what is wrong is told at its field and nothing was done."""
        wrong = self.rows.mistakes()
        self._say("")
        if wrong:
            self.rows.show_wrong(UserMistake(*wrong))
            self.rows.rows[wrong[0].field].editor.setFocus()
            return
        self._busy(True)
        self._say("entrance.enrol.joining", "accent")
        # Not on the writing thread: a record would wait for the centre's answer.
        self._place.work.start(self._join(), name="join")

    async def _join(self) -> None:
        joining = self._place.desk.joining
        central, code = self.rows.central.value(), self.rows.code.value()

        def join() -> LineStanding | DeskError:
            try:
                return joining.join(central, code)
            except DeskError as fault:
                return fault

        answer = await self._place.work.answer(join)
        self._busy(False)
        if isinstance(answer, UserMistake):
            self._say("")
            self.rows.show_wrong(answer)
        elif isinstance(answer, DeskError):
            self._say(answer.code, "bad", **answer.params)
        else:
            self._joined()
            self._place.say("enrol.joined")
            super().accept()

    def _read(self, take: Take) -> None:
        def look() -> str | UserMistake:
            try:
                return take()
            except UserMistake as wrong:
                return wrong

        self._place.work.read(look, self._take)

    def _take(self, found: str | UserMistake) -> None:
        if isinstance(found, UserMistake):
            self.rows.show_wrong(found)
        else:
            self.rows.take(found)

    def _busy(self, busy: bool) -> None:
        self.rows.setEnabled(not busy)
        self.agree_when(not busy)

    def _say(self, code: str, tone: str = "muted", /, **params: str | int) -> None:
        self._told.setVisible(bool(code))
        if code:
            self._told.set_tone(tone)
            self._told.say(code, **params)

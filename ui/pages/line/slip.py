"""A lane that is read out over the telephone: its digits are checked while they are typed."""

from PySide6.QtWidgets import QWidget

from desk_app.ports.line_page import LineStanding
from desk_app.records.errors import DeskError, Mistake, UserMistake
from ui.actions.workplace import Workplace
from ui.pages.line.state import short_id
from ui.widgets.dialog import Dialog
from ui.widgets.field import FieldRow
from ui.widgets.labels import Words
from ui.widgets.slip_line import SlipLine


class SlipSheet(Dialog):
    """Asks for a slip and keeps its lane."""

    def __init__(self, window: QWidget, place: Workplace, device: str) -> None:
        super().__init__(window, "slip.title", agree="slip.take")
        self._place = place
        self.line = SlipLine()
        self.row = FieldRow("slip.field", self.line, required=True)
        self.left = Words(letters="caption", tone="muted")
        told = Words(wrap=True)
        told.say("slip.device", device=short_id(device))
        for widget in (Words("slip.sentence", wrap=True), told, self.row, self.left):
            self.body.addWidget(widget)
        self.offer_way_back()
        self.line.textChanged.connect(lambda _: self._check())
        self._check()
        self.line.setFocus()

    def accept(self) -> None:
        """Keep the lane; the sheet stays where that cannot be."""
        slip, joining = self.line.value(), self._place.desk.joining

        def take() -> LineStanding:
            try:
                return joining.take_slip(slip)
            except DeskError as wrong:
                if isinstance(wrong, UserMistake):
                    raise
                raise UserMistake(Mistake("slip", wrong.code, wrong.params)) from wrong

        self.agree_when(False)
        self._place.work.write(take, lambda _: self._taken(), self._on_wrong)

    def _check(self) -> None:
        missing = self.line.missing
        wrong = self.line.mistake() if missing == 0 else None
        self.row.show_mistake(wrong)
        good = missing == 0 and wrong is None
        self.left.say("slip.fits" if good else "slip.left", count=missing)
        self.left.set_tone("good" if good else "muted")
        self.left.setVisible(wrong is None)
        self.agree_when(good)

    def _taken(self) -> None:
        self._place.say("slip.taken")
        super().accept()

    def _on_wrong(self, wrong: UserMistake) -> None:
        self.row.show_mistake(wrong.mistakes[0])
        self.left.hide()
        self.line.setFocus()

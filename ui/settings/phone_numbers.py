"""The sheet of recovery numbers that an administrator reads out, and who was given access when."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desk_app.ports.access import AccessEntry
from ui.actions.workplace import Workplace
from ui.digits import grouped
from ui.pages.hits import shown_moment
from ui.texts import Worded, say, shown, worded
from ui.widgets.buttons import Button
from ui.widgets.dialog import Dialog, ask
from ui.widgets.labels import Words
from ui.widgets.showing import Card, StatusPill

_LATEST = 12


class NumbersTold(Dialog):
    """The numbers of a new sheet, once, to be written down or kept where the office is not."""

    def __init__(self, window: QWidget, numbers: Sequence[str]) -> None:
        super().__init__(window, "access.numbers.title", agree="access.given.noted")
        self.body.addWidget(Words("access.numbers.told", wrap=True, tone="muted"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        for place, number in enumerate(numbers, start=1):
            nth, told = Words(letters="caption", tone="muted"), Words(letters="title")
            nth.setText(shown(place))
            told.setText(shown(grouped(number.replace("-", ""), (4,) * 6)))
            told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            worded(told, {"number": place}, description="access.numbers.nth")
            grid.addWidget(nth, place, 0)
            grid.addWidget(told, place, 1)
        self.body.addLayout(grid)


class NumbersCard(Card, Worded):
    """How many numbers are left, and making a new sheet."""

    def __init__(self, place: Workplace) -> None:
        super().__init__("access.numbers.title")
        self._place = place
        self._left = 0
        self._state = StatusPill()
        make = Button("access.numbers.make", icon="phone")
        make.clicked.connect(self._on_make)
        self.add_beside_title(self._state)
        self.body.addWidget(Words("access.numbers.lead", wrap=True, tone="muted"))
        self.body.addWidget(make, 0, Qt.AlignmentFlag.AlignLeading)

    def read(self) -> None:
        """Show how many are left."""
        self._place.work.read(self._place.desk.access.numbers_left, self._show)

    def reword(self) -> None:
        """Say how many are left in the language in force."""
        self._show(self._left)

    def _show(self, left: int) -> None:
        self._left = left
        code = "access.numbers.left" if left else "access.numbers.none"
        self._state.show_state(code, "good" if left > 1 else "warn", count=left)

    def _on_make(self) -> None:
        if not self._left:
            self._make()
            return
        ask(
            self.window(),
            "access.numbers.make",
            "access.numbers.sure",
            agree="access.numbers.make",
            do=self._make,
        )

    def _make(self) -> None:
        self._place.work.write(self._place.desk.access.new_numbers, self._tell)

    def _tell(self, numbers: tuple[str, ...]) -> None:
        NumbersTold(self.window(), numbers).open()
        self.read()


class AccessLogCard(Card, Worded):
    """The latest changes of anybody's access: when, whose, what, by whom."""

    def __init__(self, place: Workplace) -> None:
        super().__init__("access.log")
        self._place = place
        self._entries: Sequence[AccessEntry] = ()
        self._lines = Words(wrap=True)
        self.body.addWidget(self._lines)

    def read(self) -> None:
        """Show the latest."""
        access = self._place.desk.access
        self._place.work.read(lambda: access.log(_LATEST), self._show)

    def reword(self) -> None:
        """Say the changes in the language in force."""
        self._show(self._entries)

    def _show(self, entries: Sequence[AccessEntry]) -> None:
        self._entries = entries
        name = self._place.name_of
        self._lines.setText(
            "\n".join(
                say(
                    f"access.log.{one.what}",
                    at=shown_moment(one.at),
                    name=name(one.user),
                    actor=name(one.actor),
                )
                for one in entries
            )
        )

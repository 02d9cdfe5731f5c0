"""How the parts of the intake page stand."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.pages.folding import Folding
from ui.pages.intake.form import IntakeForm
from ui.widgets.buttons import Button
from ui.widgets.chips import Flow
from ui.widgets.scroll import Scroll
from ui.widgets.showing import Card

_WAYS: Final = (
    ("intake.presenter", "F6"),
    ("intake.member", "F7"),
    ("intake.legal", "F8"),
    ("intake.more", "F5"),
    ("intake.template", "Shift+F5"),
)


class IntakeLayout:
    """Lays the page out and turns its panel; ``ways`` are buttons of keys by their codes."""

    def __init__(
        self, page: QWidget, form: IntakeForm, bars: Sequence[QWidget], opener: Button
    ) -> None:
        self._side = form.side
        self.ways = {code: Button(code, "quiet", keys=keys) for code, keys in _WAYS}
        main = _main(form, bars, _row(self.ways.values()))
        self._folding = Folding(page, main, form.side, opener)
        self.fold()

    def fold(self) -> None:
        """Stand as the width of the page asks."""
        self._folding.fold()

    def show_panel(self, tab: str) -> None:
        """Show a leaf of the panel, over the form where it must be."""
        self._side.turn_to(tab)
        self._folding.show()

    def turn_panel(self, step: int = 1) -> None:
        """Go to the panel's next leaf; where it is folded away, open it first."""
        if self._side.isVisible():
            self._side.turn_on(step)
        else:
            self._folding.show()

    def put_away(self) -> None:
        """Give the form free; a panel that stands beside it stays."""
        self._folding.hide()

    def uncover(self) -> None:
        """A hand types on: the confirmation gives the form free."""
        if self._side.tab == "saved":
            self._folding.hide()


def _main(form: IntakeForm, bars: Sequence[QWidget], ways: QWidget) -> QVBoxLayout:
    who, what = _card(form.people), _card(form.matter)
    cards = QWidget()
    column = QVBoxLayout(cards)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    column.addWidget(who)
    column.addWidget(what, 1)
    column.addWidget(ways)
    main = QVBoxLayout()
    main.setSpacing(12)
    for bar in bars:
        main.addWidget(bar)
    main.addWidget(Scroll(cards), 1)
    main.addWidget(form.ending)
    return main


def _card(part: QWidget) -> Card:
    """A card round a part; the last field keeps a line for its mistake, which is edge enough."""
    card = Card()
    card.body.addWidget(part)
    around = card.layout()
    if around is not None:
        around.setContentsMargins(16, 12, 16, 0)
    return card


def _row(ways: Iterable[Button]) -> QWidget:
    """What one key asks for besides, with its key."""
    held = QWidget()
    row = Flow(held)
    for button in ways:
        row.addWidget(button)
    return held

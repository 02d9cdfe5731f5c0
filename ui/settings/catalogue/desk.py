"""The form of the item under the cursor, with what can be done to it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desk_app.records.errors import Mistake
from ui.actions.workplace import Workplace
from ui.settings.catalogue.form import ItemForm
from ui.settings.catalogue.values import Values
from ui.widgets.buttons import Button, IconButton
from ui.widgets.labels import Words
from ui.widgets.scroll import Scroll
from ui.widgets.showing import Card, EmptyState, StatusPill


class ItemDesk(Card):
    """The form of the item under the cursor, with what can be done to it.

    ``saved`` and ``retired`` and ``reverted`` are wishes.
    """

    saved = Signal()
    retired = Signal()
    reverted = Signal()
    edited = Signal()

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._forms: dict[str, ItemForm] = {}
        self._title = Words(letters="section", wrap=True)
        self._state = StatusPill("office.unsaved", "warn")
        self._wrong = Words(tone="bad", wrap=True)
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState("list", "office.nothing", advice="office.nothing.advice"))
        self._keep = Button("settings.keep", "primary", icon="check", keys="Ctrl+S")
        self._revert = IconButton("history", "office.revert")
        self._retire = IconButton("void", "office.retire")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(self._state)
        head.addWidget(self._revert)
        head.addWidget(self._retire)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._keep)
        foot.addStretch()
        self.body.addLayout(head)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self._wrong)
        self.body.addLayout(foot)
        self._keep.clicked.connect(self.saved)
        self._revert.clicked.connect(self.reverted)
        self._retire.clicked.connect(self.retired)
        self.show_nothing()

    @property
    def form(self) -> ItemForm | None:
        """The form shown."""
        shown_now = self._stack.currentWidget()
        return next((one for one in self._forms.values() if _holds(shown_now, one)), None)

    def show_item(self, kind: str, title: str, values: Values, *, fresh: bool) -> None:
        """Show the form of an item."""
        if kind not in self._forms:
            self._forms[kind] = ItemForm(self._place, kind)
            self._forms[kind].changed.connect(self.edited)
            self._stack.addWidget(Scroll(self._forms[kind]))
        form = self._forms[kind]
        form.fill(values, fresh=fresh)
        place = list(self._forms).index(kind) + 1
        self._stack.setCurrentIndex(place)
        if fresh:
            self._title.say(f"office.new.{kind}")
        else:
            self._title.say("office.title", title=title)
        self._wrong.hide()
        for widget in (self._title, self._keep):
            widget.show()
        self._retire.setVisible(not fresh)

    def show_nothing(self) -> None:
        """Nothing is under the cursor."""
        self._stack.setCurrentIndex(0)
        for widget in (self._title, self._state, self._wrong, self._keep, self._revert):
            widget.hide()
        self._retire.hide()

    def show_unsaved(self, unsaved: bool) -> None:
        """Say whether the form differs from what stands."""
        self._state.setVisible(unsaved)
        self._revert.setVisible(unsaved)

    def show_wrong(self, mistakes: list[Mistake]) -> None:
        """Say what has no field of its own."""
        self._wrong.setVisible(bool(mistakes))
        if mistakes:
            self._wrong.say(mistakes[0].code, **mistakes[0].params)


def _holds(page: QWidget | None, form: ItemForm) -> bool:
    return page is not None and page.isAncestorOf(form)

"""The find page: results while one types, the newest first; arrows walk, Enter opens."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QValidator
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desk_app.ports.changes import Changes
from desk_app.ports.queries import Filter
from desk_app.records.catalogue import Kind, Service
from desk_app.records.codes import CODE_LENGTH, bare_code, parse_code
from desk_app.records.errors import UserMistake
from ui.actions.looking import note_identity_search
from ui.actions.printing import Printing
from ui.actions.workplace import Workplace
from ui.digits import persian_letters
from ui.frame.keys import bind
from ui.frame.page import Page
from ui.models.growing import GrowingModel
from ui.models.lines import Line
from ui.models.rows import Column
from ui.models.views import LinesView
from ui.pages.find.asking import PAGE, Found, Question, answer_of, is_identity
from ui.pages.find.filters import MORE_KEYS, Filters
from ui.pages.find.not_arrived import ENTER_KEYS, NotArrived
from ui.pages.hits import line_of
from ui.pages.request.unit_deeds import ways_of
from ui.texts import Worded, shown, worded
from ui.theme import look
from ui.widgets.labels import Words
from ui.widgets.line import TextLine
from ui.widgets.showing import Card, EmptyState
from ui.work import Newest

_LEAST: Final = 116
_LOW: Final = 460
_MOST_AGAIN: Final = 500
"""Rows asked for at once when what is shown changes; who walked further loses the rest."""
_WALK: Final = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class _Shown(QValidator):
    """Takes every text and shows it in the letters and digits of the screen."""

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        return QValidator.State.Acceptable, shown(persian_letters(text)), position


class SearchLine(TextLine):
    """The search field; keys that walk go to the list below it, ``entered`` is Enter."""

    entered = Signal()

    def __init__(self, view: LinesView) -> None:
        super().__init__(longest=120)
        self._view = view
        self.setValidator(_Shown(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type; arrows walk through the results."""
        if event.key() in _WALK:
            self._view.keyPressEvent(event)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
            return
        super().keyPressEvent(event)


class FindPage(Page, Worded):
    """One field for codes, ids, mobiles, names and words; the newest requests when it is empty."""

    def __init__(self, place: Workplace, printing: Printing) -> None:
        super().__init__()
        self._place, self._printing = place, printing
        self._found: Found | None = None
        self._noted = ""
        self._enter_waits = False
        self._newest: Newest[Found] = Newest(place.work, self._show)
        self.results = LinesView("find.results")
        self._model: GrowingModel[Line] = GrowingModel([Column("find.results", Line.spoken)])
        self.results.setModel(self._model)
        self.line = SearchLine(self.results)
        worded(self.line, placeholder="find.field", name="find.name")
        self.filters = Filters(place.desk.book.officer.user, lambda: place.today)
        self._count = Words(letters="caption", tone="muted")
        self._wrong = Words(letters="caption", tone="bad")
        self._leaves = QStackedWidget()
        self._nothing = EmptyState("search", "find.nothing", advice="find.nothing.advice")
        self._none = EmptyState("inbox", "find.empty")
        self._elsewhere = NotArrived()
        self._lay_out()
        self._connect()

    def opened(self) -> None:
        """Typing begins at once; what is typed replaces what was."""
        self.line.setFocus()
        self.line.selectAll()
        self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low page has room for the chips or for the fields."""
        super().resizeEvent(event)
        self.filters.stand(low=self.height() < look().px(_LOW))

    def changes(self, changes: Changes) -> None:
        """Something was recorded or arrived: ask again for as much as is in sight."""
        if changes.requests or changes.everything:
            self._ask(min(max(PAGE, self._model.rowCount()), _MOST_AGAIN))

    def show_filter(self, narrow: Filter) -> None:
        """Show the requests under a filter of another page."""
        self.line.clear()
        self.filters.show_filter(narrow)

    def enter_elsewhere(self) -> None:
        """Take the request of a code that is not here under that code."""
        if self._found is not None and self._found.elsewhere is not None:
            self._place.enter_code(self._found.elsewhere.code)

    def says(self) -> str:
        """What stands where nothing was found, or what is wrong with what was typed."""
        if not self._wrong.isHidden():
            return self._wrong.text()
        leaf = self._leaves.currentWidget()
        return leaf.accessibleName() if leaf is not None and leaf is not self.results else ""

    def reword(self) -> None:
        """Say the rows in the language in force."""
        if self._found is not None:
            self._show(self._found)

    def _lay_out(self) -> None:
        card = Card()
        for leaf in (self.results, self._nothing, self._none, self._elsewhere):
            self._leaves.addWidget(leaf)
        worded(self._nothing, name="find.nothing")
        worded(self._none, name="find.empty")
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.line, 1)
        first.addWidget(self.filters.more)
        card.body.addLayout(first)
        card.body.addWidget(self._wrong)
        card.body.addWidget(self.filters)
        card.body.addWidget(self._leaves, 1)
        card.body.addWidget(self._count)
        self._wrong.hide()
        # The least the list takes, so that fields above it are never squeezed.
        self._leaves.setMinimumHeight(look().px(_LEAST))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 0, 24, 12)
        column.addWidget(card)

    def _connect(self) -> None:
        self.line.textChanged.connect(lambda _: self._on_typed())
        self.line.entered.connect(self._on_entered)
        self.filters.changed.connect(self._ask)
        self._model.wanted.connect(self._ask_more)
        self.results.opened.connect(self._on_opened)
        self._elsewhere.entry_wanted.connect(self.enter_elsewhere)
        self._place.catalogue_changed.connect(self._on_catalogue)
        self._on_catalogue()
        bind(self, "Ctrl+P", "find.print", self._print)
        bind(self, "Ctrl+F", "find.focus", self.opened)
        bind(self, MORE_KEYS, "find.more", self.filters.turn)
        bind(self, "Esc", "find.clear", self._clear)
        # What is done on a request's page by a key is begun by the same key from its row.
        for way in ways_of(self._place.desk.book.officer):
            if way.from_list:
                bind(self, way.keys, f"deed.{way.code}", partial(self._follow_up, way.code))
        bind(self, ENTER_KEYS, "find.not_arrived.enter", self.enter_elsewhere)

    def _question(self, rows: int = PAGE) -> Question:
        narrow = self.filters.filter(self._place.today)
        return Question(self.line.value(), narrow, self.filters.sealed, rows=rows)

    def _ask(self, rows: int = PAGE) -> None:
        question, queries = self._question(rows), self._place.desk.book.queries
        self._show_wrong(question.text)
        self._newest.ask(lambda: answer_of(queries, question))

    def _ask_more(self) -> None:
        last, found = self._model.last, self._found
        if last is None or found is None:
            return
        begun = found.question
        more = Question(begun.text, begun.narrow, begun.sealed, before=last.id)
        queries = self._place.desk.book.queries

        def take(answer: Found) -> None:
            if self._found is found:
                self._model.append(self._lines(answer), ended=answer.ended)
                self._say_count()

        self._place.work.read(lambda: answer_of(queries, more), take)

    def _on_typed(self) -> None:
        self._enter_waits = False
        self._ask()

    def _on_entered(self) -> None:
        """Open the row shown; a row that answers an older text is not what was meant."""
        if self._found is None or self._found.question != self._question():
            self._enter_waits = True
        elif self._found.elsewhere is not None:
            self.enter_elsewhere()
        else:
            self._open_current()

    def _open_current(self) -> None:
        line = self.results.current_row()
        if isinstance(line, Line):
            self._on_opened(line)

    def _show(self, found: Found) -> None:
        self._found = found
        today = self._place.today
        self.results.refill(self._lines(found), ended=found.ended)
        if found.elsewhere is not None:
            office = self._place.desk.office.code
            self._elsewhere.show_issuer(
                found.elsewhere.issuer, office, found.elsewhere.contact, today
            )
        self._leaves.setCurrentWidget(self._leaf(found))
        self._say_count()
        self._note_identity(found)
        if self._enter_waits:
            self._enter_waits = False
            self._open_current()

    def _lines(self, found: Found) -> list[Line]:
        today, fresh = self._place.today, self._place.is_fresh
        return [line_of(hit, today, fresh=fresh(hit.request_id)) for hit in found.hits]

    def _leaf(self, found: Found) -> QWidget:
        if found.hits:
            return self.results
        if found.elsewhere is not None:
            return self._elsewhere
        plain = not found.question.text and found.question.narrow == Filter()
        return self._none if plain and not found.question.sealed else self._nothing

    def _say_count(self) -> None:
        count = self._model.rowCount()
        self._count.setVisible(count > 0)
        self._count.say("find.count" if self._model.ended else "find.count.more", count=count)

    def _show_wrong(self, text: str) -> None:
        """A whole code that cannot be one says what is wrong with it."""
        code = bare_code(text)
        self._wrong.hide()
        if len(code) == CODE_LENGTH and code.isdigit():
            try:
                parse_code(code)
            except UserMistake as wrong:
                self._wrong.say(wrong.code, **wrong.params)
                self._wrong.show()

    def _note_identity(self, found: Found) -> None:
        text = found.question.text
        if is_identity(text) and text != self._noted:
            self._noted = text
            note_identity_search(self._place, len(found.hits))

    def _on_catalogue(self) -> None:
        catalogue = self._place.catalogue
        self.filters.offer(catalogue.all(Kind), catalogue.all(Service))

    def _on_opened(self, line: Line) -> None:
        self._place.open_request(line.id)

    def _print(self) -> None:
        line = self.results.current_row()
        if isinstance(line, Line):
            self._printing.receipt(line.id)

    def _follow_up(self, deed: str) -> None:
        line = self.results.current_row()
        if isinstance(line, Line):
            self._place.open_request(line.id, deed)

    def _clear(self) -> None:
        """Fold the fields, then empty the search, then take the filters off."""
        if self.filters.is_open:
            self.filters.turn()
            self.line.setFocus()
        elif self.line.text():
            self.line.clear()
        else:
            self.filters.clear()

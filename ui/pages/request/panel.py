"""The panel of a request: every deed with its key, or the form of the one chosen."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from ui.actions.workplace import Workplace
from ui.pages.request.asked import Around
from ui.pages.request.deeds import PRINTS, Way
from ui.pages.request.drafts import DeedDrafts
from ui.pages.request.form import DeedForm
from ui.pages.request.opened import Opened
from ui.texts import worded
from ui.theme import Dressed
from ui.widgets.face import FaceButton
from ui.widgets.labels import Rule, Words
from ui.widgets.scroll import Scroll


class _DeedButton(FaceButton, Dressed):
    """One deed in the list: icon and name at the beginning, its key at the end."""

    def __init__(self, code: str, icon: str, keys: str) -> None:
        super().__init__(icon, keys, spread=True)
        self.setProperty("kind", "quiet")
        worded(self, text=code, name=code)

    def tone(self) -> str:
        """A quiet word: the list is read, not shouted."""
        return "text"


class DeedPanel(QFrame):
    """``wanted`` carries a ``Way`` and the values of its form, ``print_wanted`` a paper."""

    wanted = Signal(object, object)
    print_wanted = Signal(str)
    came = Signal()
    left = Signal()

    def __init__(self, place: Workplace, ways: Sequence[Way]) -> None:
        super().__init__()
        self.setProperty("card", True)
        worded(self, name="request.actions")
        self._place, self._ways = place, ways
        self._opened: Opened | None = None
        self.form: DeedForm | None = None
        self.drafts = DeedDrafts(place)
        self._buttons: dict[str, _DeedButton] = {}
        self._leaves = QStackedWidget()
        self._leaves.addWidget(Scroll(self._list()))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self._leaves)

    def show_opened(self, opened: Opened) -> None:
        """Let those deeds be done that fit this request and the officer's role."""
        self._opened = opened
        if opened.view.erased:
            self.drafts.forget(opened.view.hit.request_id)
        for way in self._ways:
            self._buttons[way.code].setVisible(self.allows(way))
        for code, _, _ in PRINTS:
            self._buttons[code].setVisible(self.may_print(code))

    def allows(self, way: Way) -> bool:
        """Whether a deed can be done now."""
        view = self._opened.view if self._opened is not None else None
        return view is not None and self._place.may(way.right) and way.fits(view)

    def may_print(self, code: str) -> bool:
        """Whether a paper can be printed: receipts are the desk's, the sheet is everyone's."""
        if code == "slip" and (self._opened is None or not self._opened.view.referrals):
            return False
        return self._place.may("print" if code == "sheet" else "register")

    def choose(self, way: Way) -> None:
        """Show the form of a deed."""
        if not self.allows(way) or self._opened is None:
            return
        self.put_away()
        place, opened = self._place, self._opened
        form = DeedForm(
            way,
            Around(
                opened.view,
                place.catalogue,
                lambda: place.today,
                place.why_closed,
                place.desk.clock.now_ms(),
                opened.near,
                place.officers,
            ),
            self.drafts.of(opened.view.hit.request_id, way.code),
        )
        form.wanted.connect(lambda values: self.wanted.emit(way, values))
        form.left.connect(self._on_left)
        self.form = form
        self._leaves.addWidget(form)
        self._leaves.setCurrentWidget(form)
        self.came.emit()
        form.begin()

    def print_paper(self, code: str) -> None:
        """Print at once."""
        if self._opened is not None and self.may_print(code):
            self.print_wanted.emit(code)

    def keep_typed(self) -> None:
        """Keep what the form holds and nobody did yet."""
        if self.form is not None:
            self.form.kept.keep_now()

    def put_away(self) -> None:
        """Show the deeds again; what the form holds comes back with it."""
        self.keep_typed()
        if self.form is not None:
            self._leaves.setCurrentIndex(0)
            self._leaves.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    def _on_left(self) -> None:
        self.put_away()
        self.left.emit()

    def _list(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Words("request.actions", letters="section"))
        for group in dict.fromkeys(way.group for way in self._ways):
            if group != "follow":
                column.addWidget(Rule())
            for way in self._ways:
                if way.group == group:
                    button = _DeedButton(f"deed.{way.code}", way.icon, way.keys)
                    button.clicked.connect(lambda _=False, one=way: self.choose(one))
                    self._add(column, way.code, button)
        column.addWidget(Rule())
        for code, keys, icon in PRINTS:
            button = _DeedButton(f"deed.{code}", icon, keys)
            button.clicked.connect(lambda _=False, one=code: self.print_paper(one))
            self._add(column, code, button)
        column.addStretch()
        return whole

    def _add(self, column: QVBoxLayout, code: str, button: "_DeedButton") -> None:
        button.hide()
        self._buttons[code] = button
        column.addWidget(button)

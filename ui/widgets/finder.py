"""Choosing one of many by typing any part of its name."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desk_app.records.errors import Mistake
from desk_app.records.text import normalise
from ui.texts import language, say, worded
from ui.theme import Dressed, look
from ui.theme.icons import icon
from ui.widgets.line import TextLine

_Index = QModelIndex | QPersistentModelIndex


class Option(NamedTuple):
    """One thing to choose: its id, its name and a line that tells it from its like."""

    id: str
    title: str
    note: str = ""


Source = Callable[[str], Sequence[Option]]
"""The options for a normalised text, best first; all of them for an empty one."""


def among(options: Sequence[Option]) -> Source:
    """A source over options in memory: every typed word occurs; names that begin so are first."""
    ready = [(normalise(f"{one.title} {one.note} {one.id}"), one) for one in options]

    def found(wanted: str) -> Sequence[Option]:
        words = wanted.split()
        hits = [(text, one) for text, one in ready if all(word in text for word in words)]
        hits.sort(key=lambda hit: not hit[0].startswith(wanted))
        return [one for _, one in hits]

    return found


class _OptionLines(QStyledItemDelegate):
    """Draws name and note of an option on one line each."""

    def __init__(self, finder: "Finder") -> None:
        super().__init__(finder)
        self._finder = finder

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(look().px(200), look().px(44 if self._finder.has_notes else 32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        one = self._finder.offered[index.row()]
        box: QRect = option.rect
        chosen = index.row() == self._finder.under_cursor
        painter.save()
        if chosen:
            painter.fillRect(box, look().colour("accent_weak"))
        inner = box.adjusted(look().px(8), 2, -look().px(8), -2)
        side = language().start
        painter.setPen(look().colour("accent" if chosen else "text"))
        painter.setFont(look().font("body"))
        if one.note:
            half = inner.height() // 2
            top = QRect(inner.left(), inner.top(), inner.width(), half)
            low = QRect(inner.left(), inner.top() + half, inner.width(), half)
            painter.drawText(top, side | Qt.AlignmentFlag.AlignVCenter, one.title)
            painter.setPen(look().colour("muted"))
            painter.setFont(look().font("caption"))
            painter.drawText(low, side | Qt.AlignmentFlag.AlignVCenter, one.note)
        else:
            painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, one.title)
        painter.restore()


class Finder(TextLine, Dressed):
    """A line that offers what fits while one types; Down opens the whole list.

    ``chosen`` is sent with an Option, or with None when the text no longer names one. A text
    that fits exactly one option chooses it when the field is left.
    """

    chosen = Signal(object)

    def __init__(self, source: Source, *, most: int = 50) -> None:
        super().__init__()
        self._source, self._most = source, most
        self._option: Option | None = None
        self.offered: list[Option] = []
        self.has_notes = False
        self._names = QStringListModel(self)
        self._list = self._listed()
        self._completer = self._complete_from(self._names)
        self._chevron = self.addAction(
            icon("down", "muted", look().px(16)), QLineEdit.ActionPosition.TrailingPosition
        )
        self._chevron.triggered.connect(self.open_list)
        self.textEdited.connect(self._on_edited)
        worded(self, description="finder.how")

    @property
    def option(self) -> Option | None:
        """The option chosen."""
        return self._option

    @property
    def under_cursor(self) -> int:
        """The row of the list that Enter would take; -1 for none."""
        return self._list.currentIndex().row()

    def value(self) -> str:
        """The id of the option chosen, or nothing."""
        return self._option.id if self._option else ""

    def mistake(self) -> Mistake | None:
        """``finder.unknown`` when what is typed names no option."""
        strange = self._option is None and self.text().strip()
        return Mistake("", "finder.unknown") if strange else None

    def choose(self, option: Option | None) -> None:
        """Show an option as chosen, or none."""
        other = option != self._option
        self._option = option
        self.setText(option.title if option else "")
        self.setCursorPosition(0)
        if other:
            self.chosen.emit(option)

    def show_typed(self, text: str) -> None:
        """Show a text that was typed and kept; where it names an option, that one is chosen."""
        fitting = self._source(normalise(text)) if text else []
        named = next((one for one in fitting if one.title == text), None)
        self.choose(named)
        if named is None:
            self.setText(text)

    def open_list(self) -> None:
        """Offer everything the source has."""
        self._offer("")

    def restyle(self) -> None:
        """Tint the sign anew."""
        self._chevron.setIcon(icon("down", "muted", look().px(16)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type; Down opens the list."""
        if event.key() == Qt.Key.Key_Down and not self._list.isVisible():
            self._offer("" if self._option else normalise(self.text()))
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Typing over a choice that was tabbed to replaces it."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field takes the only option that fits."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason and self._option is None:
            wanted = normalise(self.text())
            fitting = self._source(wanted) if wanted else []
            if len(fitting) == 1:
                self.choose(fitting[0])

    def _complete_from(self, names: QStringListModel) -> QCompleter:
        completer = QCompleter(names, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(8)
        completer.setPopup(self._list)
        # The completer gives its popup a delegate of its own.
        self._list.setItemDelegate(_OptionLines(self))
        completer.setWidget(self)
        completer.activated[QModelIndex].connect(self._on_activated)  # type: ignore[index]
        return completer

    def _listed(self) -> QListView:
        view = QListView()
        view.setProperty("popup", True)
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        worded(view, name="finder.list")
        return view

    def _on_edited(self, text: str) -> None:
        if self._option is not None:
            self._option = None
            self.chosen.emit(None)
        self._offer(normalise(text))

    def _offer(self, wanted: str) -> None:
        self.offered = list(self._source(wanted))[: self._most]
        self.has_notes = any(one.note for one in self.offered)
        self._names.setStringList([f"{one.title}، {one.note}" for one in self.offered])
        self._list.setLayoutDirection(language().direction)
        if not self.offered:
            self._list.hide()
            self.setToolTip(say("finder.nothing"))
            return
        self.setToolTip("")
        self._completer.complete()
        self._list.setCurrentIndex(self._names.index(0))

    def _on_activated(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self.offered):
            self.choose(self.offered[index.row()])

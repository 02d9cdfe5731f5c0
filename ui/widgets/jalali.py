"""A date of the Jalali calendar, typed in any digits or taken from a month."""

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QValidator
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.jalali import format_jalali, long_jalali, parse_jalali
from desk_app.records.text import to_ascii_digits
from ui.texts import Worded, language, shown, worded
from ui.theme import Dressed, look
from ui.theme.icons import icon
from ui.widgets.calendar import Calendar, Holiday, no_holidays

_SIGNS = frozenset("0123456789/-. ")


class _DateSigns(QValidator):
    """Takes digits and the strokes between them, shown in the screen's digits."""

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        plain = to_ascii_digits(text)
        if len(plain) > 10 or not _SIGNS.issuperset(plain):
            return QValidator.State.Invalid, text, position
        return QValidator.State.Acceptable, shown(plain), position


class JalaliEdit(QLineEdit, Worded, Dressed):
    """A date field: ``14050830``, ``690105`` and ``1370/1/5`` are all understood.

    The value is a Gregorian ``date`` or None. Alt+Down opens the month; Up and Down step by a
    day. ``date_changed`` is sent when the field is left or Enter pressed and the date is other.
    """

    date_changed = Signal(object)

    def __init__(self, today: Callable[[], dt.date], *, holiday: Holiday = no_holidays) -> None:
        super().__init__()
        self._today = today
        self._holiday = holiday
        self._date: dt.date | None = None
        self._popup: QFrame | None = None
        # Right to left would show the day first: 30/08/1405.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setValidator(_DateSigns(self))
        self.editingFinished.connect(self._on_finished)
        self._opener = self.addAction(
            icon("calendar", "muted", look().px(18)), QLineEdit.ActionPosition.LeadingPosition
        )
        self._opener.triggered.connect(self.open_month)
        self.reword()

    def value(self) -> dt.date | None:
        """The date typed so far, or None."""
        return self._read()[0]

    def set_value(self, day: dt.date | None) -> None:
        """Show a date, or nothing."""
        self._date = day
        self.setText(shown(format_jalali(day)) if day else "")
        self.setToolTip(long_jalali(day, language().name) if day else "")

    def mistake(self) -> Mistake | None:
        """What is wrong when something is typed that is no day of the calendar."""
        return self._read()[1]

    def refusal(self) -> Mistake:
        """Why a letter was not taken: a date is digits and the strokes between them."""
        return Mistake("", "date.format")

    def reword(self) -> None:
        """Show digits and begin at the side of the language in force."""
        self.setAlignment(language().start | Qt.AlignmentFlag.AlignVCenter)
        self.setPlaceholderText(shown("1400/01/01"))
        worded(self, description="calendar.how")
        if self._date is not None:
            self.set_value(self._date)

    def restyle(self) -> None:
        """Tint the sign of the month anew."""
        self._opener.setIcon(icon("calendar", "muted", look().px(18)))

    def open_month(self) -> None:
        """Show the month under the field, on the date typed or on today."""
        month = Calendar(self._today(), self._holiday)
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setLayoutDirection(language().direction)
        popup.setProperty("sheet", True)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        frame = QVBoxLayout(popup)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(month)
        month.grid.go_to(self.value() or self._today())
        month.chosen.connect(self._on_chosen)
        self._popup = popup
        popup.adjustSize()
        begin = self.width() - popup.width() if language().name == "fa" else 0
        popup.move(self.mapToGlobal(QPoint(begin, self.height() + 4)))
        popup.show()
        month.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type; Alt+Down opens the month, Up and Down step by a day."""
        key, held = event.key(), event.modifiers()
        if key == Qt.Key.Key_Down and held & Qt.KeyboardModifier.AltModifier:
            self.open_month()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not self.isReadOnly():
            step = dt.timedelta(days=1 if key == Qt.Key.Key_Up else -1)
            self._take((self.value() or self._today()) + step)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Typing over a date that came by Tab replaces it."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()

    def _on_chosen(self, day: dt.date) -> None:
        if self._popup is not None:
            self._popup.close()
            self._popup = None
        self._take(day)
        self.setFocus()

    def _read(self) -> tuple[dt.date | None, Mistake | None]:
        if not self.text().strip():
            return None, None
        try:
            return parse_jalali(self.text()), None
        except UserMistake as refused:
            return None, refused.mistakes[0]

    def _on_finished(self) -> None:
        day = self.value()
        if day is not None or not self.text().strip():
            self._take(day)

    def _take(self, day: dt.date | None) -> None:
        other = day != self._date
        self.set_value(day)
        if other:
            self.date_changed.emit(day)

"""What the desk tells: a banner that stays until it is settled, a notice that goes by itself."""

from collections.abc import Callable
from typing import Final, Literal

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.records.errors import DeskError
from ui.texts import worded
from ui.theme import look
from ui.widgets.buttons import Button, IconButton
from ui.widgets.labels import Words
from ui.widgets.sign import Sign

Tone = Literal["info", "good", "warn", "bad"]
_SIGNS: Final = {"info": "info", "good": "good", "warn": "alert", "bad": "stop"}
NOTICE_MS: Final = 4000


class Banner(QFrame):
    """A fault or a state of the desk: what is the matter, what to do, and a button that does it.

    It stays until it is closed or taken away by whoever put it up.
    """

    closed = Signal()

    def __init__(
        self,
        tone: Tone,
        code: str,
        *,
        advice: str = "",
        action: str = "",
        do: Callable[[], object] | None = None,
        closable: bool = True,
        params: dict[str, str | int] | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("banner", tone)
        self._do = do
        self._words = Words(letters="strong", wrap=True)
        said = params or {}
        self._words.say(code, **said)
        worded(self, said, name=code)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._words)
        if advice:
            told = Words(wrap=True)
            told.say(advice, **said)
            column.addWidget(told)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(Sign(_SIGNS[tone], "accent" if tone == "info" else tone))
        row.addLayout(column, 1)
        if action and do is not None:
            button = Button(action)
            button.clicked.connect(self._on_action)
            row.addWidget(button)
        if closable:
            close = IconButton("close", "message.close", "text", 18)
            close.clicked.connect(self._on_closed)
            row.addWidget(close)

    @classmethod
    def of_fault(
        cls,
        fault: DeskError,
        *,
        action: str = "",
        do: Callable[[], object] | None = None,
    ) -> "Banner":
        """The banner of a fault; its advice is the sentence of its code with ``.advice``."""
        from desk_app.texts import knows
        from ui.texts import language

        advice = f"{fault.code}.advice"
        known = advice if knows(advice, language().name) else ""
        return cls("bad", fault.code, advice=known, action=action, do=do, params=fault.params)

    def _on_action(self) -> None:
        if self._do is not None:
            self._do()

    def _on_closed(self) -> None:
        self.hide()
        self.closed.emit()
        self.deleteLater()


class Notice(QFrame):
    """One quiet sentence at the foot of a window that goes after a while; never takes focus."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("notice", True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words = Words(centred=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.addWidget(self._words)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        window.installEventFilter(self)
        self.hide()

    def tell(self, code: str, /, **params: str | int) -> None:
        """Show a sentence for a few seconds in place of the one before."""
        self._words.say(code, **params)
        self.setAccessibleName(self._words.text())
        self._stand()
        self.show()
        self.raise_()
        self._timer.start(NOTICE_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle of the foot when the window grows."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._stand()
        return False

    def _stand(self) -> None:
        window = self._window
        self.adjustSize()
        left = (window.width() - self.width()) // 2
        self.move(left, window.height() - self.height() - look().px(48))

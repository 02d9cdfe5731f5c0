"""A question in the middle of the window; the rest of the desk goes on meanwhile."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.help.topics import mark
from ui.texts import worded
from ui.theme import look
from ui.widgets.buttons import Button, Kind
from ui.widgets.labels import Words

if TYPE_CHECKING:
    pass


class Dialog(QDialog):
    """A sheet with a title, a body to fill and one or two buttons.

    Never ``exec()``: a loop within the loop stops every task for good. Use ``open()`` and
    ``finished``, or await ``answer()``.
    """

    def __init__(
        self, window: QWidget, title: str, *, agree: str = "dialog.ok", kind: Kind = "primary"
    ) -> None:
        super().__init__(window)
        worded(self, window=title, name=title)
        mark(self, title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self._agree = Button(agree, kind)
        self._agree.setDefault(True)
        self._agree.clicked.connect(self.accept)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch()
        self._buttons.addWidget(self._agree)
        self.setMinimumWidth(look().px(420))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        column.addWidget(Words(title, letters="section"))
        column.addLayout(self.body)
        column.addStretch()
        column.addLayout(self._buttons)

    def offer_way_back(self, code: str = "dialog.cancel", *, first: bool = False) -> None:
        """Add the button that changes nothing; Esc does the same.

        ``first`` gives it the focus, so that a hasty Enter destroys nothing.
        """
        back = Button(code)
        back.clicked.connect(self.reject)
        self._buttons.insertWidget(1, back)
        if first:
            self._agree.setDefault(False)
            back.setDefault(True)
            back.setFocus()

    def agree_when(self, ready: bool) -> None:
        """Let the first button be pressed or not."""
        self._agree.setEnabled(ready)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F1 asks the window beneath for help with the field in this sheet."""
        beneath = self.parentWidget()
        if event.key() == Qt.Key.Key_F1 and beneath is not None:
            window = beneath.window()
            for one in (window, *window.findChildren(QWidget)):
                show_help = getattr(one, "show_help_over", None)
                if show_help is not None and one.isVisible():
                    show_help(self)
                    return
        super().keyPressEvent(event)

    async def answer(self) -> bool:
        """Open the sheet and wait; whether the first button was pressed."""
        import asyncio

        future: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        def settle(result: int) -> None:
            if not future.done():
                future.set_result(result == QDialog.DialogCode.Accepted.value)

        self.finished.connect(settle)
        self.open()
        return await future


def tell(window: QWidget, title: str, sentence: str, **params: str | int) -> Dialog:
    """Open a sheet with one sentence and one button."""
    sheet = Dialog(window, title)
    words = Words(wrap=True)
    words.say(sentence, **params)
    sheet.body.addWidget(words)
    sheet.open()
    return sheet


def ask(
    window: QWidget,
    title: str,
    sentence: str,
    *,
    agree: str,
    do: Callable[[], object],
    params: dict[str, str | int] | None = None,
) -> Dialog:
    """Open a sheet that asks before something is done that cannot be taken back."""
    sheet = Dialog(window, title, agree=agree, kind="danger")
    words = Words(wrap=True)
    words.say(sentence, **(params or {}))
    sheet.body.addWidget(words)
    sheet.offer_way_back(first=True)
    sheet.accepted.connect(do)
    sheet.open()
    return sheet

"""A field with its label above and, beneath it, a hint or what is wrong."""

from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.help.topics import mark
from ui.texts import Worded, say, worded
from ui.theme import Dressed, look
from ui.theme.icons import tinted
from ui.widgets.keys import KeyHint
from ui.widgets.labels import Words, polish

if TYPE_CHECKING:
    from desk_app.records.errors import Mistake


class Editor(Protocol):
    """What a field row asks of the widget inside it."""

    def value(self) -> object:
        """What is in the field."""

    def mistake(self) -> "Mistake | None":
        """What is wrong with it by itself, or None."""


class FieldRow(QWidget, Worded, Dressed):
    """Label, editor and one line beneath.

    The line keeps its room when ``steady``, so that a short mistake moves nothing on the page; a
    sentence that is longer than the field is wide goes on beneath. A screen reader hears the
    mistake as the description of the editor. A key that the editor refuses is told too, until the
    next one that it takes.
    """

    def __init__(
        self,
        code: str,
        editor: QWidget,
        *,
        hint: str = "",
        keys: str = "",
        required: bool = False,
        steady: bool = True,
    ) -> None:
        super().__init__()
        self.editor = editor
        self._code, self._hint, self._required, self._steady = code, hint, required, steady
        self._mistake: Mistake | None = None
        self._refused: Mistake | None = None
        mark(self, code)
        self._label = Words(letters="caption", tone="muted")
        self._label.setBuddy(editor)
        self._beneath = Words(letters="caption", tone="muted", wrap=True)
        self._sign = Words()
        if isinstance(editor, QLineEdit):
            editor.inputRejected.connect(self._on_refused)
            editor.textEdited.connect(self._forgive_refused)
            editor.editingFinished.connect(self._forgive_refused)
        self._lay_out(keys)
        self.reword()

    @property
    def wrong(self) -> "Mistake | None":
        """The mistake shown."""
        return self._mistake

    def check(self) -> "Mistake | None":
        """Ask the editor for its own mistake and show it or take it away."""
        self.show_mistake(cast(Editor, self.editor).mistake())
        return self._mistake

    def show_mistake(self, mistake: "Mistake | None") -> None:
        """Show what is wrong beneath the field, or the hint again."""
        self._mistake = mistake
        polish(self.editor, wrong=mistake is not None)
        self.reword()

    def reword(self) -> None:
        """Say label, hint or mistake in the language in force."""
        name = say(self._code)
        self._label.setText(say("field.required", label=name) if self._required else name)
        self.editor.setAccessibleName(name)
        if self._mistake is not None:
            sentence = say(self._mistake.code, **self._mistake.params)
            self._beneath.set_tone("bad")
        else:
            sentence = say(self._hint) if self._hint else ""
            self._beneath.set_tone("muted")
        self._beneath.setText(sentence)
        self.editor.setAccessibleDescription(sentence)
        if not sentence:
            # An editor that explains itself does so again.
            worded(self.editor)
        self._show_sign()

    def restyle(self) -> None:
        """Keep the line's room and tint its sign."""
        self._show_sign()

    def _on_refused(self) -> None:
        """Say why a letter or a part of what was pasted is not in the field."""
        why = getattr(self.editor, "refusal", None)
        refused: Mistake | None = why() if why is not None else None
        if refused is None:
            return
        self._show_refused(refused)
        # Of a text that is cut the beginning stays, and this edit would take the sentence away.
        QTimer.singleShot(0, self, lambda: self._show_refused(refused))

    def _show_refused(self, refused: "Mistake") -> None:
        if self._mistake is None:
            self._refused = refused
            self.show_mistake(refused)

    def _forgive_refused(self) -> None:
        if self._refused is not None and self._mistake is self._refused:
            self.show_mistake(None)
        self._refused = None

    def _show_sign(self) -> None:
        wrong = self._mistake is not None
        self._sign.setVisible(wrong)
        if wrong:
            side, ratio = look().px(14), self.devicePixelRatioF()
            self._sign.setPixmap(tinted("stop", side, look().colours.bad, ratio))
        self._beneath.setVisible(self._steady or bool(self._beneath.text()))
        self._label.setFixedHeight(look().px(20))
        self._beneath.setMinimumHeight(look().px(18))

    def _lay_out(self, keys: str) -> None:
        grows = isinstance(self.editor, QAbstractScrollArea)
        vertical = QSizePolicy.Policy.Expanding if grows else QSizePolicy.Policy.Minimum
        self.setSizePolicy(QSizePolicy.Policy.Preferred, vertical)
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(self._label)
        above.addStretch()
        if keys:
            above.addWidget(KeyHint(keys))
        beneath = QHBoxLayout()
        beneath.setSpacing(4)
        beneath.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        beneath.addWidget(self._beneath, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(above)
        column.addWidget(self.editor)
        column.addLayout(beneath)

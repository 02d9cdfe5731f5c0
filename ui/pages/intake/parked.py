"""The intakes that were put aside, one beside the other, each with its key and its age."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from ui.actions.drafts import Parked
from ui.actions.intake import IntakeDraft
from ui.texts import Worded, isolated, say, worded
from ui.widgets.chips import Flow
from ui.widgets.face import FaceButton
from ui.widgets.labels import polish

KEYS: Final = tuple(f"Ctrl+{number}" for number in (5, 6, 7, 8, 9, 0))
"""The keys that take the first, second … one up again."""
_NAME: Final = 28
"""Letters of a name that are shown."""
_MINUTE_MS: Final = 60_000


class ParkedBar(QWidget, Worded):
    """Hidden while nothing is put aside; ``wanted`` carries the place of the one to go on with."""

    wanted = Signal(int)

    def __init__(self, now: Callable[[], int]) -> None:
        super().__init__()
        self._now = now
        self._parked: Sequence[Parked] = ()
        self._buttons: list[FaceButton] = []
        self._flow = Flow(self, gap=8)
        worded(self, name="intake.parked")
        self._ages = QTimer(self)
        self._ages.setInterval(_MINUTE_MS // 4)
        self._ages.timeout.connect(self.reword)
        self.hide()

    def show_parked(self, parked: Sequence[Parked]) -> None:
        """Show these, the one put aside first first."""
        self._parked = parked
        for button in self._buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        for place, _ in enumerate(parked):
            button = FaceButton("clock", KEYS[place] if place < len(KEYS) else "")
            polish(button, kind="secondary")
            button.clicked.connect(partial(self._on_clicked, place))
            self._buttons.append(button)
            self._flow.addWidget(button)
        self.reword()
        self.setVisible(bool(parked))
        if parked:
            self._ages.start()
        else:
            self._ages.stop()

    def reword(self) -> None:
        """Say whose they are and how long they have been waiting."""
        for button, one in zip(self._buttons, self._parked, strict=True):
            minutes = max(0, self._now() - one.at) // _MINUTE_MS
            code = "intake.parked.age" if minutes else "intake.parked.now"
            words = say(code, who=title_of(one.draft), minutes=minutes)
            button.setText(words)
            button.setAccessibleName(say("intake.parked.resume", who=words))

    def _on_clicked(self, place: int, _: bool = False) -> None:
        self.wanted.emit(place)


def title_of(draft: IntakeDraft) -> str:
    """By what an unfinished intake is known again: a name, else the matter."""
    names = (f"{one.first_name} {one.last_name}".strip() for one in draft.parties)
    organisations = (one.organisation for one in draft.parties)
    numbers = (one.id_number for one in draft.parties)
    told = (*names, *organisations, draft.matter.subject, draft.matter.text, *numbers)
    title = next((one for one in told if one), say("hit.nobody"))
    line = " ".join(title.split())
    return isolated(line if len(line) <= _NAME else line[: _NAME - 1] + "…")

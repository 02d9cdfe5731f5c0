"""The unfinished intake is kept while one types and offered again after a crash."""

from typing import Final

from PySide6.QtCore import QObject, QTimer

from ui.actions.drafts import keep_draft, read_draft
from ui.actions.intake import IntakeDraft
from ui.actions.workplace import Workplace
from ui.pages.bars import AskBar
from ui.pages.hits import shown_moment
from ui.pages.intake.form import IntakeForm

PAUSE_MS: Final = 1500
"""How long a hand must rest before the unfinished intake is kept."""


class DraftKeeper(QObject):
    """Keeps what the form holds; ``offer`` asks whether to go on with what was found."""

    def __init__(self, place: Workplace, form: IntakeForm, parent: QObject) -> None:
        super().__init__(parent)
        self._place, self._form = place, form
        self._found: IntakeDraft | None = None
        self.offer = AskBar("intake.draft", "intake.draft.resume", "intake.draft.drop")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(lambda: keep_draft(place, form.draft()))
        form.changed.connect(self._timer.start)
        self.offer.first.connect(self._resume)
        self.offer.second.connect(self._drop)
        read_draft(place, self._on_found)

    def keep_now(self) -> None:
        """Keep what was typed at once."""
        if self._timer.isActive():
            self._timer.stop()
            keep_draft(self._place, self._form.draft())

    def forget(self) -> None:
        """What was typed is recorded, or is not wanted."""
        self._timer.stop()
        self.offer.hide()
        keep_draft(self._place, IntakeDraft())

    def _on_found(self, draft: IntakeDraft) -> None:
        if self._form.draft().is_empty:
            self._found = draft
            named = next((one for one in draft.parties if one.last_name or one.first_name), None)
            who = f"{named.first_name} {named.last_name}".strip() if named else ""
            note = " — ".join(part for part in (who, draft.matter.subject) if part)
            self.offer.ask(note, when=shown_moment(draft.started))

    def _resume(self) -> None:
        if self._found is not None and not self.offer.isHidden():
            self._form.fill(self._found)
            self.offer.hide()
            self._form.matter.begin()

    def _drop(self) -> None:
        if not self.offer.isHidden():
            self.forget()

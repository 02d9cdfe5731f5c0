"""Unfinished intakes: kept while one types, put aside and taken up again, offered after a crash."""

from typing import Final

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from ui.actions.drafts import (
    MOST_PARKED,
    Parked,
    Unfinished,
    keep_unfinished,
    read_unfinished,
    slots_of,
)
from ui.actions.intake import IntakeDraft
from ui.actions.workplace import Workplace
from ui.pages.bars import AskBar
from ui.pages.hits import shown_moment
from ui.pages.intake.form import IntakeForm
from ui.pages.intake.parked import ParkedBar, title_of

EVERY_MS: Final = 900
"""How much of typing a crash may cost at most: a hand that never rests is kept too."""


class DraftKeeper(QObject):
    """Keeps what the form holds and what is put aside.

    ``wanted`` carries the ``IntakeDraft`` that the page is to show in place of the one before,
    and the field to go on in.
    """

    wanted = Signal(object, str)

    def __init__(self, place: Workplace, form: IntakeForm, parent: QObject) -> None:
        super().__init__(parent)
        self._place, self._form = place, form
        self._found = IntakeDraft()
        self._kept = self._left = Unfinished()
        self._used = frozenset[int]()
        self.offer = AskBar("intake.draft", "intake.draft.resume", "intake.draft.drop")
        self.bar = ParkedBar(place.desk.clock.now_ms)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._keep)
        form.changed.connect(self._on_changed)
        self.offer.first.connect(self._take_up_found)
        self.offer.second.connect(self._drop_found)
        self.bar.wanted.connect(self.resume)
        read_unfinished(place, self._on_left)

    @property
    def parked(self) -> tuple[Parked, ...]:
        """What is put aside, in the order of its keys."""
        return self._left.parked

    def free_slot(self, on_the_way: set[int]) -> int:
        """A place for one more scan, which nothing unfinished uses, nor one on the way."""
        used = on_the_way | self._used
        return next(slot for slot in range(len(used) + 1) if slot not in used)

    def keep_now(self) -> None:
        """Keep what was typed at once."""
        if self._timer.isActive():
            self._keep()

    def hold(self, draft: IntakeDraft) -> None:
        """What was in hand is recorded, or is not wanted: this is, and what is put aside stays."""
        self._show(draft, self.parked)

    def park(self) -> None:
        """Put what is in hand aside, and begin the next."""
        draft = self._form.draft()
        if draft.is_empty:
            self._place.say("intake.parked.nothing")
        elif len(self.parked) >= MOST_PARKED:
            self._place.say("intake.parked.full", most=MOST_PARKED)
        else:
            self._show(IntakeDraft(), (*self.parked, self._aside(draft)))
            self.wanted.emit(IntakeDraft(), "")

    def resume(self, place: int) -> None:
        """Go on with one that was put aside; what is in hand takes its place."""
        if place >= len(self.parked):
            return
        before, parked = self._form.draft(), list(self.parked)
        taken = parked.pop(place)
        if not before.is_empty:
            parked.insert(place, self._aside(before))
        self._show(taken.draft, tuple(parked))
        self.wanted.emit(taken.draft, taken.cursor)

    def _aside(self, draft: IntakeDraft) -> Parked:
        return Parked(draft, self._place.desk.clock.now_ms(), self._form.cursor())

    def _on_changed(self) -> None:
        if not self.offer.isHidden():
            # Somebody else stands at the glass: what was found waits with the others.
            self._wait_aside()
        self._used |= {one.slot for one in self._form.service.attached.value()}
        if not self._timer.isActive():
            self._timer.start()

    def _keep(self) -> None:
        self._show(self._form.draft(), self.parked)

    def _show(self, draft: IntakeDraft, parked: tuple[Parked, ...]) -> None:
        """Keep these from now on, and show what is put aside."""
        self._timer.stop()
        self.offer.hide()
        if parked != self.parked:
            self.bar.show_parked(parked)
        self._left = Unfinished(draft, parked)
        freed = self._used - slots_of(self._left)
        if self._left != self._kept or freed:
            self._kept, self._used = self._left, slots_of(self._left)
            keep_unfinished(self._place, self._left, freed)

    def _on_left(self, left: Unfinished) -> None:
        self._kept = self._left = left
        self._used |= slots_of(left)
        self.bar.show_parked(left.parked)
        self._found = left.in_hand
        if left.in_hand.is_empty:
            return
        if self._form.draft().is_empty:
            self.offer.ask(title_of(left.in_hand), when=shown_moment(left.in_hand.started))
        else:
            self._wait_aside()

    def _wait_aside(self) -> None:
        self.offer.hide()
        parked = (*self.parked, Parked(self._found, self._place.desk.clock.now_ms()))
        self._left = msgspec.structs.replace(self._left, parked=parked)
        self.bar.show_parked(parked)
        self._timer.start()

    def _take_up_found(self) -> None:
        if not self.offer.isHidden():
            self.offer.hide()
            self.wanted.emit(self._found, "")

    def _drop_found(self) -> None:
        if not self.offer.isHidden():
            self.hold(IntakeDraft())

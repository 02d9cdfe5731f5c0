"""The health of the book and the clock, what the lock protects, and the ways back after a loss."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout

from desk_app.ports.desk import LineView
from desk_app.records.errors import DeskError
from ui.actions.workplace import Workplace
from ui.pages.hits import shown_span
from ui.texts import Worded, say
from ui.widgets.buttons import Button
from ui.widgets.labels import Words
from ui.widgets.showing import Card, StatusPill

CLOCK_LIMIT_MS = 5 * 60 * 1000
_MOST = 12


class HealthCard(Card, Worded):
    """A whole look at the book, asked for by hand; the clock beside the centre's."""

    def __init__(self, place: Workplace) -> None:
        super().__init__("office.health")
        self._place = place
        self._line: LineView | None = None
        self._found: Sequence[DeskError] | None = None
        self._state = StatusPill("office.health.unknown", "plain")
        self.add_beside_title(self._state)
        self._clock = Words(wrap=True)
        self._told = Words(tone="muted", wrap=True)
        self._check = Button("office.health.check", icon="shield")
        self._check.clicked.connect(self._on_check)
        row = QHBoxLayout()
        row.addWidget(self._check)
        row.addStretch()
        self.body.addWidget(self._clock)
        self.body.addWidget(self._told)
        self.body.addLayout(row)
        self.reword()

    def read(self) -> None:
        """Show how the clock stands beside the centre's."""
        self._place.work.read(self._place.desk.line.view, self._show_line)

    def reword(self) -> None:
        """Say clock and findings in the language in force."""
        distance = self._line.clock_distance_ms if self._line is not None else 0
        wrong = abs(distance) >= CLOCK_LIMIT_MS
        code = "desk.clock.ahead" if distance < 0 else "desk.clock.behind"
        heard = self._line is not None and self._line.last_contact > 0
        right = "office.clock.good" if heard else "office.clock.unknown"
        self._clock.setText(say(code, span=shown_span(distance)) if wrong else say(right))
        self._clock.set_tone("bad" if wrong else "text")
        if self._found is None:
            self._told.setText(say("office.health.sentence"))
            return
        lines = [say(one.code, **one.params) for one in self._found[:_MOST]]
        self._told.setText("\n".join(lines) if lines else say("office.health.sound"))

    def _show_line(self, view: LineView) -> None:
        self._line = view
        self.reword()

    def _on_check(self) -> None:
        self._check.setEnabled(False)
        self._state.show_state("office.health.under_way", "info")
        self._place.work.start(self._look(), name="health")

    async def _look(self) -> None:
        try:
            self._found = await self._place.work.answer(self._place.desk.safety.problems)
            sound = not self._found
            self._state.show_state(
                "office.health.good" if sound else "office.health.bad", "good" if sound else "bad"
            )
            self.reword()
        finally:
            self._check.setEnabled(True)


class KeysCard(Card):
    """Which keys protect the book and when they change; the ways back after a loss."""

    def __init__(self) -> None:
        super().__init__("office.keys")
        for part in ("office.keys.slots", "office.keys.recovery", "office.keys.rotation"):
            self.body.addWidget(Words(part, wrap=True))
        self.body.addWidget(Words("office.restore", letters="strong"))
        for step in ("machine", "stick", "book"):
            self.body.addWidget(Words(f"office.restore.{step}", wrap=True))

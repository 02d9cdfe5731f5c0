"""What would be lost with this machine, in one sentence and by code."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.ports.line_page import COPIES, AtRisk
from ui.actions.workplace import Workplace
from ui.pages.hits import shown_code, shown_moment
from ui.texts import Worded, say
from ui.widgets.labels import Words
from ui.widgets.showing import Card

_SHOWN_CODES: Final = 60


class RiskWords(QWidget, Worded):
    """The answer in words; before the first it says that it is being counted."""

    def __init__(self) -> None:
        super().__init__()
        self._risk: AtRisk | None = None
        self._sentence = Words(letters="strong", wrap=True)
        self._codes = Words(wrap=True)
        self._codes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._copies = Words(letters="caption", tone="muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for words in (self._sentence, self._codes, self._copies):
            column.addWidget(words)
        self.reword()

    def show_risk(self, risk: AtRisk) -> None:
        """Show an answer."""
        self._risk = risk
        self.reword()

    def reword(self) -> None:
        """Say the answer in the language in force."""
        risk = self._risk
        self._codes.hide()
        if risk is None:
            self._sentence.setText(say("line_page.risk.looking"))
            return
        self._sentence.setText(risk_sentence(risk))
        self._sentence.set_tone("text" if risk.safe else "bad")
        if risk.codes:
            codes = [shown_code(code) for code in risk.codes[:_SHOWN_CODES]]
            if not risk.whole or len(risk.codes) > _SHOWN_CODES:
                codes.append(say("line_page.risk.more"))
            self._codes.setText(say("line_page.risk.codes", codes="   ".join(codes)))
            self._codes.show()
        self._copies.setText(self._beside(risk))

    def _beside(self, risk: AtRisk) -> str:
        told = [
            say(f"line_page.risk.{kind}", moment=shown_moment(at))
            for kind in COPIES
            if (at := risk.copied.get(kind, 0))
        ] or [say("line_page.risk.none")]
        if risk.unsent:
            told.insert(0, say("line_page.risk.unsent", count=risk.unsent))
        if not risk.safe:
            told.append(say("line_page.risk.do"))
        return "  ·  ".join(told)


def risk_sentence(risk: AtRisk) -> str:
    """What would be lost, in one sentence."""
    if risk.safe:
        return say("line_page.risk.safe")
    records = say(
        "line_page.risk.some", requests=risk.requests, others=risk.others, events=risk.events
    )
    scans = say("line_page.risk.scans", count=risk.scans)
    told = (records if risk.events else "", scans if risk.scans else "")
    return " ".join(part for part in told if part)


class RiskCard(Card):
    """The same as a card that counts when it is read."""

    def __init__(self, place: Workplace) -> None:
        super().__init__("line_page.risk")
        self._place = place
        self.words = RiskWords()
        self.body.addWidget(Words("line_page.risk.sentence", tone="muted", wrap=True))
        self.body.addWidget(self.words)

    def read(self) -> None:
        """Count anew."""
        self._place.work.read(self._place.desk.line_reads.at_risk, self.words.show_risk)

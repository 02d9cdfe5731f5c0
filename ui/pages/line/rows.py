"""What waits and what went, as rows of two lines."""

from typing import Final

from desk_app.ports.desk import LineState
from desk_app.ports.line_page import ALL_WELL, RoundTold, WaitingRecord
from desk_app.sync.states import remedy_of
from desk_app.texts import knows
from ui.models.lines import Line
from ui.pages.hits import shown_code, shown_moment
from ui.texts import language, say, shown
from ui.widgets.showing import PillTone

_MINUTES_FROM_S: Final = 120
_WHY: Final[dict[LineState, str]] = {
    LineState.NO_LINE: "line",
    LineState.REFUSED: "refused",
    LineState.ATTENTION: "refused",
}


def waiting_line(record: WaitingRecord, state: LineState) -> Line:
    """A record that waits: what it is, its code, since when, why."""
    why = "aside" if record.refused else _WHY.get(state, "way")
    tones: dict[str, PillTone] = {"aside": "bad", "refused": "warn", "line": "warn", "way": "info"}
    kind = say(_kind_code(record))
    return Line(
        id=record.subject if record.code else "",
        title=shown(record.title) or kind,
        note="  ·  ".join(part for part in (kind, shown_code(record.code)) if part),
        aside=shown_moment(record.since) if record.since else "",
        aside_note=say("line_page.events", count=record.events),
        state=say(f"line_page.why.{why}"),
        tone=tones[why],
    )


def round_line(told: RoundTold) -> Line:
    """A round: how it ended, what moved, when, how long it took."""
    moved = _moved(told)
    ended, tone = _ended(told.code)
    parts = [] if told.code == ALL_WELL else [moved]
    if told.tries > 1:
        until = shown_moment(told.last)
        parts.append(say("line_page.tries", count=told.tries, moment=until))
    return Line(
        id="",
        title=moved if told.code == ALL_WELL else say(told.code, **told.params),
        note="  ·  ".join(parts),
        aside=shown_moment(told.at),
        aside_note=_took(told.took_ms),
        state=say(f"line_page.round.{ended}"),
        tone=tone,
    )


def _moved(told: RoundTold) -> str:
    if told.sent and told.received:
        return say("line_page.both", sent=told.sent, received=told.received)
    if told.sent or told.received:
        code = "line_page.sent" if told.sent else "line_page.received"
        return say(code, count=told.sent or told.received)
    return say("line_page.neither")


def _kind_code(record: WaitingRecord) -> str:
    if record.sealed and record.kind == "request":
        return "line_page.record.sealed"
    code = f"line_page.record.{record.kind}"
    return code if knows(code, language().name) else "line_page.record.other"


def _ended(code: str) -> tuple[str, PillTone]:
    if code == ALL_WELL:
        return "good", "good"
    return ("line", "warn") if remedy_of(code) == "wait" else ("bad", "bad")


def _took(took_ms: int) -> str:
    seconds = took_ms // 1000
    if seconds < 1:
        return say("line_page.took.less")
    if seconds < _MINUTES_FROM_S:
        return say("line_page.took.seconds", count=seconds)
    return say("line_page.took.minutes", count=seconds // 60)

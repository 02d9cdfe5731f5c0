"""Sticks as rows, and trips as sentences."""

from typing import Final

from desk_app.ports.carry import CarriedIn, CarriedOut, OnStick
from desk_app.ports.sticks import CarryStanding
from ui.models.lines import Line
from ui.pages.hits import shown_moment
from ui.pages.stick.reading import SeenStick
from ui.texts import isolated, language, say, shown
from ui.widgets.showing import PillTone

_MOST_NAMED: Final = 3


def stick_line(seen: SeenStick) -> Line:
    """A stick: its name, what lies on it, room, when it was written."""
    on = seen.on
    if on is None:
        return Line(
            id=str(seen.drive.folder), title=isolated(seen.drive.name), note=say(seen.fault),
            state=say("stick.state.fault"), tone="bad",
        )  # fmt: skip
    state, tone = _state(on)
    return Line(
        id=str(seen.drive.folder),
        title=isolated(seen.drive.name),
        note=_contents(on),
        aside=shown_moment(on.written_at) if on.written_at else "",
        aside_note=say("stick.free", size=_size(on.free)),
        state=say(state) if state else "",
        tone=tone,
    )


def standing_sentence(standing: CarryStanding) -> str:
    """What there is to carry, in one sentence."""
    if not standing.enrolled:
        return say("stick.alone")
    if standing.unsent:
        return say("stick.unsent", count=standing.unsent)
    return say("stick.nothing")


def travelling_sentence(standing: CarryStanding) -> str:
    """What is on its way and not acknowledged, and what waits here for others."""
    parts = []
    if standing.travelling:
        parts.append(
            say(
                "stick.travelling",
                count=standing.travelling,
                moment=shown_moment(standing.written_at),
            )
        )
    if standing.kept:
        parts.append(say("stick.kept", count=standing.kept))
    return " ".join(parts)


def out_sentence(out: CarriedOut) -> str:
    """How carrying out ended."""
    if not out.events:
        return say("stick.out.asked")
    return say("stick.out.done", events=out.events, files=out.files)


def in_sentence(found: CarriedIn) -> tuple[str, str]:
    """How carrying in ended, and its tone."""
    if found.refused:
        named = "؛ ".join(
            f"{isolated(one.file)}: {say(one.code, **one.params)}"
            for one in found.refused[:_MOST_NAMED]
        )
        code = "stick.in.refused" if found.files else "stick.in.all_refused"
        done = say(code, files=found.files, refused=len(found.refused))
        return f"{done} {named}", "bad"
    if found.waiting:
        return say("stick.in.waiting", count=found.waiting), "warn"
    if found.missing:
        numbers = "، ".join(shown(one.number) for one in found.missing[:_MOST_NAMED])
        return say("stick.in.missing", numbers=numbers), "warn"
    if not found.files:
        return say("stick.in.none"), "muted"
    if found.known == found.files and not found.acknowledged:
        return say("stick.in.known"), "good"
    return (
        say(
            "stick.in.done",
            events=found.events,
            acknowledged=found.acknowledged,
            delivered=found.delivered,
        ),
        "good",
    )


def _state(on: OnStick) -> tuple[str, PillTone]:
    if on.damaged:
        return "stick.state.damaged", "bad"
    if on.answers:
        return "stick.state.answer", "info"
    if on.unacknowledged:
        return "stick.state.travelling", "warn"
    if on.ours:
        return "stick.state.arrived", "good"
    return "", "plain"


def _contents(on: OnStick) -> str:
    counted = {
        "stick.has.unacknowledged": on.unacknowledged,
        "stick.has.answers": len(on.answers),
        "stick.has.others": len(on.others),
        "stick.has.damaged": len(on.damaged),
    }
    parts = [say(code, count=count) for code, count in counted.items() if count]
    return "  ·  ".join(parts) or say("stick.has.ours" if on.ours else "stick.has.nothing")


def _size(size: int) -> str:
    unit, code = (10**9, "stick.gb") if size >= 10**9 else (10**6, "stick.mb")
    told = shown(f"{size / unit:.1f}".removesuffix(".0"))
    return say(code, size=told.replace(".", "٫") if language().name == "fa" else told)

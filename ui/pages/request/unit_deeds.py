"""The deeds of a unit on a request, and which deeds each role has at all."""

from collections.abc import Callable
from typing import Final

from desk_app.ports.book import Officer
from desk_app.ports.queries import RequestView
from desk_app.records.roles import may, sees_unit_only
from desk_app.services.unit_work import may_approve
from ui.actions import unit_work as act
from ui.pages.hits import RUNNING
from ui.pages.request import unit_asked as asked
from ui.pages.request.asked import Around, Asked
from ui.pages.request.deeds import WAYS, Way

_Asks = Callable[[Around, Officer], list[Asked]]
_LEADER_KEYS: Final = {"approve": "Ctrl+F8", "send_back": "Ctrl+F9"}
"""Beside the keys of follow-up, which are the leader's too."""


def ways_of(officer: Officer) -> tuple[Way, ...]:
    """The deeds of an officer's role, each under one key."""
    if sees_unit_only(officer.role):
        notes = (way for way in WAYS if way.code == "note")
        return (*notes, *_unit_ways(officer))
    if not may(officer.role, "approve"):
        return WAYS
    heads = (way for way in _unit_ways(officer) if way.code in _LEADER_KEYS)
    return (*WAYS, *(way._replace(keys=_LEADER_KEYS[way.code]) for way in heads))


def _unit_ways(officer: Officer) -> tuple[Way, ...]:
    def is_new(view: RequestView) -> bool:
        return _runs(view) and bool(asked.own_referrals(view, officer, new=True))

    def is_here(view: RequestView) -> bool:
        return _runs(view) and bool(asked.own_referrals(view, officer))

    def is_drafted(view: RequestView) -> bool:
        return _runs(view) and may_approve(officer) and bool(asked.waiting_drafts(view, officer))

    def asks(ask: _Asks) -> Callable[[Around], list[Asked]]:
        return lambda around: ask(around, officer)

    return (
        Way("accept", "F4", "inbox", "unit", is_new, asks(asked.taking), act.accept),
        Way("not_ours", "F5", "return", "unit", is_here, asks(asked.returning), act.not_ours),
        Way("draft", "F6", "answer", "unit", is_here, asks(asked.drafting), act.draft),
        Way("ask_papers", "F7", "attach", "unit", is_here, asks(asked.papers), act.ask_papers),
        Way("approve", "F8", "good", "approve", is_drafted, asks(asked.approving), act.approve),
        Way(
            "send_back", "F9", "back", "approve", is_drafted, asks(asked.sending_back),
            act.send_back,
        ),
    )  # fmt: skip


def _runs(view: RequestView) -> bool:
    return view.hit.status in RUNNING

"""The deeds of follow-up: their keys, who may, when they fit, what they ask, what they do."""

from collections.abc import Callable
from typing import Final, NamedTuple

from desk_app.ports.queries import RequestView
from ui.actions import follow_up as act
from ui.actions.follow_up import Deed
from ui.pages.hits import RUNNING
from ui.pages.request import asked
from ui.pages.request.asked import Around, Asked


def _always(view: RequestView) -> bool:
    return True


def _running(view: RequestView) -> bool:
    return view.hit.status in RUNNING


def _ended(view: RequestView) -> bool:
    return not _running(view)


def _to_tell(view: RequestView) -> bool:
    return bool(view.answers or view.awaited_papers)


def _referred(view: RequestView) -> bool:
    return view.hit.status == "referred" or view.action_pending


def _in_conflict(view: RequestView) -> bool:
    return bool(view.conflicts)


class Way(NamedTuple):
    """One deed: code, key, icon, the right it needs, when it fits, its form, what it does."""

    code: str
    keys: str
    icon: str
    right: str
    fits: Callable[[RequestView], bool]
    asks: Callable[[Around], list[Asked]]
    do: Deed

    @property
    def from_list(self) -> bool:
        """Whether its key begins it from a row of a list, too."""
        return self.keys.startswith("F") or self.code == "reissue"


WAYS: Final = (
    Way("note", "F2", "edit", "note", _always, asked.remark, act.note),
    Way("call", "F3", "phone", "follow_up", _always, asked.telephone, act.call),
    Way("refer", "F4", "refer", "follow_up", _running, asked.referral, act.refer),
    Way("return", "F5", "return", "follow_up", _referred, asked.returned, act.take_back),
    Way("answer", "F6", "answer", "answer", _running, asked.answer, act.answer),
    Way("tell", "F7", "bell", "follow_up", _to_tell, asked.telling, act.tell),
    Way("extend", "F8", "calendar", "extend", _running, asked.later, act.extend),
    Way("correct", "F9", "edit", "correct", _always, asked.correction, act.correct),
    Way("close", "F10", "good", "follow_up", _running, asked.reason, act.close),
    Way("reopen", "F11", "forward", "reopen", _ended, asked.reason, act.reopen),
    Way("settle", "F12", "conflict", "settle", _in_conflict, asked.settlement, act.settle),
    Way("withdraw", "Ctrl+W", "return", "withdraw", _running, asked.reason, act.withdraw),
    Way("void", "Ctrl+Delete", "void", "void", _running, asked.reason, act.void),
    Way("reissue", "Ctrl+R", "key", "follow_up", _always, asked.lost_receipt, act.reissue),
)
PRINTS: Final = (
    ("reprint", "Ctrl+P", "print"),
    ("spoiled", "Ctrl+Shift+P", "alert"),
    ("sheet", "Ctrl+B", "request"),
)
"""Papers: no form, done at once."""

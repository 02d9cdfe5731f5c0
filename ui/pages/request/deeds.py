"""The deeds of follow-up: their keys, who may, when they fit, what they ask, what they do."""

from collections.abc import Callable
from typing import Final, NamedTuple

from desk_app.ports.queries import RequestView
from ui.actions import follow_up as act
from ui.actions.follow_up import Deed
from ui.pages.hits import RUNNING
from ui.pages.request import asked, further
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
    group: str = "follow"
    """Under which heading it is listed: ``follow``, ``file`` or ``state``."""

    @property
    def from_list(self) -> bool:
        """Whether its key begins it from a row of a list, too."""
        return self.keys.startswith("F") or self.code == "reissue"


def _not_erased(view: RequestView) -> bool:
    return not view.erased


def _incomplete(view: RequestView) -> bool:
    return not view.erased and bool(further.empty_fields(view))


def _has_parties(view: RequestView) -> bool:
    return bool(view.parties)


WAYS: Final = (
    Way("note", "F2", "edit", "note", _always, asked.remark, act.note),
    Way("call", "F3", "phone", "follow_up", _always, asked.telephone, act.call),
    Way("visit", "Shift+F3", "visitor", "register", _always, asked.remark, act.visit),
    Way("refer", "F4", "refer", "follow_up", _running, asked.referral, act.refer),
    Way("return", "F5", "return", "follow_up", _referred, asked.returned, act.take_back),
    Way("answer", "F6", "answer", "answer", _running, further.answer, act.answer),
    Way("letter", "Shift+F6", "inbox", "answer", _running, further.paper_answer, act.answer),
    Way("tell", "F7", "bell", "follow_up", _to_tell, asked.telling, act.tell),
    Way("bring", "Shift+F5", "check", "follow_up", _running, further.papers, act.bring, "file"),
    Way("attach", "Ctrl+O", "attach", "note", _always, further.scans, act.attach, "file"),
    Way("correct", "F9", "edit", "correct", _always, asked.correction, act.correct, "file"),
    Way(
        "complete", "Shift+F9", "plus", "follow_up", _incomplete, further.completion,
        act.complete, "file",
    ),
    Way("needs", "Shift+F7", "visitor", "correct", _has_parties, further.needs, act.need, "file"),
    Way(
        "reissue", "Ctrl+R", "key", "follow_up", _not_erased, asked.lost_receipt,
        act.reissue, "file",
    ),
    Way("extend", "F8", "calendar", "extend", _running, asked.later, act.extend, "state"),
    Way("urge", "Shift+F8", "alert", "follow_up", _running, further.urgency, act.urge, "state"),
    Way(
        "hand_over", "Shift+F4", "group", "reassign", _running, further.holder,
        act.hand_over, "state",
    ),
    Way("join", "Shift+F2", "copy", "join", _running, further.twin, act.join, "state"),
    Way("settle", "F12", "conflict", "settle", _in_conflict, asked.settlement, act.settle, "state"),
    Way("close", "F10", "good", "follow_up", _running, asked.reason, act.close, "state"),
    Way("reopen", "F11", "forward", "reopen", _ended, asked.reason, act.reopen, "state"),
    Way("withdraw", "Ctrl+W", "return", "withdraw", _running, asked.reason, act.withdraw, "state"),
    Way("void", "Ctrl+Delete", "void", "void", _running, asked.reason, act.void, "state"),
)  # fmt: skip
PRINTS: Final = (
    ("reprint", "Ctrl+P", "print"),
    ("spoiled", "Ctrl+Shift+P", "alert"),
    ("slip", "Ctrl+Shift+B", "refer"),
    ("sheet", "Ctrl+B", "request"),
)
"""Papers: no form, done at once."""

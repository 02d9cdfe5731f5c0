"""The deeds of a unit on what was referred to it, one function each; each gets its form."""

from desk_app.ports.book import Book
from desk_app.services import unit_work
from desk_app.services.follow_up import Answer
from desk_app.services.unit_work import AskPapers
from ui.actions.follow_up import Form


def accept(book: Book, request_id: str, form: Form) -> None:
    """Take a referral on."""
    unit_work.accept_referral(book, request_id, form["referral"])


def not_ours(book: Book, request_id: str, form: Form) -> None:
    """Give a referral back: it is not the unit's business."""
    unit_work.return_not_ours(book, request_id, form["reason"], _referral(form))


def ask_papers(book: Book, request_id: str, form: Form) -> None:
    """Give a referral back to the desk as lacking papers, one a line."""
    papers = tuple(form["papers"].splitlines())
    ask = AskPapers(request_id, papers, form["reason"], form["come_by"], _referral(form))
    unit_work.ask_for_papers(book, ask)


def draft(book: Book, request_id: str, form: Form) -> None:
    """Draft the answer."""
    unit_work.draft_answer(
        book,
        Answer(
            request_id,
            form["result"],
            reason=form["reason"],
            basis=form["basis"],
            done=form["done"],
            objection=form["objection"],
            referral=_referral(form),
        ),
    )


def approve(book: Book, request_id: str, form: Form) -> None:
    """Give the answer as it was drafted."""
    unit_work.approve_draft(book, request_id, form["draft"])


def send_back(book: Book, request_id: str, form: Form) -> None:
    """Send a draft back to be written again."""
    unit_work.send_back_draft(book, request_id, form["reason"], form["draft"])


def _referral(form: Form) -> str:
    """The referral that is meant; empty where there was no choice."""
    return str(form.get("referral", ""))

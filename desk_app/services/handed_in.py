"""Papers that a visitor brings after the request was taken."""

from dataclasses import dataclass

from desk_app.ports.book import Book
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.event import Event
from desk_app.records.paper_bodies import PapersBrought
from desk_app.services.acting import act, told
from desk_app.services.asking import MOST_PAPERS
from desk_app.services.guard import Findings


@dataclass(frozen=True, slots=True)
class BringPapers:
    """The papers that were handed in, by name, and perhaps a word on them."""

    request_id: str
    papers: tuple[str, ...]
    note: str = ""


def bring_papers(book: Book, command: BringPapers) -> Event:
    """Record that papers are here; no unit waits for them any longer."""
    found = Findings()
    papers = found.texts(command.papers, "papers", MOST_PAPERS)
    note = found.text(command.note, "note")
    found.settle()
    if not papers:
        raise UserMistake(Mistake("papers", "papers.which"))
    (place,), values = told(note)
    body = PapersBrought(papers=papers, note=place)
    return act(
        book,
        command.request_id,
        "follow_up",
        "PapersBrought",
        lambda pen, state: (body, values),
        on_open=True,
    )

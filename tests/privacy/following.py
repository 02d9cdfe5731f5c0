"""A request with everything that can be said in its course, told to a desk."""

from db.blobs import ScanStore
from db.jobs import BookJobs
from desk_app.ports.book import Book
from desk_app.ports.printers import PrintJob
from desk_app.records.ids import new_id
from desk_app.records.persons import Person
from desk_app.services.correct import Correct, correct_request
from desk_app.services.follow_up import (
    Answer,
    Refer,
    Tell,
    answer_request,
    note_request,
    refer_request,
    tell_answer,
)
from desk_app.services.lost_receipts import Reissue, reissue_receipt
from desk_app.services.papers import attach_scan
from desk_app.services.parties import PartyTold
from desk_app.services.register import RegisterRequest
from desk_app.services.visits import RecordVisit, record_visit
from tests.db.desks import Desk
from tests.privacy.markers import PERSON, TEXTS

SCAN = b"%PDF-1.7 " + TEXTS["scan"].encode()
EVERYBODY = Person(
    id_number=PERSON["national_id"],
    **{name: told for name, told in PERSON.items() if name != "national_id"},  # type: ignore[arg-type]
)


def scans_of(desk: Desk) -> ScanStore:
    """Where the desk keeps scans."""
    return ScanStore(desk.folder / "scans", bytes(32))


def taken(book: Book, kind: str = "request") -> str:
    """A visit with one request in which every personal field is filled; the request's id."""
    matter = RegisterRequest(
        kind=kind,
        subject=TEXTS["subject"],
        text=TEXTS["body"],
        place_told=TEXTS["place"],
        parties=(PartyTold(person=EVERYBODY, established="card"),),
        allow_repeat=True,
    )
    visit = RecordVisit(1, "taken", matters=(matter,), note=TEXTS["note"])
    return record_visit(book, visit).taken[0].request_id


def followed(desk: Desk, book: Book, request: str) -> None:
    """What happens to it until its answer is told."""
    reason = TEXTS["reason"]
    note_request(book, request, TEXTS["called"])
    attach_scan(book, scans_of(desk), request, SCAN, TEXTS["title"])
    reissue_receipt(
        book, Reissue(request, {"mobile": PERSON["mobile"], "card": ""}, TEXTS["taken_by"])
    )
    correct_request(book, Correct(request, {"party.0.address": PERSON["address"] + " ۲"}, reason))
    refer_request(book, Refer(request, reason, unit="u5"))
    answer_request(book, Answer(request, "refused", reason, "قانون", TEXTS["done"], "بازرسی"))
    tell_answer(book, Tell(request, "sms", "", PERSON["mobile"]))


def waiting_paper(desk: Desk, request: str) -> tuple[BookJobs, PrintJob]:
    """A receipt of it that waits for a printer."""
    jobs = BookJobs(desk.book, desk.clock)
    now = desk.clock.now_ms()
    job = PrintJob(
        id=new_id(now, desk.entropy(10)), printer="hp", paper="a5", kind="receipt",
        created_at=now, subject=request,
    )  # fmt: skip
    jobs.add(job, b"%PDF-1.7 " + PERSON["last_name"].encode())
    return jobs, job

"""The papers of an office, from records and catalogue to finished PDF."""

from collections.abc import Callable, Sequence

from desk_app.ports.book import OfficeFacts
from desk_app.ports.clock import Clock
from desk_app.ports.documents import BlankReceipt
from desk_app.ports.queries import RequestView, TimelineItem
from desk_app.printing.blanks import blank_receipts_pdf
from desk_app.printing.contents import BlankNumber, BlankReceiptsContent, GuidanceContent
from desk_app.printing.filled import (
    desk_of,
    mark_of,
    moment,
    receipt_content,
    referral_content,
    rials,
    sheet_content,
    tracking_base,
)
from desk_app.printing.papers import A4, PAPERS, SHEET_PAPERS, Paper
from desk_app.printing.proof_page import proof_page_pdf
from desk_app.printing.receipt import receipt_pdf
from desk_app.printing.request_sheet import request_sheet_pdf
from desk_app.printing.slips import guidance_pdf, referral_pdf
from desk_app.printing.wording import joined
from desk_app.records.catalogue import Catalogue
from desk_app.records.due import DeadlineRule
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.items import Agency, Service, Unit
from desk_app.records.jalali import local_date
from desk_app.texts import digits, say


class OfficePapers:
    """Implements ``ports.documents.Documents``; ``catalogue`` gives the catalogue as it now reads.

    Each call raises UserMistake ``paper.unknown`` for a paper that is not printed on.
    """

    def __init__(self, catalogue: Callable[[], Catalogue], clock: Clock) -> None:
        self._catalogue = catalogue
        self._clock = clock

    def receipt(
        self,
        view: RequestView,
        office: OfficeFacts,
        paper: str,
        *,
        copy: int = 1,
        large_type: bool = False,
    ) -> bytes:
        """The receipt: every value as printed the first time, with the copy's number."""
        return receipt_pdf(receipt_content(view, office, copy), _paper(paper), large_type)

    def request_sheet(
        self, view: RequestView, office: OfficeFacts, *, read_to_visitor: bool = False
    ) -> bytes:
        """The typed text with a place for signature or fingerprint, A4."""
        return request_sheet_pdf(sheet_content(view, office, read_to_visitor), A4)

    def referral_slip(
        self, view: RequestView, office: OfficeFacts, referral: str, paper: str
    ) -> bytes:
        """The slip for the referral of this event id; UserMistake ``referral.not_open``."""
        made = next((each for each in view.referrals if each.event_id == referral), None)
        if made is None:
            raise UserMistake(Mistake("referral", "referral.not_open"))
        return referral_pdf(referral_content(view, office, made, self._to(made)), _paper(paper))

    def guidance_slip(self, service: Service, office: OfficeFacts, paper: str) -> bytes:
        """What a service needs, takes and costs, and the visitor's rights."""
        now_ms = self._clock.now_ms()
        unit, post, holder = self._catalogue().responsible(service.key, local_date(now_ms))
        content = GuidanceContent(
            desk=desk_of(office),
            made=moment(now_ms),
            service=service.title,
            service_id=service.key,
            papers=service.papers,
            steps=service.steps,
            cost=" ".join(part for part in (rials(service.cost), service.cost_note) if part),
            deadline=_deadline(service.deadline),
            unit=joined(unit.title if unit else "", post.title if post else "", holder),
            where=(post.room if post else "") or (unit.room if unit else ""),
            reach=(post.phone if post else "") or (unit.phone if unit else "") or office.phone,
            rights=tuple(service.rights.splitlines()),
            complaint_ways=(office.complaint,) if office.complaint else (),
            mark=mark_of(office),
        )
        return guidance_pdf(content, _paper(paper))

    def address_slip(self, agency: Agency, office: OfficeFacts, paper: str) -> bytes:
        """Where the matter belongs: another agency's address and hours."""
        content = GuidanceContent(
            desk=desk_of(office),
            made=moment(self._clock.now_ms()),
            service=agency.title,
            where=joined(agency.address, agency.hours),
            reach=agency.phone,
            mark=mark_of(office),
        )
        return guidance_pdf(content, _paper(paper))

    def blank_receipts(
        self, blanks: Sequence[BlankReceipt], office: OfficeFacts, paper: str
    ) -> bytes:
        """Numbered blanks for a day without power."""
        content = BlankReceiptsContent(
            desk=desk_of(office),
            numbers=tuple(BlankNumber(each.tracking_code, each.follow_up) for each in blanks),
            tracking_base=tracking_base(office),
            mark=mark_of(office),
        )
        if paper not in SHEET_PAPERS:
            raise UserMistake(Mistake("paper", "paper.unknown"))
        return blank_receipts_pdf(content, PAPERS[paper])

    def test_page(self, office: OfficeFacts, paper: str) -> bytes:
        """A page that shows whether the printer prints this paper rightly."""
        return proof_page_pdf(_paper(paper), office.counter)

    def _to(self, referral: TimelineItem) -> Unit | Agency | None:
        unit = str(referral.facts.get("unit") or "")
        agency = str(referral.facts.get("agency") or "")
        return self._catalogue().unit(unit) or self._catalogue().agency(agency)


def _paper(name: str) -> Paper:
    if name not in PAPERS:
        raise UserMistake(Mistake("paper", "paper.unknown"))
    return PAPERS[name]


def _deadline(rule: DeadlineRule | None) -> str:
    if rule is None:
        return ""
    return digits(say(f"papers.deadline.{rule.unit}", "fa", amount=rule.amount))

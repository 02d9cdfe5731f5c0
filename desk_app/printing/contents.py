"""What stands on each paper: plain values, already looked up; empty fields are left out.

Codes and follow-up numbers are ASCII digits; dates are Gregorian and printed as Jalali.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum


class Mark(Enum):
    """What a paper of a book that is not the office's real one says of itself."""

    NONE = ""
    DEMONSTRATION = "demonstration"
    TRIAL = "trial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where a paper was made: agency, office, counter, officer."""

    agency: str
    office: str
    counter: str = ""
    officer: str = ""
    office_code: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One person or body of a request; ``id_label`` names what ``id_number`` is.

    Receipts and slips hide a part of the number; the request sheet shows it whole. ``role`` is
    a relation or office such as ``مادر`` or ``وکیل``.
    """

    name: str
    id_label: str = ""
    id_number: str = ""
    role: str = ""
    father: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Who answers until when, and how to reach them; ``hour`` such as ``12:30``."""

    on: date | None = None
    hour: str = ""
    post: str = ""
    person: str = ""
    reach: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptContent:
    """The receipt of one request; ``received`` is local time.

    Without a ``code`` it is a preview: no code is given before the request is recorded.
    ``tracking_url`` is the whole address with the code in it; without one the QR holds the code.
    ``outcome`` is how this visit ended, such as ``مدارک ناقص است``.
    """

    desk: Desk
    code: str
    follow_up: str
    received: datetime
    kind: str
    tracking_url: str = ""
    outcome: str = ""
    applicant: Party | None = None
    presenter: Party | None = None
    service: str = ""
    service_id: str = ""
    subject: str = ""
    place: str = ""
    papers_received: tuple[str, ...] = ()
    papers_lacking: tuple[str, ...] = ()
    bring_papers_by: date | None = None
    cost: str = ""
    steps: tuple[str, ...] = ()
    promise: Promise = Promise()
    follow_up_ways: tuple[str, ...] = ()
    complaint_ways: tuple[str, ...] = ()
    preprinted: bool = False
    copy: int = 1
    mark: Mark = Mark.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSheetContent:
    """The whole text of a request, to be read out and signed."""

    desk: Desk
    code: str
    received: datetime
    kind: str
    text: str
    parties: tuple[Party, ...] = ()
    service: str = ""
    service_id: str = ""
    subject: str = ""
    place: str = ""
    papers_received: tuple[str, ...] = ()
    outside_numbers: tuple[str, ...] = ()
    answer_channel: str = ""
    read_to_visitor: bool = False
    identity_may_be_passed: bool = False
    copy: int = 1
    mark: Mark = Mark.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralContent:
    """A visitor and a request sent to a unit or another agency."""

    desk: Desk
    code: str
    made: datetime
    to: str
    reason: str
    to_address: str = ""
    to_post: str = ""
    to_reach: str = ""
    to_hours: str = ""
    answer_by: date | None = None
    visitor: Party | None = None
    kind: str = ""
    service: str = ""
    subject: str = ""
    needs: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    arranged: bool = False
    tracking_url: str = ""
    copy: int = 1
    mark: Mark = Mark.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidanceContent:
    """What a service needs, for a visitor who only asked."""

    desk: Desk
    made: datetime
    service: str
    service_id: str = ""
    papers: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    cost: str = ""
    deadline: str = ""
    unit: str = ""
    where: str = ""
    reach: str = ""
    rights: tuple[str, ...] = ()
    complaint_ways: tuple[str, ...] = ()
    mark: Mark = Mark.NONE


@dataclass(frozen=True, slots=True)
class BlankNumber:
    """One reserved code with its follow-up number."""

    code: str
    follow_up: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankReceiptsContent:
    """Numbered receipts to be written by hand; ``tracking_base`` ends where a code is put."""

    desk: Desk
    numbers: tuple[BlankNumber, ...]
    tracking_base: str = ""
    mark: Mark = Mark.NONE

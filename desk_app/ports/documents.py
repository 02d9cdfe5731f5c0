"""What goes on paper, as finished PDF bytes; words are set by the printing room."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from desk_app.ports.book import OfficeFacts
from desk_app.ports.queries import RequestView
from desk_app.records.catalogue import Agency, Service


@dataclass(frozen=True, slots=True)
class BlankReceipt:
    """One numbered blank: its tracking code and follow-up number."""

    tracking_code: str
    follow_up: str


class Documents(Protocol):
    """Makes the papers; ``paper`` is a5, a6, 80mm, 58mm or a4."""

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
        ...

    def request_sheet(
        self, view: RequestView, office: OfficeFacts, *, read_to_visitor: bool = False
    ) -> bytes:
        """The typed text with a place for signature or fingerprint, and whether it was read out."""
        ...

    def referral_slip(
        self, view: RequestView, office: OfficeFacts, referral: str, paper: str
    ) -> bytes:
        """The slip for the referral of this event id."""
        ...

    def guidance_slip(self, service: Service, office: OfficeFacts, paper: str) -> bytes:
        """What a service needs, takes and costs, and the visitor's rights."""
        ...

    def address_slip(self, agency: Agency, office: OfficeFacts, paper: str) -> bytes:
        """Where the matter belongs: another agency's address and hours."""
        ...

    def blank_receipts(
        self, blanks: Sequence[BlankReceipt], office: OfficeFacts, paper: str
    ) -> bytes:
        """Numbered blanks for a day without power."""
        ...

    def test_page(self, office: OfficeFacts, paper: str) -> bytes:
        """A page that shows whether the printer prints this paper rightly."""
        ...

"""The bodies of the event types: what each kind of event says.

A field that names a position (``reason: int``) points into the event's held values; -1 is none.
Fields are only ever added, each with a default; a changed meaning is a new version.
"""

from typing import Any, Literal

import msgspec

from desk_app.records.persons import Channel, Party, PlaceOfMatter, Result

Given = Literal["", "supervisor", "key", "number"]
"""How an officer's key was given anew."""


class Body(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What every body is."""


class Promise(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The date printed on the receipt and what it was reckoned from."""

    date: str
    """The promised day, ISO 8601."""
    at: int = 0
    """The promised instant in ms for deadlines in hours, else 0."""
    amount: int = 0
    unit: str = ""
    province: int = 0
    calendar: str = ""
    """The version of the calendar used."""


class Responsible(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who answers for the request, as printed: unit, post, the holder's name, how to reach."""

    unit: str = ""
    unit_title: str = ""
    post: str = ""
    post_title: str = ""
    holder: str = ""
    reach: str = ""


class Registered(Body, frozen=True, kw_only=True):
    """A request was taken: every printed value, never changed later."""

    code: str
    follow_up: str
    at: int
    """When it was taken, ms since 1970, by the desk's clock."""
    kind: str
    kind_title: str = ""
    service: str = ""
    service_title: str = ""
    topic: str = ""
    topic_title: str = ""
    place: PlaceOfMatter = PlaceOfMatter()
    channel: Channel = "desk"
    counter: str = ""
    visit: str = ""
    matter: int = -1
    parties: tuple[Party, ...] = ()
    papers_received: tuple[str, ...] = ()
    papers_lacking: tuple[str, ...] = ()
    cost: int = 0
    """In rials."""
    steps: tuple[str, ...] = ()
    promise: Promise | None = None
    responsible: Responsible = Responsible()
    answer_channel: str = ""
    pass_on_identity: bool = False
    outcome: str = "taken"
    """taken · done · papers (come back with papers) · forwarded."""
    officer_name: str = ""
    office_name: str = ""
    reserved: bool = False
    """Whether the code was reserved earlier (a pre-printed form, the power-cut book)."""
    row_digest: str = ""
    """Keyed digest of the row of a file it was read from, so that a second reading finds it."""


class Completed(Body, frozen=True, kw_only=True):
    """Fields that were empty, typed in later; not a correction."""

    fields: dict[str, Any] = {}
    matter: int = -1
    parties: dict[str, int] = {}
    """Position of the completed person by the place of the party in Registered."""


class Noted(Body, frozen=True, kw_only=True):
    """A remark on the request."""

    text: int


class Documented(Body, frozen=True, kw_only=True):
    """A scan or file was added; its size in bytes, before encryption."""

    blob: str
    """The keyed name of the encrypted file."""
    title: int = -1
    media: str = ""
    size: int = 0
    paper: str = ""
    """Which needed paper it is, if any."""
    key: int = -1
    """The file's own key, in hexadecimal digits; without it only the desk it lies at opens it."""


class Referred(Body, frozen=True, kw_only=True):
    """Sent to a unit, post or agency for its part; ``office`` is its code where it is elsewhere."""

    unit: str = ""
    agency: str = ""
    office: str = ""
    title: str = ""
    post: str = ""
    reason: int = -1
    due: str = ""
    needs: tuple[str, ...] = ()


class Returned(Body, frozen=True, kw_only=True):
    """A referral came back; ``why`` is ``not_ours`` where the unit says so."""

    referral: str
    reason: int = -1
    why: str = ""


class Answered(Body, frozen=True, kw_only=True):
    """The answer: result, reason with legal basis, what was done, how to object; its draft."""

    result: Result
    reason: int = -1
    basis: str = ""
    done: int = -1
    objection: str = ""
    supersedes: str = ""
    referral: str = ""
    draft: str = ""
    letter: str = ""
    letter_date: str = ""
    """Number and day (ISO 8601) of the paper on which the answer came; empty for none."""


class Told(Body, frozen=True, kw_only=True):
    """The person was told the answer; counted once per answer, channel and address."""

    answer: str
    channel: str
    address: int = -1
    address_key: str = ""
    """What tells one address from another on every replica, useless without the values."""
    reached: bool = True


class Called(Body, frozen=True, kw_only=True):
    """Someone telephoned or came to ask; a follow-up that changes nothing."""

    by: str = ""
    """``applicant`` · ``presenter`` · ``visitor`` · ``other``; never a name."""
    text: int = -1
    visit: str = ""


class Printed(Body, frozen=True, kw_only=True):
    """A document came out of a printer, or did not, or its code was copied by hand."""

    document: str
    copy: int
    paper: str
    spoiled: bool = False
    by_hand: bool = False


class Reissued(Body, frozen=True, kw_only=True):
    """A lost receipt was issued again under a new follow-up number."""

    follow_up: str
    taken_by: int = -1
    facts: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    """Names of the facts that were checked, never what they are; the program compared some."""


class Corrected(Body, frozen=True, kw_only=True):
    """Fields were put right; each field is a register of its own."""

    fields: dict[str, Any] = {}
    held: dict[str, int] = {}
    reason: int = -1


class Extended(Body, frozen=True, kw_only=True):
    """The effective due date moved, with the reason; the printed one never does."""

    due: str
    reason: int = -1


class StatusChange(Body, frozen=True, kw_only=True):
    """Closed, Reopened, Voided or Withdrawn."""

    reason: int = -1
    by: str = ""
    answer: str = ""


class Prioritised(Body, frozen=True, kw_only=True):
    """How urgent: ``normal``, ``urgent``, ``critical``."""

    priority: str
    reason: int = -1


class Assigned(Body, frozen=True, kw_only=True):
    """Who holds the request: a post or an officer's user name."""

    holder: str
    title: str = ""


class Joined(Body, frozen=True, kw_only=True):
    """Two registrations are one matter; ``into`` is the request that stays."""

    into: str
    reason: int = -1


class Settled(Body, frozen=True, kw_only=True):
    """A supervisor chose one value of a register in conflict."""

    register: str
    value: Any = None
    held: int = -1
    reason: int = -1


class Erased(Body, frozen=True, kw_only=True):
    """The named values are dropped everywhere; hashes and counts stand."""

    values: tuple[str, ...]
    """Hashes of values, and the keyed names of scans."""
    ground: str = ""
    """The legal ground, without personal data."""


class Visited(Body, frozen=True, kw_only=True):
    """A visit to the desk."""

    started: int
    counter: str = ""
    channel: Channel = "desk"
    outcome: str = ""
    """informed · done · taken · papers · agency · forwarded · followed."""
    service: str = ""
    topic: str = ""
    agency: str = ""
    follows: tuple[str, ...] = ()
    """Requests this visit came back for."""
    note: int = -1


class VisitEnded(Body, frozen=True, kw_only=True):
    """The visitor left."""

    at: int
    outcome: str = ""
    requests: int = 0


class BookContinued(Body, frozen=True, kw_only=True):
    """A new log began after a restore, fork or full lane."""

    reason: str
    previous_log: str = ""
    previous_seq: int = 0
    previous_head: str = ""


class CodesReserved(Body, frozen=True, kw_only=True):
    """Codes printed before their requests: a power-cut book, pre-printed forms."""

    lane: int
    first: int
    last: int
    follow_ups: tuple[str, ...] = ()
    purpose: str = "book"


class ItemSet(Body, frozen=True, kw_only=True):
    """An item of the catalogue (service, unit, post, kind, topic, agency) as it now reads."""

    item: str
    key: str
    data: dict[str, Any]


class ItemDropped(Body, frozen=True, kw_only=True):
    """An item of the catalogue is no longer offered."""

    item: str
    key: str


class ItemMapped(Body, frozen=True, kw_only=True):
    """An item of the office's own gives way to one of the centre's; its key leads there."""

    item: str
    key: str
    into: str


class ClosureAnnounced(Body, frozen=True, kw_only=True):
    """A day on which a province's offices are closed, with the instrument that says so."""

    province: int
    date: str
    reason: str
    instrument: str = ""
    hours: tuple[tuple[int, int], ...] = ()
    """The spans that stay open on a shortened day, in minutes of the day."""


class ClosureCancelled(Body, frozen=True, kw_only=True):
    """An announced closure was called off."""

    announced: str


class CalendarSet(Body, frozen=True, kw_only=True):
    """Weekend, hours and holidays of a province, replacing the shipped table."""

    province: int
    data: dict[str, Any]


class OfficerSet(Body, frozen=True, kw_only=True):
    """An officer of the office: name, role, public key, unit and whether its head."""

    user: str
    name: str
    role: str
    unit: str = ""
    public_key: str = ""
    sealed_key: str = ""
    """The private half under the officer's password, so that it roams."""
    head: bool = False
    given: Given = ""
    """Temporary password, recovery key or number told; empty for a key of the officer's own."""


class OfficerWithdrawn(Body, frozen=True, kw_only=True):
    """An officer left; open work goes to ``successor``."""

    user: str
    successor: str = ""


class KeysPublished(Body, frozen=True, kw_only=True):
    """The public keys to which bodies for an audience are sealed."""

    audience: str
    public_keys: tuple[str, ...]


class OfficeNamed(Body, frozen=True, kw_only=True):
    """The office's own names and how its receipts read."""

    agency: str
    name: str
    province: int = 0
    address: str = ""
    phone: str = ""
    tracking_address: str = ""
    complaint: str = ""
    demonstration: bool = False

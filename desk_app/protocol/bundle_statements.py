"""What the makers of bundles state, each under their signature."""

from desk_app.protocol.messages import LogHeld, LogRequest, Message, OfficeNames


class QuarantinedEntry(Message, frozen=True, kw_only=True):
    """An entry that the centre refuses for ever, and why (a code)."""

    log: str
    seq: int
    reason: str


class KnownDevice(Message, frozen=True, kw_only=True):
    """A device as a hub must know it to take its bundles."""

    device: str
    name: str
    signing_key: str
    age_recipient: str
    state: str = "active"


class KnownLog(Message, frozen=True, kw_only=True):
    """Whose a log is, its lane, and how it was begun."""

    device: str
    log: str
    lane: int
    reason: str = ""
    previous: str = ""
    previous_seq: int = 0


class PassedOn(Message, frozen=True, kw_only=True):
    """A desk's own statement as a hub received it: its exact bytes and signature (base64url)."""

    sender: str
    said: str
    sig: str


class Statement(Message, frozen=True, kw_only=True):
    """What the maker of a bundle says; members that a kind does not use have their defaults.

    Every kind repeats its label and names the SHA-256 of the compressed body. *entries*: the
    desk's program, the cursor of its feed, the log it writes, and its logs. *scan*: the name of the
    file in the body. *answer*: which device and set it answers, the centre's time, the device's
    logs and spare lanes, refused entries, the set's scans that are held, and between which cursors
    the page in the body lies. *onward*: statements of desks. *roster*: an
    office, its devices and logs.
    """

    kind: str = ""
    set: str = ""
    number: int = 0
    of: int = 0
    at: int = 0
    digest: str = ""
    app: str = ""
    cursor: str = ""
    writing: str = ""
    requests: tuple[LogRequest, ...] = ()
    device: str = ""
    answers: str = ""
    server_time: int = 0
    office: OfficeNames | None = None
    logs: tuple[LogHeld, ...] = ()
    spare_lanes: tuple[int, ...] = ()
    quarantined: tuple[QuarantinedEntry, ...] = ()
    after: str = ""
    more: bool = False
    scan: str = ""
    scans: tuple[str, ...] = ()
    passed_on: tuple[PassedOn, ...] = ()
    devices: tuple[KnownDevice, ...] = ()
    known_logs: tuple[KnownLog, ...] = ()

    def belongs_to(self, name: str, number: int, of: int, kind: str, at: int) -> bool:
        """Whether it was made for the file with this label."""
        return (self.set, self.number, self.of, self.kind, self.at) == (name, number, of, kind, at)

"""The pen: what a service writes and reads within one transaction."""

from db.known import DeskKnown
from db.queries.catalogues import CatalogueShelf
from db.queries.offices import office_facts, public_keys
from db.queries.sight import Sight
from db.queries.unsealing import Unsealing
from db.sealed_rows import keep_row
from db.transaction import Transaction
from desk_app.ports.book import OfficeFacts, Officer, RecordedRow
from desk_app.ports.clock import Entropy
from desk_app.records.codes import LAST_SERIAL, follow_up_number, make_code
from desk_app.records.errors import MachineFault, Mistake, UserMistake
from desk_app.records.event import BadEntry, Draft, Event, hold, write_entry
from desk_app.records.fold import Recorded
from desk_app.records.hlc import tick
from desk_app.records.ids import new_id
from desk_app.records.request import RequestState
from desk_app.records.sealed import receipt_mark, seal


class DeskPen(DeskKnown):
    """A pen in the hand of one officer, for one transaction."""

    def __init__(
        self,
        turn: Transaction,
        officer: Officer,
        entropy: Entropy,
        unsealing: Unsealing,
        shelf: CatalogueShelf,
    ) -> None:
        super().__init__(turn, entropy, unsealing, shelf)
        self._officer = officer
        self._sight = Sight.of(officer)
        self._office: OfficeFacts | None = None

    @property
    def now_ms(self) -> int:
        """The one instant of this transaction, ms since 1970."""
        return self._turn.now_ms

    @property
    def officer(self) -> Officer:
        """Who writes."""
        return self._officer

    @property
    def office(self) -> OfficeFacts:
        """The office and counter this desk stands in."""
        if self._office is None:
            self._turn.project("office")
            self._office = office_facts(self._db, self._turn.own.office)
        return self._office

    @property
    def lane(self) -> int:
        """The lane of the codes that are given out here now."""
        return self._turn.own.lane

    def request(self, request_id: str) -> RequestState | None:
        """As of this transaction; None when it is not here, sealed, or not for this officer."""
        state = super().request(request_id)
        return state if state is None or self._sight.sees(state) else None

    def new_id(self) -> str:
        """A fresh id."""
        return new_id(self.now_ms, self._entropy(10))

    def write(self, draft: Draft) -> Event:
        """Append an event; a draft for an audience is sealed to its keys first.

        Raises UserMistake ``entry.too_large`` and MachineFault ``audience.no_key``.
        """
        meant = draft
        if draft.audience:
            draft = self._sealed(draft)
        own = self._turn.own
        own.clock = tick(own.clock, self.now_ms)
        beside = hold(draft.values, self._entropy(16))
        event = Event(
            id=self.new_id(),
            hlc=own.clock,
            actor=self._officer.user,
            role=self._officer.role,
            office=own.office,
            subject=draft.subject,
            type=draft.type,
            v=draft.v,
            body=draft.body,
            held=tuple(beside),
            replaces=draft.replaces,
            parents=draft.parents,
            audience=draft.audience,
        )
        try:
            entry = write_entry(event, beside)
        except BadEntry as bad:
            raise UserMistake(Mistake("text", bad.code)) from bad
        stored = self._turn.ledger.append(own, event, entry.bytes, beside)
        if meant.audience:
            self._spend(meant)
        read_back = draft.audience or not stored.alone
        self._turn.touch(stored.touched, None if read_back else Recorded(event, beside))
        self._turn.gathered.own_events += 1
        if draft.subject.kind == "office":
            self._office = None
        elif draft.subject.kind == "item":
            self._catalogue = None
        return event

    def next_code(self) -> str:
        """The next tracking code of this log's lane; MachineFault ``lane.full`` after the last."""
        lane, first, _ = self.next_codes(1)
        return make_code(lane, first)

    def next_codes(self, count: int) -> tuple[int, int, int]:
        """Set aside ``count`` codes: lane, first and last serial."""
        own = self._turn.own
        first, last = own.serial + 1, own.serial + count
        if last > LAST_SERIAL:
            raise MachineFault("lane.full")
        own.serial = last
        return own.lane, first, last

    def follow_up(self) -> str:
        """Six random digits."""
        return follow_up_number(self._entropy(16))

    def keep_sealed_row(self, row: bytes, recorded: RecordedRow) -> None:
        """Remember what was recorded under seal for a row, for those alone who have the row."""
        keep_row(self._db, self._key(), row, recorded, self._entropy(12))

    def digest(self, data: bytes) -> str:
        """A digest under the book's own key: useless to anyone without the book."""
        return self._keyed(data).hex()

    def _sealed(self, draft: Draft) -> Draft:
        self._turn.project("office")
        keys = public_keys(self._db, draft.audience)
        if not keys:
            raise MachineFault("audience.no_key")
        return seal(draft, keys, self._mark(draft))

    def _mark(self, meant: Draft) -> str:
        """The mark of the receipt that a registration or reissue gives out; empty for the rest."""
        follow_up, code = meant.body.get("follow_up"), meant.body.get("code")
        if follow_up and not code:
            state = self.request(meant.subject.id)
            code = state.registered.code if state and state.registered else ""
        return receipt_mark(str(code), str(follow_up)) if code and follow_up else ""

    def _spend(self, meant: Draft) -> None:
        """Mark the code of a sealed request as used, without saying whose it is."""
        if code := meant.body.get("code"):
            mark = self._keyed(b"code " + str(code).encode())
            self._db.execute("INSERT OR IGNORE INTO spent(mark) VALUES(?)", (mark,))

"""What is done by hand about the line of the open desk: joining, lanes by telephone, a new log."""

from db.going_on import SLIP_KEY
from db.lanes import draw_lanes
from db.line_book import DeskLineBook
from db.session import Session
from desk_app.cli.desk_line import DeskLine
from desk_app.cli.founding import join_centre, program
from desk_app.ports.line import Enrolment
from desk_app.ports.line_page import LineStanding
from desk_app.records.codes import LAST_SERIAL
from desk_app.records.errors import MachineFault, Unreachable
from desk_app.records.ids import new_id
from desk_app.records.lane_slips import read_slip
from desk_app.services.guard import allow
from desk_app.sync.enrol import Candidate
from desk_app.sync.lease import lease_from_centre


class DeskJoining:
    """Implements ``ports.line_page.Joining`` over a session and its running line."""

    def __init__(self, session: Session, line: DeskLine) -> None:
        self._session, self._line = session, line
        self._book = DeskLineBook(session.book)

    def standing(self) -> LineStanding:
        """Where this desk stands now."""
        enrolment, own = self._book.enrolment(), self._book.own_logs()[-1]
        witness = self._session.witness.read()
        office = self._session.book.queries.office()
        mine = witness if witness is not None and witness.lane == own.lane else None
        return LineStanding(
            enrolled=enrolment is not None,
            central=enrolment.central if enrolment else "",
            device=enrolment.device if enrolment else "",
            log=own.log,
            lane=own.lane,
            codes_left=LAST_SERIAL - (mine.serial if mine is not None else 0),
            spare_lanes=len(witness.spare_lanes) if witness is not None else 0,
            slips=enrolment is not None and bool(self._slip_key()),
            office=office.name,
            counter=office.counter,
        )

    def join(self, central: str, code: str) -> LineStanding:
        """Join a centre with the history recorded alone; sending begins at once."""
        book = self._session.book
        allow(book.officer, "enrol")
        self._require_writable()
        counter = book.queries.office().counter
        join_centre(self._session, Candidate(central, code, counter, program()))
        self._line.wake()
        return self.standing()

    def take_slip(self, slip: str) -> LineStanding:
        """Keep a lane that was read out over the telephone as a spare one."""
        enrolment, key = self._book.enrolment(), self._slip_key()
        self._require_writable()
        if enrolment is None or not key:
            raise MachineFault("slip.no_key")
        lane = read_slip(key, enrolment.device, slip)
        with self._session.book.transaction():
            known = self._session.witness.read()
            if known is None or lane in {known.lane, *known.used_lanes, *known.spare_lanes}:
                raise MachineFault("lane.used")
            self._session.book.writer.keep_spare_lanes((*known.spare_lanes, lane))
        return self.standing()

    def go_on(self) -> LineStanding:
        """Go on in a new log under the first spare lane, or one that is asked for."""
        self._require_writable()
        session, enrolment, own = self._session, self._book.enrolment(), self._book.own_logs()[-1]
        log = new_id(session.clock.now_ms(), session.entropy(10))
        known = session.witness.read()
        lane = known.spare_lanes[0] if known is not None and known.spare_lanes else None
        if lane is None and enrolment is None:
            used = {at.lane for at in self._book.own_logs()}
            lane = draw_lanes(1, used, session.entropy)[0]
        elif lane is None and enrolment is not None:
            lane = _leased(enrolment, log, own.log, self._book.acknowledged(own.log))
        assert lane is not None
        self._book.continue_in(log, lane, "full")
        self._line.wake()
        return self.standing()

    def _slip_key(self) -> bytes:
        return bytes.fromhex(self._session.book.setting(SLIP_KEY))

    def _require_writable(self) -> None:
        if self._session.book.read_only_reason is not None:
            raise self._session.book.read_only_reason


def _leased(enrolment: Enrolment, log: str, previous: str, previous_seq: int) -> int:
    try:
        return lease_from_centre(program())(enrolment, log, previous, previous_seq)
    except Unreachable as cut_off:
        raise MachineFault("lane.none") from cut_off

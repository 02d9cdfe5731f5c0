"""One round with the centre above: tell, push, pull; whatever is repeated comes to the same."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from central.above.line import UpLine
from central.store.above import (
    LANES_WANTED,
    Link,
    batch_after,
    cursor_above,
    keep_link,
    learn,
    link_above,
    note_round,
    note_sent,
    note_told,
    take_lanes,
    take_page,
    unknown_logs,
    unsent_logs,
    wants_lanes,
    word_for,
)
from central.store.carry_keys import carry_secrets
from central.store.database import Database
from central.store.offices import Office, all_offices
from desk_app.protocol.enrol_code import read_enrol_code
from desk_app.protocol.hub_messages import OfficeWord
from desk_app.protocol.keys import KEY_BYTES, b64, enrol_statement, public_key, sign
from desk_app.protocol.messages import EnrolRequest
from desk_app.protocol.problems import Problem
from desk_app.records.errors import CentralFault, Refused

_LOGS_ASKED: Final = 100
_NOTED_EVERY_MS: Final = 60_000


@dataclass(slots=True)
class Round:
    """How a round ended: entries sent and taken in, and the code of what stopped it."""

    pushed: int = 0
    pulled: int = 0
    problem: str = ""


def join_above(database: Database, address: str, code: str, name: str, now_ms: int) -> Link:
    """Enrol this centre at a higher one with a code made for a centre.

    Raises UserMistake for a code or address that cannot be, Refused, or Unreachable.
    """
    read = read_enrol_code(code)
    key = secrets.token_bytes(KEY_BYTES)
    public = b64(public_key(key))
    recipient = database.write(carry_secrets).recipient
    signature = sign(key, enrol_statement(read.code_text, public, recipient))
    request = EnrolRequest(
        code=read.code_text, signing_key=public, age_recipient=recipient,
        sig=b64(signature), name=name,
    )  # fmt: skip
    try:
        with UpLine(address, read.fingerprint) as line:
            joined = line.enrol(request)
            line.open(joined.device, key)
            line.places()
    except Problem as problem:
        wrong = "central.not_a_hub_code" if problem.code == "not_found" else _told(problem)
        raise Refused(wrong, **problem.params) from problem
    link = Link(joined.device, address, read.fingerprint, key)
    database.write(lambda c: keep_link(c, link, now_ms))
    return link


def one_round(database: Database, now_ms: Callable[[], int], kept: UpLine | None = None) -> Round:
    """Tell, push and pull once; what came through before a failure stays.

    ``kept`` is the line of earlier rounds, whose session goes on.
    """
    done = Round()
    link = database.read(link_above)
    if link is None:
        done.problem = "line.not_enrolled"
        return done
    try:
        if kept is not None:
            _talk(database, kept, link, now_ms, done)
        else:
            with UpLine(link.address, link.fingerprint) as line:
                _talk(database, line, link, now_ms, done)
    except Problem as problem:
        done.problem = _told(problem)
    except CentralFault as fault:
        done.problem = fault.code
    if done.problem != link.problem or now_ms() - link.heard_at >= _NOTED_EVERY_MS:
        database.write(lambda c: note_round(c, now_ms(), done.problem))
    return done


def _told(problem: Problem) -> str:
    """The code of a refusal's sentence: to be tried again, or a no with its reason."""
    if problem.status == 429 or problem.status >= 500:
        return "line.server_error" if problem.code == "internal" else "line.busy"
    return f"line.{problem.code}"


def _talk(
    database: Database, line: UpLine, link: Link, now_ms: Callable[[], int], done: Round
) -> None:
    """Everything over one line, with one new session when the last one has ended."""
    if line.is_open:
        try:
            _Talk(database, line, now_ms, done).all()
        except Problem as problem:
            if problem.code != "unauthorized":
                raise
        else:
            return
    line.open(link.device, link.signing_key)
    _Talk(database, line, now_ms, done).all()


class _Talk:
    """What is said in one round over one line."""

    def __init__(
        self, database: Database, line: UpLine, now_ms: Callable[[], int], done: Round
    ) -> None:
        self._database = database
        self._line = line
        self._now_ms = now_ms
        self._done = done

    def all(self) -> None:
        """Every office in turn; lanes first, as desks may wait for them."""
        offices = self._database.read(all_offices)
        short = self._database.read(wants_lanes)
        if offices and short:
            self._ask_lanes(offices[0])
        for office in offices:
            self._tell(office)
            self._push(office)
        places = self._line.places().cursors
        for office in offices:
            self._pull(office, places.get(office.code, ""))

    def _ask_lanes(self, office: Office) -> None:
        block = self._line.word(OfficeWord(office=office.names, lanes=LANES_WANTED)).lanes
        if block is not None:
            self._database.write(lambda c: take_lanes(c, block, self._now_ms()))

    def _tell(self, office: Office) -> None:
        while word := self._database.read(lambda c: word_for(c, office)):
            told, reply = word, self._line.word(word)
            self._database.write(lambda c, t=told, r=reply: note_told(c, t, r))  # type: ignore[misc]

    def _push(self, office: Office) -> None:
        for log, seq in self._database.read(lambda c: unsent_logs(c, office.office)):
            self._push_log(log, seq)

    def _push_log(self, log: str, seq: int) -> None:
        reached, stopped = seq, ""
        while not stopped:
            after = reached
            lines = self._database.read(lambda c, a=after: batch_after(c, log, a))  # type: ignore[misc]
            if lines is None:
                return
            try:
                reached = self._line.push(lines).acked
            except Problem as problem:
                expected = problem.params.get("expected")
                if problem.code == "gap" and isinstance(expected, int) and expected <= after:
                    reached = expected - 1
                elif problem.code == "fork":
                    stopped = problem.code
                else:
                    raise
            self._done.pushed += max(reached - after, 0)
            now, why = reached, stopped
            self._database.write(lambda c, n=now, w=why: note_sent(c, log, n, w))  # type: ignore[misc]

    def _pull(self, office: Office, end: str) -> None:
        cursor = self._database.read(lambda c: cursor_above(c, office.office))
        more = bool(end) and cursor != end
        while more:
            batches, cursor, more = self._line.pull(office.code, cursor)
            unknown = self._database.read(lambda c, b=batches: unknown_logs(c, b))  # type: ignore[misc]
            for at in range(0, len(unknown), _LOGS_ASKED):
                asked = tuple(unknown[at : at + _LOGS_ASKED])
                reply = self._line.word(OfficeWord(office=office.names, asked=asked))
                self._database.write(
                    lambda c, r=reply: learn(c, office.office, r, self._now_ms())  # type: ignore[misc]
                )
            self._done.pulled += self._database.write(
                lambda c, b=batches, to=cursor: take_page(c, office.office, b, to, self._now_ms())  # type: ignore[misc]
            )

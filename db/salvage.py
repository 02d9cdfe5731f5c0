"""Saving what can be read from damaged files, and naming what is lost.

Each page whose seal fits is read without the file's tree or schema, so that flipped bytes, a cut
end and a destroyed first page cost only what stood on them. The damaged files are not touched.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import NoneType
from typing import Final

import msgspec

from db.blobs import copy_scans
from db.cells import Value, keyed_rows, rows
from db.diagnosis import salt_of
from db.folder import BookFolder
from db.going_on import NO_MEANS, Means, WentOn
from db.lanes import FIRST_ALONE
from db.names import text_of
from db.opening import unlocked
from db.pages import PAGE, Pages
from db.remaking import Remains, Who, remake
from db.session import HERE, Around, Session
from db.slots import Slots, Unlocked
from db.tables import ledger as tables
from db.tables.shape import columns_of
from db.witness import Witness, WitnessRecord
from desk_app.ports.line import Placed
from desk_app.records.errors import DataDamaged
from desk_app.records.event import BadEntry, Entry, Held, decode_beside, read_event
from desk_app.records.ids import new_id

_ALARMS: Final = frozenset(
    {"id.twice", "place.twice", "log.ahead", "entry.refused", "entry.unproved"}
)
"""Names in a table of the same shape as the settings."""
_EVENT: Final = columns_of(tables.event)
_LOG: Final = columns_of(tables.log)
_PLACE: Final = columns_of(tables.place)


@dataclass(frozen=True, slots=True)
class Gap:
    """Entries of one log that could not be read: from one seq to another, both lost."""

    log: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What a salvage saved and what it did not."""

    went_on: WentOn
    events: int
    """Events in the new book, those from the mirror included."""
    pages: int
    """Pages that did not read."""
    gaps: tuple[Gap, ...]
    """What the files have lost; the mirror may have brought it back."""


@dataclass(slots=True)
class _Found:
    logs: dict[int, tuple[Value, ...]] = field(default_factory=dict)
    places: set[tuple[int, int, int]] = field(default_factory=set)
    """Log, seq and row of the event; each is told by two tables."""
    events: dict[int, int] = field(default_factory=dict)
    """The page of each event's row."""
    settings: dict[str, str] = field(default_factory=dict)
    keeping: dict[str, bytes] = field(default_factory=dict)
    bad_pages: int = 0


def salvage(
    damaged: Path,
    folder: Path,
    user: str,
    password: str,
    around: Around = HERE,
    *,
    means: Means = NO_MEANS,
) -> tuple[Session, Salvaged]:
    """Make a new book in an empty folder from a damaged one.

    Raises DataDamaged ``salvage.nothing`` when no entry could be read; as ``open_session``, set-up
    and going on do besides.
    """
    where, now, opened = unlocked(damaged, user, password, around)
    witness = where.witness(now.book)
    with witness.lock(), _pages(where, now, opened) as pages:
        found = _scan(pages)
        if not found.events:
            raise DataDamaged("salvage.nothing")
        known = witness.read()
        own = _own_logs(found)
        with _spare_lanes(witness, known) as spare:
            session, went_on, events = remake(
                folder,
                Who(user, password, now, opened),
                _remains(found, own, known, pages, around, spare),
                _placed(found, pages, own),
                _placed(found, pages, found.logs.keys() - set(own)),
                _loose(found, pages),
                around,
                means,
            )
    copy_scans(where.scans, session.where.scans)
    return session, Salvaged(went_on, events, found.bad_pages, _gaps(found, own, known))


@contextmanager
def _spare_lanes(witness: Witness, known: WitnessRecord | None) -> Iterator[tuple[int, ...]]:
    """The lost book's spare lanes, taken off its witness; put back when nothing came of it."""
    if known is None or not known.spare_lanes:
        yield ()
        return
    witness.write(msgspec.structs.replace(known, spare_lanes=()))
    try:
        yield known.spare_lanes
    except BaseException:
        witness.write(known)
        raise


def _pages(where: BookFolder, now: Slots, opened: Unlocked) -> Pages:
    """The pages under the key and salt that open most of the first ones."""
    if not where.book.exists():
        raise DataDamaged("book.missing")
    best: tuple[int, bytes, bytes] = (0, b"", b"")
    salts = [now.salt, salt_of(where.book)]
    if now.next is not None:
        salts.append(now.next.salt)
    for key in opened.data_keys:
        for salt in salts:
            with Pages(where.book, key, salt) as pages:
                read = sum(
                    pages.newest(number) is not None
                    for number, _ in zip(pages.numbers(), range(50), strict=False)
                )
                best = max(best, (read, key, salt))
    if not best[0]:
        raise DataDamaged("salvage.nothing")
    return Pages(where.book, best[1], best[2])


def _scan(pages: Pages) -> _Found:
    found = _Found()
    for number in pages.numbers():
        page = pages.newest(number)
        if page is None:
            found.bad_pages += 1
            continue
        for rowid, row in rows(page, number, pages.newest):
            if _is_event(row):
                found.events[rowid] = number
                log, seq = (_int(row[_EVENT.index(name)]) for name in ("log", "seq"))
                if log:
                    found.places.add((log, seq, rowid))
            elif _is_log(row):
                found.logs[rowid] = row
        for row in keyed_rows(page, number, pages.newest):
            _note(found, row)
    return found


def _note(found: _Found, row: tuple[Value, ...]) -> None:
    if len(row) == len(_PLACE) and all(isinstance(part, int) for part in row[:3]):
        log, seq, event = (_int(row[_PLACE.index(name)]) for name in ("log", "seq", "event"))
        found.places.add((log, seq, event))
    match row:
        case (str(name), str(value)) if name not in _ALARMS:
            found.settings[name] = value
        case (str(name), bytes(raw)):
            found.keeping[name] = raw


def _is_event(row: tuple[Value, ...]) -> bool:
    return len(row) == len(_EVENT) and all(
        isinstance(row[_EVENT.index(name)], kind)
        for name, kind in (("n", NoneType), ("id", bytes), ("bytes", bytes), ("beside", bytes))
    )


def _is_log(row: tuple[Value, ...]) -> bool:
    return len(row) == len(_LOG) and all(
        isinstance(row[_LOG.index(name)], kind)
        for name, kind in (("n", NoneType), ("id", bytes), ("head", bytes), ("acked", int))
    )


def _own_logs(found: _Found) -> list[int]:
    """The logs that the book wrote, in order; the open one last."""
    own = [n for n in found.logs if _of_log(found, n, "own") == 1]
    return sorted(own, key=lambda n: (not _of_log(found, n, "closed"), n))


def _of_log(found: _Found, n: int, column: str) -> Value:
    return found.logs[n][_LOG.index(column)]


def _log_id(found: _Found, n: int) -> str:
    return text_of(_bytes(_of_log(found, n, "id")))


def _remains(
    found: _Found,
    own: list[int],
    known: WitnessRecord | None,
    pages: Pages,
    around: Around,
    spare: tuple[int, ...],
) -> Remains:
    if own:
        lanes = {_log_id(found, n): _int(_of_log(found, n, "lane")) for n in own}
        acknowledged = {_log_id(found, n): _int(_of_log(found, n, "acked")) for n in own}
        office = str(_of_log(found, own[-1], "office"))
        return Remains(lanes, office, found.settings, found.keeping, acknowledged, spare)
    # The list of logs itself is lost: every entry goes into the new log, after an empty one.
    log = new_id(around.clock.now_ms(), around.entropy(10))
    lane = known.lane if known else FIRST_ALONE
    office = _office(found, pages)
    return Remains({log: lane}, office, found.settings, found.keeping, {}, spare)


def _office(found: _Found, pages: Pages) -> str:
    for entry in _Entries(pages).of(found.events.items()):
        try:
            return read_event(entry.bytes).office
        except BadEntry:
            continue
    return ""


def _gaps(found: _Found, own: list[int], known: WitnessRecord | None) -> tuple[Gap, ...]:
    gaps: list[Gap] = []
    for n in own:
        log = _log_id(found, n)
        last = _int(_of_log(found, n, "seq"))
        if known is not None and known.log == log:
            last = max(last, known.seq)
        held = {seq for one, seq, event in found.places if one == n and event in found.events}
        expected = 1
        for seq in sorted(held | {last + 1}):
            if seq > expected:
                gaps.append(Gap(log, expected, seq - 1))
            expected = seq + 1
    return tuple(gaps)


def _placed(found: _Found, pages: Pages, logs: Iterable[int]) -> Iterator[Placed]:
    entries = _Entries(pages)
    for n in logs:
        log = _log_id(found, n)
        standing = sorted((seq, event) for one, seq, event in found.places if one == n)
        for seq, event in standing:
            for entry in entries.of([(event, found.events.get(event, 0))]):
                yield Placed(log, seq, entry)


def _loose(found: _Found, pages: Pages) -> Iterator[Entry]:
    placed = {event for n, _, event in found.places if n in found.logs}
    rest = sorted(item for item in found.events.items() if item[0] not in placed)
    yield from _Entries(pages).of(rest)


class _Entries:
    """Entries by row and page; the last page read stays at hand, since rows lie in order."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._number = 0
        self._rows: dict[int, tuple[Value, ...]] = {}

    def of(self, where: Iterable[tuple[int, int]]) -> Iterator[Entry]:
        """The entries of rows on pages; page 0 has none."""
        for event, number in where:
            if number and number != self._number:
                page = self._pages.newest(number) or bytes(PAGE)
                self._rows = dict(rows(page, number, self._pages.newest))
                self._number = number
            row = self._rows.get(event) if number else None
            if row is not None:
                data, beside = (_bytes(row[_EVENT.index(name)]) for name in ("bytes", "beside"))
                yield Entry(data, _beside(beside))


def _beside(stored: bytes) -> dict[str, Held]:
    try:
        return decode_beside(stored)
    except BadEntry:
        return {}


def _int(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _bytes(value: Value) -> bytes:
    return value if isinstance(value, bytes) else b""

"""Bundles that a centre makes: answers for its desks, rosters for a hub, and a hub's passing on."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import msgspec
from sqlalchemy import Connection, select

from central.roster import roster_of
from central.store import tables
from central.store.bundles import Sender, note_answered, quarantined_of, scans_of, senders
from central.store.carry_keys import CarrySecrets, carry_secrets
from central.store.cursor import from_the_start
from central.store.database import Database
from central.store.devices import Device
from central.store.feed import FeedPage, read_feed
from central.store.lanes import spare_lanes
from central.store.logs import logs_of
from central.store.offices import Office, office_at
from central.store.own_log import own_device
from desk_app.protocol.batch import read_batches, write_lines
from desk_app.protocol.bundle import SET_LENGTH, BundleKind, Label, write_bundle
from desk_app.protocol.bundle_statements import PassedOn, Statement
from desk_app.protocol.keys import b64, public_key
from desk_app.protocol.squeeze import squeeze

MOST_PAGES: Final = 200
"""Files of one answer; what the feed holds besides comes with the next one."""

_PAGE_EVENTS: Final = 1000
_ENTRY_LINES: Final = (b'\n{"e":', b'\n{"a":')


@dataclass(frozen=True, slots=True)
class MadeBundle:
    """A file ready to be written: its name, its bytes, and how many entries it holds."""

    name: str
    data: bytes
    events: int


@dataclass(frozen=True, slots=True)
class _Part:
    """What one file of a set says."""

    statement: Statement
    body: bytes = b""

    @property
    def events(self) -> int:
        return sum(self.body.count(start) for start in _ENTRY_LINES)


class Answering:
    """Makes bundles from one database."""

    def __init__(self, database: Database, now_ms: Callable[[], int]) -> None:
        self._database = database
        self._now_ms = now_ms

    @cached_property
    def secrets(self) -> CarrySecrets:
        """The centre's keys for carrying."""
        return self._database.write(carry_secrets)

    def answer(self, device: Device, *, feed: bool = True) -> list[MadeBundle]:
        """What the desk is to know since its newest set, in order; nothing for a stolen one.

        Without ``feed`` one file that only acknowledges.
        """
        if device.state == "stolen":
            return []
        told = self._database.read(lambda c: _told(c, device))
        standing = self._database.write(lambda c: _standing(c, device, told, self._now_ms()))
        parts = [
            _Part(
                msgspec.structs.replace(standing, after=after, cursor=page.cursor, more=page.more),
                page.lines,
            )
            for after, page in (self._pages(device.office, told) if feed else ())
        ]
        to = self._database.read(lambda c: _recipient_of(c, device.device))
        return self._made("answer", to, parts or [_Part(standing)])

    def note_answered(self, device: Device) -> None:
        """Remember that the device's newest set was answered, once the files are written."""
        told = self._database.read(lambda c: _told(c, device))
        now_ms = self._now_ms()
        self._database.write(lambda c: note_answered(c, device.device, told.set, now_ms))

    def roster(self, office: Office, hub: str) -> list[MadeBundle]:
        """What a hub (an age recipient) must know of an office."""
        statement = self._database.read(lambda c: roster_of(c, office))
        return self._made("roster", hub, [_Part(statement)])

    def onward(self, office: Office, higher: str) -> list[MadeBundle]:
        """Everything of an office's desks, as it came, for a higher centre (an age recipient)."""
        found = self._database.read(lambda c: senders(c, office.office))
        if not found:
            return []
        own, _ = self._database.write(own_device)
        statement = Statement(passed_on=tuple(map(_passed, found)))
        start = Statement(cursor=from_the_start(office))
        pages = (page for _, page in self._pages(office.office, start, None))
        bodies = (_without(page.lines, own) for page in pages)
        parts = [_Part(statement, body) for body in bodies if body]
        return self._made("onward", higher, parts or [_Part(statement)])

    def _pages(
        self, office: int, told: Statement, most: int | None = MOST_PAGES
    ) -> Iterator[tuple[str, FeedPage]]:
        """The pages of an office's feed after what a desk told, each with where it begins."""
        cursor, made, more = told.cursor, 0, True
        while more and (most is None or made < most):
            page = self._database.read(_reading(office, cursor, told.writing))
            if not page.lines and made:
                break
            yield cursor, page
            cursor, made, more = page.cursor, made + 1, page.more

    def _made(self, kind: BundleKind, to: str, parts: Sequence[_Part]) -> list[MadeBundle]:
        name, now_ms = secrets.token_hex(SET_LENGTH // 2), self._now_ms()
        key = self.secrets.signing_key
        made = []
        for number, part in enumerate(parts, 1):
            label = Label(kind=kind, to=to, set=name, number=number, of=len(parts), at=now_ms)
            data = write_bundle(
                label, part.statement, squeeze(part.body), sender=b64(public_key(key)), key=key
            )
            made.append(MadeBundle(label.file_name, data, part.events))
        return made


def _reading(office: int, cursor: str, without: str) -> Callable[[Connection], FeedPage]:
    return lambda connection: read_feed(connection, office, cursor, without, _PAGE_EVENTS)


def _told(connection: Connection, device: Device) -> Statement:
    """The newest statement of a device; an empty one when it never carried."""
    found: list[Sender] = senders(connection, device.office)
    return next((one.statement for one in found if one.device == device.device), Statement())


def _standing(connection: Connection, device: Device, told: Statement, now_ms: int) -> Statement:
    active = device.state == "active"
    return Statement(
        device=device.device,
        answers=told.set,
        server_time=now_ms,
        office=office_at(connection, device.office).names,
        logs=tuple(log.told(device.device) for log in logs_of(connection, device.device)),
        spare_lanes=spare_lanes(connection, device.office, device.device, now_ms) if active else (),
        quarantined=quarantined_of(connection, device),
        scans=scans_of(connection, device, told.set),
    )


def _recipient_of(connection: Connection, device: str) -> str:
    query = select(tables.device.c.age_recipient).where(tables.device.c.device == device)
    return str(connection.execute(query).scalar_one())


def _passed(sender: Sender) -> PassedOn:
    return PassedOn(sender=sender.device, said=sender.said.decode(), sig=b64(sender.sig))


def _without(lines: bytes, own: str) -> bytes:
    """The batches of a page that the hub itself did not write."""
    kept = [batch for batch in read_batches(lines) if batch.header.device != own]
    return b"".join(write_lines(batch.header, batch.entries) for batch in kept)

"""Bundles as they come to a centre, from an administrator's stick or over another desk's line."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from sqlalchemy import Connection

from central.blobs import Blobs
from central.roster import take_roster
from central.store.append import StolenHere
from central.store.bundles import (
    is_noted,
    is_taken,
    missing_of,
    note_bundle,
    note_statement,
    quarantine,
    register_logs,
)
from central.store.carry_keys import CarrySecrets, carry_secrets
from central.store.database import Database
from central.store.devices import Device, find_device
from central.store.logs import KeptLog, find_log
from central.store.taking import take_batch
from desk_app.protocol.batch import Batch, read_batches
from desk_app.protocol.bundle import (
    Label,
    Opened,
    is_statement_signed,
    open_bundle,
    read_statement,
)
from desk_app.protocol.bundle_statements import PassedOn, QuarantinedEntry, Statement
from desk_app.protocol.keys import unb64
from desk_app.protocol.problems import Problem
from desk_app.records.errors import DataDamaged, MachineFault

BundleEnd = Literal["taken", "known", "held"]
"""It brought something; everything in it was here; it waits for an administrator."""


@dataclass(frozen=True, slots=True)
class TakenBundle:
    """What became of a bundle; ``office`` is its office's number, 0 for a roster."""

    label: Label
    office: int
    device: str
    end: BundleEnd
    new: int
    missing: tuple[int, ...] = ()
    """Numbers of its set that were never taken."""


class Receiving:
    """Takes bundles into one database; safe from any thread."""

    def __init__(
        self, database: Database, now_ms: Callable[[], int], blobs: Blobs | None = None
    ) -> None:
        self._database = database
        self._now_ms = now_ms
        self._blobs = blobs

    @cached_property
    def secrets(self) -> CarrySecrets:
        """The centre's keys for carrying."""
        return self._database.write(carry_secrets)

    def take(self, data: bytes) -> TakenBundle:
        """Make what a file holds durable; a file whose entries are here changes nothing.

        Raises DataDamaged ``bundle.damaged``; MachineFault ``bundle.not_one``, ``.newer``,
        ``.foreign``, ``.wrong_kind``, ``.unknown_device``, ``.forged``, ``.gap`` (``missing``:
        files of its set that come first), ``.gap_before_set``, ``.fork``, ``.unknown_log``,
        ``.bad_entry``; for scans ``.no_scans``, ``.quota``, ``.blob_differs``.
        """
        opened = open_bundle(data, self.secrets.identity)
        if opened.label.kind == "entries":
            return self._take_entries(opened)
        if opened.label.kind == "scan":
            return self._take_scan(opened)
        if opened.label.kind == "onward":
            return self._take_onward(opened)
        if opened.label.kind == "roster":
            now_ms = self._now_ms()
            new = self._database.write(lambda c: take_roster(c, opened, now_ms))
            return TakenBundle(opened.label, 0, "", "taken" if new else "known", new)
        raise MachineFault("bundle.wrong_kind")

    def _take_entries(self, opened: Opened) -> TakenBundle:
        device = self._known(opened.sender, opened.sig, opened.said)
        self._note(device, opened.statement, opened.said, opened.sig)
        end, new = self._take_batches(
            opened.label, device, _batches(self._database, device, opened)
        )
        return self._noted(opened.label, device, end, new)

    def _take_scan(self, opened: Opened) -> TakenBundle:
        device = self._known(opened.sender, opened.sig, opened.said)
        if device.state == "stolen":
            return TakenBundle(opened.label, device.office, device.device, "held", 0)
        self._note(device, opened.statement, opened.said, opened.sig)
        scan = opened.statement.scan
        if opened.body and self._blobs is None:
            raise MachineFault("bundle.no_scans")
        if opened.body and self._blobs is not None:
            try:
                self._blobs.put_whole(device, scan, opened.body)
            except Problem as problem:
                if problem.code != "blob_erased":
                    raise MachineFault("bundle." + problem.code, **problem.params) from problem
        known = self._database.read(lambda c: is_taken(c, device, opened.label))
        return self._noted(opened.label, device, "known" if known else "taken", 0, scan)

    def _take_onward(self, opened: Opened) -> TakenBundle:
        """What a hub passes on: each batch and each statement stands under its desk's signature."""
        devices = [self._pass(passed) for passed in opened.statement.passed_on]
        if not devices:
            raise DataDamaged("bundle.damaged")
        end, new = self._take_batches(
            opened.label, None, _batches(self._database, devices[0], opened)
        )
        return self._noted(opened.label, devices[0], end, new)

    def _pass(self, passed: PassedOn) -> Device:
        try:
            said, sig = passed.said.encode(), unb64(passed.sig, 64)
            statement = read_statement(said)
        except ValueError as error:
            raise DataDamaged("bundle.damaged") from error
        device = self._known(passed.sender, sig, said)
        self._note(device, statement, said, sig)
        return device

    def _known(self, sender: str, sig: bytes, said: bytes) -> Device:
        device = self._database.read(lambda c: find_device(c, sender))
        if device is None:
            raise MachineFault("bundle.unknown_device")
        if not is_statement_signed(device.signing_key, sig, said):
            raise MachineFault("bundle.forged")
        return device

    def _note(self, device: Device, statement: Statement, said: bytes, sig: bytes) -> None:
        """Register the desk's logs and keep its newest statement; once a set."""
        if device.state == "stolen":
            return
        if self._database.read(lambda c: is_noted(c, device, statement)):
            return
        now_ms = self._now_ms()
        self._database.write(lambda c: register_logs(c, device, statement.requests, now_ms))
        self._database.write(lambda c: note_statement(c, device, statement, said, sig))

    def _take_batches(
        self, label: Label, device: Device | None, batches: list[Batch]
    ) -> tuple[BundleEnd, int]:
        end: BundleEnd = "known"
        new = 0
        for batch in batches:
            try:
                added = self._take_batch(label, device, batch)
            except StolenHere:
                end = "held"
                continue
            new += added
            if added and end == "known":
                end = "taken"
        return end, new

    def _take_batch(self, label: Label, device: Device | None, batch: Batch) -> int:
        log = self._database.read(lambda c: find_log(c, batch.header.log))
        if log is None or (device is not None and log.office != device.office):
            raise MachineFault("bundle.unknown_log")
        if batch.header.frm > log.seq + 1:
            # Not a loss of this centre's, only of a file: no desk needs to read its feed anew.
            raise self._gap(label, log)
        try:
            return take_batch(self._database, lambda _: None, batch, self._now_ms()).reply.new
        except StolenHere:
            raise
        except Problem as problem:
            code = "forged" if problem.code == "bad_signature" else problem.code
            raise MachineFault("bundle." + code, **problem.params) from problem

    def _gap(self, label: Label, log: KeptLog) -> MachineFault:
        """What is to be brought first: files of the same set, or an older set."""
        absent = self._database.read(lambda c: missing_of(c, log.office, label.set, label.number))
        before = [str(number) for number in absent if number < label.number]
        if not before:
            return MachineFault("bundle.gap_before_set", expected=log.seq + 1)
        return MachineFault("bundle.gap", missing=", ".join(before))

    def _noted(
        self, label: Label, device: Device, end: BundleEnd, new: int, scan: str = ""
    ) -> TakenBundle:
        now_ms = self._now_ms()

        def note(connection: Connection) -> tuple[int, ...]:
            note_bundle(connection, device, label, now_ms, scan)
            return tuple(missing_of(connection, device.office, label.set, label.of))

        missing = self._database.write(note)
        return TakenBundle(label, device.office, device.device, end, new, missing)


def _batches(database: Database, device: Device, opened: Opened) -> list[Batch]:
    """The batches of a body; an entry that can never be taken is remembered, to be told."""
    try:
        return read_batches(opened.body) if opened.body else []
    except Problem as problem:
        seq = problem.params.get("seq")
        if problem.code != "bad_entry" or not isinstance(seq, int):
            raise DataDamaged("bundle.damaged") from problem
        reason = str(problem.params.get("reason", ""))
        entry = QuarantinedEntry(log=opened.statement.writing, seq=seq, reason=reason)
        database.write(lambda c: quarantine(c, device.office, entry))
        raise MachineFault("bundle.bad_entry", seq=seq) from problem

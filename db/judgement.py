"""What a book's witness says of it: in step, behind, forked, moved or a copy."""

from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection

from db.diagnosis import TAIL, OwnLog, chain_breaks_at, head_at, own_logs, tail_breaks_at
from db.folder import BookFolder
from db.names import text_of
from db.witness import WitnessRecord
from desk_app.records.errors import DataDamaged, DeskError


@dataclass(frozen=True, slots=True)
class Verdict:
    """The witness as it should now read, and why the book must not be written, if so."""

    record: WitnessRecord | None
    reason: DeskError | None = None


def judge(
    connection: Connection, where: BookFolder, record: WitnessRecord | None, places: int = TAIL
) -> Verdict:
    """Hold the book against its witness; the caller holds the witness's lock.

    So many of the last ``places`` of its log are chained again. The reason is DataDamaged
    ``book.no_log``, ``book.chain``, ``book.copied_machine``, ``book.copied_folder``,
    ``book.behind``, ``book.forked`` or ``book.unfinished``.
    """
    logs = own_logs(connection)
    if (broken := _broken(connection, logs, places)) is not None:
        return Verdict(record, broken)
    current = logs[-1]
    if record is None:
        return Verdict(None, DataDamaged("book.copied_machine"))
    if where.is_copy_of_another(record):
        return Verdict(record, DataDamaged("book.copied_folder"))
    here = text_of(current.id)
    if record.log != here and record.opening == (here, current.lane):
        # Going on was committed and then cut short before the witness could say so.
        return Verdict(_caught_up(record, current, where))
    if record.ended == here:
        return Verdict(record, DataDamaged("book.unfinished"))
    return _compare(connection, where, record, logs)


def _broken(connection: Connection, logs: list[OwnLog], places: int) -> DataDamaged | None:
    if not logs:
        return DataDamaged("book.no_log")
    seq = tail_breaks_at(connection, logs[-1], places)
    return None if seq is None else DataDamaged("book.chain", seq=seq)


def _compare(
    connection: Connection, where: BookFolder, record: WitnessRecord, logs: list[OwnLog]
) -> Verdict:
    current = logs[-1]
    seen = next((log for log in logs if text_of(log.id) == record.log), None)
    missing = record.seq - (seen.seq if seen else 0)
    if seen is None or missing > 0:
        return Verdict(record, DataDamaged("book.behind", missing=missing))
    if head_at(connection, seen, record.seq) != record.head:
        return Verdict(record, DataDamaged("book.forked", seq=record.seq))
    if seen is not current:
        # It was gone on with elsewhere, where another desk may now be writing that log.
        return Verdict(record, DataDamaged("book.copied_machine"))
    if seen.seq > record.seq and (broken := chain_breaks_at(connection, seen, record.seq)):
        return Verdict(record, DataDamaged("book.chain", seq=broken))
    return Verdict(_caught_up(record, seen, where))


def _caught_up(record: WitnessRecord, log: OwnLog, where: BookFolder) -> WitnessRecord:
    return msgspec.structs.replace(
        record,
        log=text_of(log.id),
        seq=log.seq,
        head=log.head,
        lane=log.lane,
        serial=max(log.serial, record.serial if record.lane == log.lane else 0),
        folder=str(where.path),
        opening=None,
    )

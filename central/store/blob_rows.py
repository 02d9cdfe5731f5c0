"""What the database knows of scans: how large each is, whether it is whole, which are erased."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select, update

from central.store import tables
from central.store.blob_tables import blob, scan_erased, scan_named
from desk_app.records.event import Event
from desk_app.records.scan_names import is_scan_name, preview_name

_ERASED_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class BlobRow:
    """A file as its desk described it with the first piece; ``digest`` in hexadecimal digits."""

    size: int
    digest: str
    whole: bool


def find_blob(connection: Connection, office: int, name: str) -> BlobRow | None:
    """What is known of an office's file; None for one that never came, or is erased."""
    row = connection.execute(
        select(blob.c.size, blob.c.digest, blob.c.whole_at).where(
            blob.c.office == office, blob.c.name == name
        )
    ).one_or_none()
    if row is None or is_erased(connection, office, name):
        return None
    return BlobRow(row.size, row.digest, bool(row.whole_at))


def is_erased(connection: Connection, office: int, name: str) -> bool:
    """Whether a file must not be kept."""
    found = select(scan_erased.c.name).where(
        scan_erased.c.office == office, scan_erased.c.name == name
    )
    return connection.execute(found).first() is not None


def describe_blob(
    connection: Connection, office: int, name: str, row: BlobRow, device: str, now_ms: int
) -> None:
    """Remember what a file will be, in place of what was said of it before."""
    forget_blob(connection, office, name)
    connection.execute(
        insert(blob).values(
            office=office, name=name, size=row.size, digest=row.digest, device=device,
            began_at=now_ms, whole_at=0,
        )
    )  # fmt: skip


def note_whole(connection: Connection, office: int, name: str, now_ms: int) -> bool:
    """Remember that all of a file is here; False for one that was erased meanwhile."""
    if is_erased(connection, office, name):
        return False
    connection.execute(
        update(blob).where(blob.c.office == office, blob.c.name == name).values(whole_at=now_ms)
    )
    return True


def forget_blob(connection: Connection, office: int, name: str) -> None:
    """Remember nothing of a file any more."""
    connection.execute(delete(blob).where(blob.c.office == office, blob.c.name == name))


def bytes_of(connection: Connection, office: int) -> int:
    """How many bytes the files of an office have once all are whole."""
    total = select(func.coalesce(func.sum(blob.c.size), 0)).where(blob.c.office == office)
    return int(connection.execute(total).scalar_one())


def note_scans(connection: Connection, office: int, events: Iterable[Event]) -> None:
    """Remember which requests name which scans, so that erasing one leaves the other's.

    What a sealed request names cannot be seen here; its scan is no other request's.
    """
    for event in events:
        name = event.body.get("blob") if event.type == "Documented" else None
        if isinstance(name, str) and is_scan_name(name):
            _note_scan(connection, office, name, event.subject.id)


def erase_scans(connection: Connection, office: int, subject: str, names: Iterable[str]) -> None:
    """Let go of the scans that a request named and no other names; their files are removed next."""
    for name in sorted(name for name in names if is_scan_name(name)):
        connection.execute(
            delete(scan_named).where(
                scan_named.c.office == office,
                scan_named.c.name == name,
                scan_named.c.subject == subject,
            )
        )
        others = select(scan_named.c.subject).where(
            scan_named.c.office == office, scan_named.c.name == name
        )
        if connection.execute(others).first() is None:
            for gone in (name, preview_name(name)):
                if not is_erased(connection, office, gone):
                    connection.execute(insert(scan_erased).values(office=office, name=gone))


def erased_files(connection: Connection) -> Sequence[tuple[int, str]]:
    """Office and name of erased files that may still lie on the disk, some at a time."""
    due = select(scan_erased.c.office, scan_erased.c.name).where(scan_erased.c.gone_at == 0)
    return [(row.office, row.name) for row in connection.execute(due.limit(_ERASED_AT_ONCE))]


def note_gone(connection: Connection, office: int, name: str, now_ms: int) -> None:
    """Remember that an erased file is gone from the disk, and nothing else of it."""
    forget_blob(connection, office, name)
    connection.execute(
        update(scan_erased)
        .where(scan_erased.c.office == office, scan_erased.c.name == name)
        .values(gone_at=now_ms)
    )


def _note_scan(connection: Connection, office: int, name: str, subject: str) -> None:
    erased = tables.erased
    gone = select(erased.c.name).where(
        erased.c.office == office, erased.c.subject == subject, erased.c.name == name
    )
    known = select(scan_named.c.name).where(
        scan_named.c.office == office, scan_named.c.name == name, scan_named.c.subject == subject
    )
    if connection.execute(gone).first() or connection.execute(known).first():
        return
    connection.execute(insert(scan_named).values(office=office, name=name, subject=subject))
    # The same paper may come again with another request after it was erased with the first.
    connection.execute(
        delete(scan_erased).where(
            scan_erased.c.office == office,
            scan_erased.c.name.in_((name, preview_name(name))),
        )
    )

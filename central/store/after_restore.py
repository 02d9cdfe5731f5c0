"""What changes when a centre goes on from a backup: it forgot what happened since."""

from typing import Final

from sqlalchemy import Connection, delete, select, update

from central.store import tables
from central.store.database import setting
from central.store.offices import new_epoch
from desk_app.records.codes import LAST_LANE

SKIPPED_LANES: Final = 10_000
"""More lanes than any centre gives between two backups."""


def begin_again(connection: Connection) -> int:
    """Let nothing be given twice, and every desk bring and read again what is missing here.

    Lanes that may have been given since the backup are skipped, every feed begins a new epoch,
    and sessions and enrolment codes end: one of them may have been used since. Returns the next
    lane.
    """
    lane = min(int(setting(connection, "next_lane")) + SKIPPED_LANES, LAST_LANE + 1)
    connection.execute(
        update(tables.meta).where(tables.meta.c.name == "next_lane").values(value=str(lane))
    )
    for number in connection.execute(select(tables.office.c.office)).scalars().all():
        connection.execute(
            update(tables.office).where(tables.office.c.office == number).values(epoch=new_epoch())
        )
    connection.execute(delete(tables.session))
    connection.execute(delete(tables.enrol_code).where(tables.enrol_code.c.device.is_(None)))
    return lane

"""A batch from wherever it comes, over the line or by stick: taken, refused or kept aside."""

from collections.abc import Callable

from sqlalchemy import Connection

from central.store.append import LostHere, StolenHere, Taken, append_batch
from central.store.database import Database
from central.store.devices import Device
from central.store.held import hold_batch
from central.store.offices import begin_epoch
from desk_app.protocol.batch import Batch

Bringer = Callable[[Connection], Device | None]


def take_batch(database: Database, bringer: Bringer, batch: Batch, now_ms: int) -> Taken:
    """Make a batch durable in one transaction with the look at who brings it.

    ``bringer`` gives the device, or None for an administrator with a stick. What a refusal asks of
    the centre itself is done before it is raised: after a loss every desk of the office reads
    anew, and what a stolen device signed is kept for an administrator. Raises Problem as
    ``append_batch`` does, and whatever ``bringer`` raises.
    """
    try:
        return database.write(lambda c: append_batch(c, bringer(c), batch, now_ms))
    except LostHere as lost:
        office = lost.office
        database.write(lambda c: begin_epoch(c, office))
        raise
    except StolenHere as stolen:
        where, whose = stolen.office, stolen.device
        database.write(lambda c: hold_batch(c, where, whose, batch, now_ms))
        raise

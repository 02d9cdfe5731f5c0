"""Lanes for going on: struck off before they are used, so that none is ever used twice."""

from collections.abc import Iterable
from typing import Final

import msgspec

from db.witness import Witness, WitnessRecord
from desk_app.ports.clock import Entropy
from desk_app.records.errors import MachineFault

FIRST_ALONE: Final = 900_000
LAST_ALONE: Final = 999_999
"""Offices that began without a centre draw their lanes from this range; a centre leases others."""
SPARE: Final = 3
"""So many spare lanes an office that began alone keeps in its witness."""


def draw_lanes(count: int, used: Iterable[int], entropy: Entropy) -> tuple[int, ...]:
    """Different random lanes of an office that began alone, none of them used."""
    taken = set(used)
    found: list[int] = []
    while len(found) < count:
        # Sixty-four bits over a hundred thousand lanes: the bias is below 1 in 10¹⁴.
        lane = FIRST_ALONE + int.from_bytes(entropy(8), "big") % (LAST_ALONE - FIRST_ALONE + 1)
        if lane not in taken:
            taken.add(lane)
            found.append(lane)
    return tuple(found)


def strike_off(
    witness: Witness, record: WitnessRecord, log: str, lane: int | None = None
) -> tuple[WitnessRecord, int]:
    """Take a lane for a new log off the witness, durably, before the log is begun.

    ``log`` is empty when a copy of the book takes the lane along. ``lane`` is one that came from
    elsewhere (a slip, the centre); otherwise it is the first spare. What was struck off for this
    very log already stays so. The caller holds the lock.
    Raises MachineFault ``lane.none`` without a spare, ``lane.used`` for one struck off before.
    """
    if log and lane is not None and record.opening == (log, lane):
        return record, lane
    if lane is None:
        if not record.spare_lanes:
            raise MachineFault("lane.none")
        lane = record.spare_lanes[0]
    elif lane in record.used_lanes or lane == record.lane:
        raise MachineFault("lane.used")
    struck = msgspec.structs.replace(
        record,
        spare_lanes=tuple(spare for spare in record.spare_lanes if spare != lane),
        used_lanes=(*record.used_lanes, lane),
        opening=(log, lane) if log else None,
    )
    witness.write(struck)
    return struck, lane

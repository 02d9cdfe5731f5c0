"""A lane given over the telephone to a desk with no line and no lane in reserve."""

from sqlalchemy import Connection

from central.store.devices import find_device, slip_key
from central.store.lanes import lease_lane, lock_lanes
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.lane_slips import make_slip


def lease_by_slip(connection: Connection, device: str, now_ms: int) -> tuple[int, str]:
    """A lane nobody was ever given, and the slip to be read to the desk.

    Raises UserMistake ``device.unknown`` for a device that is not here or out of use.
    """
    found = find_device(connection, device)
    if found is None or found.state != "active":
        raise UserMistake(Mistake("device", "device.unknown"))
    lock_lanes(connection)
    lane = lease_lane(connection, found.office, device, "", now_ms)
    return lane, make_slip(slip_key(connection, device), device, lane)

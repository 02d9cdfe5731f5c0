"""The page's tables kept up with the events while it is served."""

from central.public.lanes import follow_lanes, lanes_behind
from central.public.projection import follow_slice, is_behind
from central.store.database import Database


def follow(database: Database) -> None:
    """Take in everything that was pushed, given and heard so far."""
    while database.read(is_behind):
        database.write(follow_slice)
    if any(database.read(lanes_behind)):
        database.write(follow_lanes)

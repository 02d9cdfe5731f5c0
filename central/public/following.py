"""The page's tables kept up with the events while it is served."""

from functools import partial

from central.public.guesses import are_old, forget_old
from central.public.lanes import follow_lanes, lanes_behind
from central.public.projection import follow_slice, offices_behind
from central.store.database import Database


def follow(database: Database, now_ms: int) -> None:
    """Take in everything that was pushed, given and heard so far, and drop guesses of long ago."""
    while behind := database.read(offices_behind):
        for office in behind:
            database.write(partial(follow_slice, office=office))
    if any(database.read(lanes_behind)):
        database.write(follow_lanes)
    if database.read(lambda c: are_old(c, now_ms)):
        database.write(lambda c: forget_old(c, now_ms))

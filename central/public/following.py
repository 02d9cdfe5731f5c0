"""The page's tables kept up with the events while it is served."""

import time
from collections.abc import Callable
from functools import partial

from central.public.guesses import are_old, forget_old
from central.public.lanes import follow_lanes, lanes_behind
from central.public.projection import follow_slice, offices_behind
from central.store.database import Database


def at_once(_spent: float) -> None:
    """Give way to nobody."""


def follow(database: Database, now_ms: int, give_way: Callable[[float], None] = at_once) -> None:
    """Take in everything that was pushed, given and heard so far, and drop guesses of long ago.

    ``give_way`` hears after each slice how many seconds it took, and may let others go first.
    """
    while behind := database.read(offices_behind):
        for office in behind:
            began = time.monotonic()
            database.write(partial(follow_slice, office=office))
            give_way(time.monotonic() - began)
    if any(database.read(lanes_behind)):
        database.write(follow_lanes)
    if database.read(lambda c: are_old(c, now_ms)):
        database.write(lambda c: forget_old(c, now_ms))

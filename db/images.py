"""Prepared images: every copy makes its own identity at its first start."""

import msgspec

from db.diagnosis import fitting_key, own_logs
from db.engine import open_engines
from db.folder import BookFolder
from db.lanes import SPARE, draw_lanes
from db.names import key_of
from db.slots import Slots, Unlocked
from db.witness import WitnessRecord
from desk_app.ports.clock import Clock, Entropy
from desk_app.records.ids import new_id


def begin_copy(
    where: BookFolder, now: Slots, opened: Unlocked, clock: Clock, entropy: Entropy
) -> Slots:
    """Give this copy a book id, a log, a lane and a witness of its own.

    The founding events stay as they are: a chain covers bytes, not the log's name, and no code was
    made before. Cut short at any instant it is begun again with another identity.
    """
    key = fitting_key(where.book, opened.data_keys)
    book, log = (new_id(clock.now_ms(), entropy(10)) for _ in range(2))
    lane, *spare = draw_lanes(1 + SPARE, (), entropy)
    witness = where.witness(book)
    engines = open_engines(where.book, key)
    try:
        with witness.lock(), engines.writer.begin() as connection:
            connection.exec_driver_sql(
                "UPDATE log SET id = ?, lane = ? WHERE own = 1", (key_of(log), lane)
            )
            (begun,) = own_logs(connection)
            witness.write(
                WitnessRecord(
                    book=book,
                    log=log,
                    seq=begun.seq,
                    head=begun.head,
                    lane=lane,
                    serial=begun.serial,
                    spare_lanes=tuple(spare),
                    folder=str(where.path),
                )
            )
    finally:
        engines.dispose()
    own = msgspec.structs.replace(now, book=book, image=False)
    with witness.lock():
        where.write_slots(own)
    return own

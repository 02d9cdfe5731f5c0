"""Wrong follow-up numbers, counted for each code: a code that is guessed at is locked for a time.

The count outlives a restart and is shared by every process that serves the page. Codes that do
not exist are counted as well, so that a lock says nothing about them.
"""

from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from central.store.public_tables import guessed

FREE: Final = 5
"""Wrong numbers after which a code is locked."""

FIRST_LOCK_MS: Final = 15 * 60 * 1000
"""The first lock; each wrong number after it doubles it."""

LONGEST_LOCK_MS: Final = 24 * 3600 * 1000
FORGOTTEN_MS: Final = 48 * 3600 * 1000
"""After this long without a wrong number, counting begins anew."""


def locked_until(connection: Connection, code: str, now_ms: int) -> int:
    """Until when a code answers nobody (ms); 0 when it answers."""
    found = connection.execute(select(guessed.c.locked_until).where(guessed.c.code == code))
    until = found.scalar() or 0
    return until if until > now_ms else 0


def note_wrong(connection: Connection, code: str, now_ms: int) -> int:
    """Count a wrong number for a code; until when it is locked (ms), 0 while it is not."""
    row = connection.execute(
        select(guessed).where(guessed.c.code == code).with_for_update()
    ).one_or_none()
    fresh = row is not None and now_ms - row.last_at < FORGOTTEN_MS
    wrong = row.wrong + 1 if row is not None and fresh else 1
    over = wrong - FREE
    until = now_ms + min(FIRST_LOCK_MS << min(over, 10), LONGEST_LOCK_MS) if over >= 0 else 0
    values = {"wrong": wrong, "last_at": now_ms, "locked_until": until}
    if row is None:
        connection.execute(insert(guessed).values(code=code, **values))
    else:
        connection.execute(update(guessed).where(guessed.c.code == code).values(**values))
    return until


def are_old(connection: Connection, now_ms: int) -> bool:
    """Whether there are counts that ``forget_old`` would drop."""
    old = select(guessed.c.code).where(guessed.c.last_at < now_ms - FORGOTTEN_MS).limit(1)
    return connection.execute(old).first() is not None


def forget_old(connection: Connection, now_ms: int) -> None:
    """Drop the counts of codes that nobody guessed at for long."""
    connection.execute(delete(guessed).where(guessed.c.last_at < now_ms - FORGOTTEN_MS))

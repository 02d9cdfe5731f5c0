"""Work for idle moments, so that a save never pays for it.

Slices of projection, the way of new persons to their places, the index's merging, the
write-ahead log's way into the file, and what an erasure leaves to do.
"""

import time
from collections.abc import Callable
from typing import Any, Final

from db.erasing import drop_scans
from db.writer import Writer, deadline
from desk_app.ports.changes import NOTHING, Changes

SLICE_MS: Final = 80
"""Projection holds the book no longer than this, and ends at the next step when it is wanted."""
STEP: Final = 64
"""Waiting subjects projected at a step."""
BREATH_S: Final = 0.011
"""Between two slices: a little longer than others pause before they look at the lock again."""
BREATHLESS_MS: Final = 100
"""Slices follow one another so long, unless this program's other threads want the book."""
MERGE_PAGES: Final = 16
"""Pages of the index merged at a step."""
SCRUB_PAGES: Final = 500
READER_WAIT_MS: Final = 200
"""How long a reader may keep the log from being cut; then it is tried another time."""
SMALL_FILE_PAGES: Final = 16_384
"""Up to this size (64 MB) the file is rewritten whole with the erasure itself."""
_MERGE: Final = "INSERT INTO request_words(request_words, rank) VALUES('merge', ?)"
_WAITS: Final = "SELECT 1 FROM waiting LIMIT 1"
_TO_SCRUB: Final = "SELECT n FROM stamp WHERE name = 'scrub'"
_SCRUBBED: Final = "DELETE FROM stamp WHERE name = 'scrub'"
PARTIES_AT_A_STEP: Final = 4
"""Each lies on a page of its own, which a tired disk reads in a hundredth of a second."""
_ANY_FRESH: Final = "SELECT 1 FROM fresh_party LIMIT 1"
_SETTLE: Final = (
    "INSERT INTO party SELECT * FROM fresh_party ORDER BY person, hlc, request, place LIMIT ?",
    "DELETE FROM fresh_party WHERE (person, hlc, request, place) IN (SELECT person, hlc, request, "
    "place FROM fresh_party ORDER BY person, hlc, request, place LIMIT ?)",
)
Publish = Callable[[Changes], None]


def tend(writer: Writer, publish: Publish, budget_ms: int, *, resting: bool = True) -> bool:
    """Idle work within a span of time; returns whether there is more to do.

    Without ``resting`` only waiting subjects: the rest writes all over the file, and on a tired
    disk a save that comes meanwhile would wait for seconds.
    """
    if writer.read_only:
        return False
    over = deadline(budget_ms)
    with writer.alone() as db:
        waits = db.execute(_WAITS).fetchone() is not None
        dirty = db.execute(_TO_SCRUB).fetchone() is not None
        fresh = db.execute(_ANY_FRESH).fetchone() is not None
    if waits:
        return project_slice(writer, publish, budget_ms)
    if not resting:
        return False
    if fresh:
        _settle_parties(writer, publish, over)
    with writer.alone() as db:
        # Merging everything into one drops what was erased.
        pages = -MERGE_PAGES if dirty else MERGE_PAGES
        more = True
        while more and not over():
            more = _merge_step(db, pages)
        if dirty and not more:
            drop_scans(db, writer.scans)
            _empty_log(db)
        else:
            db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    return more


def _settle_parties(writer: Writer, publish: Publish, over: Callable[[], bool]) -> None:
    """Move rows of ``fresh_party`` to where persons lie, until wanted or the time is over."""
    moved = PARTIES_AT_A_STEP
    with writer.transaction(publish) as turn:
        while moved == PARTIES_AT_A_STEP and not over() and not writer.is_wanted():
            for statement in _SETTLE:
                moved = turn.db.execute(statement, (PARTIES_AT_A_STEP,)).rowcount


def project_slice(writer: Writer, publish: Publish, budget_ms: int = SLICE_MS) -> bool:
    """Project waiting subjects for a span of time; returns whether any are left."""
    over = deadline(budget_ms)
    with writer.transaction(publish) as turn:
        while (found := turn.project_waiting(STEP)) == STEP and not over():
            if writer.is_wanted():
                break
    return found == STEP


def project_behind(writer: Writer, publish: Publish) -> Changes:
    """Project everything that waits, slice by slice, letting others write between."""
    gathered = [NOTHING]

    def hear(changes: Changes) -> None:
        gathered[0] |= changes
        publish(changes)

    breathless = deadline(BREATHLESS_MS)
    while project_slice(writer, hear):
        if writer.is_wanted() or breathless():
            time.sleep(BREATH_S)
            breathless = deadline(BREATHLESS_MS)
    scrub_small(writer)
    return gathered[0]


def scrub(writer: Writer, publish: Publish) -> None:
    """Finish what an erasure began: no erased word in index, page or log, and no erased scan.

    Does nothing where nothing was erased since. Subjects that wait come first: their rows still
    say what was erased. Rewrites the index and the whole file.
    """
    with writer.alone() as db:
        due = db.execute(_TO_SCRUB).fetchone() is not None
    while due and project_slice(writer, publish):
        time.sleep(BREATH_S)
    if due:
        with writer.alone() as db:
            drop_scans(db, writer.scans)
            _scrub(db)


def scrub_small(writer: Writer) -> None:
    """The same at once where the file is small; else idle moments merge the index clean.

    Subjects that wait come first: their rows still say what was erased.
    """
    with writer.alone() as db:
        due = db.execute(_TO_SCRUB).fetchone() and not db.execute(_WAITS).fetchone()
        if due:
            drop_scans(db, writer.scans)
        if due and db.execute("PRAGMA page_count").fetchone()[0] <= SMALL_FILE_PAGES:
            _scrub(db)


def _scrub(db: Any) -> None:
    while _merge_step(db, -SCRUB_PAGES):
        pass
    # Pages that were split or joined may keep a copy of a moved row in their unused part.
    db.execute("VACUUM")
    if _empty_log(db):
        db.execute(_SCRUBBED)


def _empty_log(db: Any) -> bool:
    """Bring the whole write-ahead log into the file and cut it, unless a reader needs it."""
    (wait,) = db.execute("PRAGMA busy_timeout").fetchone()
    db.execute(f"PRAGMA busy_timeout={READER_WAIT_MS}")
    try:
        busy = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        db.execute(f"PRAGMA busy_timeout={wait}")
    return not busy


def _merge_step(db: Any, pages: int) -> bool:
    """Merge some pages of the index; returns whether anything was merged."""
    before = db.total_changes
    db.execute(_MERGE, (pages,))
    return bool(db.total_changes - before >= 2)

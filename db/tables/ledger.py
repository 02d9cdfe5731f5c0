"""What is kept: logs, events with their exact bytes, places in transport, and this machine's own.

Nothing here can be computed from anything else.
"""

from typing import Final

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy import text as sql

from db.tables.shape import blob, number, strict, text

log: Final = strict(
    "log",
    number("n", key=True),
    blob("id"),
    number("own"),
    number("lane"),
    text("office"),
    number("seq"),
    blob("head"),
    number("acked"),
    number("serial"),
    number("clock"),
    number("closed"),
    number("ends"),
    UniqueConstraint("id", name="log_id"),
)
"""One row per incarnation of a book. ``seq`` and ``head``: how far it reaches (own logs), or the
highest seq seen. ``serial``: the last code given out. ``clock``: the last hybrid reading.
``closed``: another log of this desk goes on; what stands after ``ends`` was re-recorded there."""

event: Final = strict(
    "event",
    number("n", key=True),
    blob("id"),
    text("kind"),
    blob("subject"),
    text("type"),
    text("audience"),
    number("shadowed"),
    number("log"),
    number("seq"),
    blob("bytes"),
    blob("beside"),
    Index("event_id", "id"),
    Index("event_shadowed", "n", sqlite_where=sql("shadowed = 1")),
    Index("event_subject", "subject", "log", "seq"),
    Index("event_sealed", "n", sqlite_where=sql("audience <> ''")),
)
"""One row per id and content. ``shadowed``: another content of the same id counts instead.
``log`` and ``seq``: where it stood first, 0 before it has a place. ``beside``: the personal
values that are still there. ``kind`` is empty for bytes that are no event."""

place: Final = strict(
    "place",
    number("log", key=True),
    number("seq", key=True),
    number("event"),
    blob("head", optional=True),
    number("again"),
    Index("place_again", "event", sqlite_where=sql("again = 1")),
    rowid=False,
)
"""Where an event stands in transport; a re-recorded one stands at several places, all but
the first marked ``again``. ``head``: the chain's head after it, for own logs."""

erased: Final = strict("erased", blob("subject", key=True), text("name", key=True), rowid=False)
"""Values that must not be kept, by subject and hash, whether they arrived already or not."""

waiting: Final = strict(
    "waiting",
    number("n", key=True),
    text("kind"),
    blob("subject"),
    UniqueConstraint("kind", "subject", name="waiting_subject"),
)
"""Subjects whose tables do not yet show everything that is stored of them."""

alarm: Final = strict("alarm", text("kind", key=True), text("name", key=True), rowid=False)
"""What no honest desk or centre makes: ``id.twice`` · ``place.twice`` · ``log.ahead`` ·
``entry.refused`` · ``entry.unproved``."""

spent: Final = strict("spent", blob("mark", key=True), rowid=False)
"""Keyed marks of codes that sealed requests used here; the codes themselves stand nowhere."""

setting: Final = strict("setting", text("name", key=True), text("value"), rowid=False)
"""Settings of this machine."""

keeping: Final = strict("keeping", text("name", key=True), blob("value"), rowid=False)
"""What the book needs of itself: enrolment, cursor, last contact, the key of its digests."""

stamp: Final = strict("stamp", text("name", key=True), number("n"), rowid=False)
"""How often the facts of a kind changed here, so that readers know when to read again."""

print_job: Final = strict(
    "print_job",
    text("id", key=True),
    number("created_at"),
    text("state"),
    blob("job"),
    blob("document", optional=True),
    Index("print_job_state", "state", "created_at"),
)
"""Papers on their way out of this machine's printers; ``document`` is gone once one is out."""

"""What is computed from the events, and from nothing else: rebuilding gives the same rows.

Only ``request.n`` is this book's own: it numbers requests in the one order of all replicas,
so that newest first is the highest number first, whenever a request arrived.
"""

from typing import Final

from sqlalchemy import Index, Table
from sqlalchemy import text as sql

from db.tables.shape import blob, number, strict, text

request: Final = strict(
    "request",
    number("n", key=True),
    blob("key"),
    number("hlc"),
    blob("event"),
    text("code"),
    text("follow_up"),
    number("at"),
    text("kind"),
    text("kind_title"),
    text("service"),
    text("service_title"),
    text("topic"),
    text("subject"),
    text("status"),
    number("open"),
    text("visitor"),
    text("persons"),
    text("promised"),
    text("due"),
    number("province"),
    text("counter"),
    text("office"),
    text("actor"),
    text("channel"),
    text("outcome"),
    text("priority"),
    text("holder"),
    number("conflicts"),
    number("unprinted"),
    number("copies"),
    text("joined"),
    number("erased"),
    number("pending"),
    text("row_digest"),
    number("words"),
    Index("request_key", "key", unique=True),
    Index("request_code", "code"),
    Index("request_status", "status", "n"),
    Index("request_service", "service", "n", sqlite_where=sql("service <> ''")),
    Index("request_actor", "actor", "n"),
    Index("request_holder", "holder", "n", sqlite_where=sql("holder <> ''")),
    Index("request_late", "n", sqlite_where=sql("hlc / 65536 - at > 86400000")),
    Index("request_due", "due", sqlite_where=sql("open = 1 AND due <> ''")),
    Index("request_conflict", "n", sqlite_where=sql("conflicts > 0")),
    Index("request_unprinted", "n", sqlite_where=sql("unprinted = 1")),
    Index("request_row", "row_digest", sqlite_where=sql("row_digest <> ''")),
)
"""One row per registered request that is not sealed. ``open``: its standing. ``persons``: the
person keys of its parties, as JSON. ``due``: the effective day. ``words``: a sum of what is in
the index."""


def _of_persons(name: str) -> Table:
    return strict(
        name,
        text("person", key=True),
        number("hlc", key=True),
        blob("request", key=True),
        number("place", key=True),
        number("open"),
        rowid=False,
    )


party: Final = _of_persons("party")
"""Who took part in what, clustered by person and time; a home stands there as a person does."""

fresh_party: Final = _of_persons("fresh_party")
"""Rows of ``party`` of the last saves. Persons lie anywhere in a large book; a save writes to this
small table instead, and idle moments move its rows."""

PARTIES: Final = "(SELECT * FROM fresh_party UNION ALL SELECT * FROM party)"
"""Both as one, to be read from."""

referral: Final = strict(
    "referral",
    blob("request", key=True),
    blob("event", key=True),
    number("hlc"),
    text("unit"),
    text("agency"),
    text("due"),
    number("open"),
    text("stage"),
    text("taker"),
    Index("referral_open", "unit", "due", sqlite_where=sql("open = 1")),
    rowid=False,
)
"""Referrals, open or come back. ``due``: until when an answer is awaited, the request's own day
where none was set. ``stage``: how far it has come in its unit; ``taker``: who took it on there.
``open``: lies with its unit, and the request is in hand."""

unheard: Final = strict("unheard", blob("request", key=True), text("counter"), rowid=False)
"""Requests on which the visitor wrote and nobody has taken it up, with their counter."""

visit: Final = strict(
    "visit",
    blob("key", key=True),
    number("hlc"),
    number("started"),
    number("ended"),
    text("counter"),
    text("channel"),
    text("outcome"),
    text("service"),
    text("topic"),
    text("agency"),
    text("follows"),
    number("requests"),
    text("office"),
    text("actor"),
    rowid=False,
)
"""One row per visit; its id is made when it is recorded, so that keys follow time."""

fact: Final = strict(
    "fact",
    text("kind", key=True),
    text("name", key=True),
    number("hlc", key=True),
    blob("event", key=True),
    text("type"),
    blob("subject"),
    text("actor"),
    text("role"),
    text("office"),
    text("data"),
    Index("fact_subject", "subject"),
    rowid=False,
)
"""Events about anything but requests and visits, by what they name: an item, a province, an
officer, an audience. The last of one name says how it now reads."""

parked: Final = strict(
    "parked",
    text("kind", key=True),
    blob("subject", key=True),
    blob("event", key=True),
    text("why"),
    rowid=False,
)
"""Events that this program cannot read or does not know: kept, passed on, counted."""

tally: Final = strict(
    "tally",
    text("day", key=True),
    text("office", key=True),
    text("counter", key=True),
    text("what", key=True),
    text("name", key=True),
    number("count"),
    rowid=False,
)
"""Counts of one office's day (Iranian day, ISO date) at one counter; without a day, over the
whole book."""

code_twice: Final = strict("code_twice", text("code", key=True), rowid=False)
"""Tracking codes that two requests bear: both stay, and it is an alarm."""

TABLES: Final = (request, party, referral, unheard, visit, fact, parked, tally, code_twice)
"""All of them, but for ``fresh_party``, which reads as part of ``party``."""

"""What lies with a unit: its open referrals, by the day until which an answer is awaited."""

from typing import Any, Final

from db.names import text_of
from db.queries.hits import COLUMNS, hits
from desk_app.ports.queries import UnitWork
from desk_app.records.hlc import wall_ms

QUEUE: Final = (
    f"SELECT {COLUMNS}, f.event, f.unit, f.due, f.hlc, f.stage, f.taker "  # noqa: S608
    "FROM referral f INDEXED BY referral_open CROSS JOIN request r ON r.key = f.request "
    "WHERE f.open = 1 AND f.unit = ? ORDER BY f.due = '', f.due, r.n LIMIT ?"
)
_OWN: Final = -6
"""Where the columns of the referral begin."""


def unit_queue(db: Any, unit: str, limit: int) -> list[UnitWork]:
    """The open referrals of a unit; those without a day come last."""
    rows = db.execute(QUEUE, (unit, limit)).fetchall() if unit else []
    return [
        UnitWork(
            hit=hit,
            referral=text_of(row[_OWN]),
            unit=row[_OWN + 1],
            due=row[_OWN + 2],
            referred_at=wall_ms(row[_OWN + 3]),
            stage=row[_OWN + 4],
            taker=row[_OWN + 5],
        )
        for row, hit in zip(rows, hits(db, rows), strict=True)
    ]

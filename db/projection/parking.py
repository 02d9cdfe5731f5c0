"""Events set aside: what this program does not know or cannot read, kept and counted."""

from typing import Any, Final

from db.projection.tally import Tally

_OF: Final = "SELECT event, why FROM parked WHERE kind = ? AND subject = ?"
_DROP: Final = "DELETE FROM parked WHERE kind = ? AND subject = ? AND event = ?"
_KEEP: Final = "INSERT OR REPLACE INTO parked(kind, subject, event, why) VALUES(?, ?, ?, ?)"


class Parking:
    """The parked events of each subject within one transaction."""

    def __init__(self, db: Any, tally: Tally) -> None:
        self._db = db
        self._tally = tally
        self._any = True

    def begin(self) -> None:
        """See whether anything is parked at all, before many subjects are looked at."""
        self._any = self._db.execute("SELECT 1 FROM parked LIMIT 1").fetchone() is not None

    def keep(self, kind: str, subject: bytes, parked: list[tuple[bytes, str]]) -> None:
        """Make these the parked events of a subject."""
        if not parked and not self._any:
            return
        self._any = True
        before = dict(self._db.execute(_OF, (kind, subject)).fetchall())
        now = dict(parked)
        if before == now:
            return
        for event in before.keys() - now.keys():
            self._db.execute(_DROP, (kind, subject, event))
        for event, why in now.items():
            self._db.execute(_KEEP, (kind, subject, event, why))
        self._tally.add("parked", len(now) - len(before))

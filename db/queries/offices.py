"""The office and its keys, as the last facts tell them."""

import json
from typing import Any, Final

from desk_app.ports.book import OfficeFacts

_NAMED: Final = (
    "SELECT data FROM fact WHERE kind = 'office' AND name = ? AND type = ? "
    "ORDER BY hlc DESC, event DESC LIMIT 1"
)
_OFFICERS: Final = "SELECT name, type, data FROM fact WHERE kind = 'officer' ORDER BY hlc, event"
_SETTING: Final = "SELECT value FROM setting WHERE name = ?"


def office_facts(db: Any, code: str) -> OfficeFacts:
    """How the office of a code is named, and which counter this is; empty before it is named."""
    row = db.execute(_NAMED, ("name/" + code, "OfficeNamed")).fetchone()
    named: dict[str, Any] = json.loads(row[0]) if row else {"agency": "", "name": ""}
    counter = db.execute(_SETTING, ("counter",)).fetchone()
    return OfficeFacts(code=code, counter=counter[0] if counter else "", **named)


def public_keys(db: Any, audience: str) -> tuple[str, ...]:
    """The public keys to which bodies for an audience are now sealed."""
    row = db.execute(_NAMED, ("keys/" + audience, "KeysPublished")).fetchone()
    return tuple(json.loads(row[0])["public_keys"]) if row else ()


def officers(db: Any) -> dict[str, dict[str, Any]]:
    """Officers who were not withdrawn, by user name: name, role, unit and keys."""
    standing: dict[str, dict[str, Any]] = {}
    for user, kind, text in db.execute(_OFFICERS):
        standing.pop(user, None)
        if kind == "OfficerSet":
            standing[user] = json.loads(text)
    return standing

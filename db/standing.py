"""Who the officers are, as the book's records now say."""

import msgspec
from sqlalchemy import Connection
from sqlalchemy import text as sql

from db.keyring import OfficerKeys
from desk_app.ports.book import Officer
from desk_app.records.bodies import OfficerSet
from desk_app.records.errors import NotAllowed

_EVER = "SELECT name, type, actor, data FROM fact WHERE kind = 'officer' ORDER BY name, hlc, event"


def officer_in_service(
    user: str, in_service: dict[str, Officer], their_keys: list[OfficerKeys]
) -> Officer:
    """The officer who signed in; raises NotAllowed ``officer.withdrawn``.

    One whose record was lost may look and do nothing until the record is made again.
    """
    if any(told.user == user and told.withdrawn for told in their_keys):
        raise NotAllowed("officer.withdrawn")
    return in_service.get(user) or Officer(user, user, "")


def officers_of(connection: Connection) -> tuple[dict[str, Officer], list[OfficerKeys]]:
    """The officers in service by user name, and the keys of all that were ever recorded."""
    in_service: dict[str, Officer] = {}
    their_keys: dict[str, OfficerKeys] = {}
    for user, kind, actor, data in connection.execute(sql(_EVER)):
        if kind == "OfficerWithdrawn":
            in_service.pop(user, None)
            their_keys[user] = OfficerKeys(user, "", "", withdrawn=True)
            continue
        body = msgspec.json.decode(data, type=OfficerSet)
        in_service[user] = Officer(user, body.name, body.role, body.unit, body.head)
        their_keys[user] = OfficerKeys(
            user,
            body.public_key,
            body.sealed_key,
            temporary=body.given == "supervisor",
            rivals=_rivals(their_keys.get(user), body, founded=actor == user and not body.given),
        )
    return in_service, list(their_keys.values())


def _rivals(before: OfficerKeys | None, body: OfficerSet, *, founded: bool) -> frozenset[str]:
    """The keys among which nobody takes another's place.

    A new password keeps the key, and a new key is given by somebody or something. A key that an
    officer brings along unasked comes from a book that began alone, under a name that was taken.
    """
    if before is None or before.withdrawn:
        return frozenset()
    both = before.rivals | {before.public_key, body.public_key}
    if body.public_key == before.public_key or body.public_key in before.rivals:
        return before.rivals
    return both if founded else frozenset()

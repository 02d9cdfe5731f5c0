"""Who the officers are, as the book's records now say."""

import msgspec
from sqlalchemy import Connection
from sqlalchemy import text as sql

from db.keyring import OfficerKeys
from desk_app.ports.book import Officer
from desk_app.records.bodies import OfficerSet
from desk_app.records.errors import NotAllowed

_LATEST = (
    "SELECT name, type, data FROM fact AS f WHERE kind = 'officer' AND NOT EXISTS "
    "(SELECT 1 FROM fact AS later WHERE later.kind = f.kind AND later.name = f.name "
    "AND (later.hlc, later.event) > (f.hlc, f.event)) ORDER BY name"
)


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
    their_keys = []
    for user, kind, data in connection.execute(sql(_LATEST)):
        if kind == "OfficerWithdrawn":
            their_keys.append(OfficerKeys(user, "", "", withdrawn=True))
            continue
        body = msgspec.json.decode(data, type=OfficerSet)
        in_service[user] = Officer(user, body.name, body.role, body.unit, body.head)
        temporary = body.given == "supervisor"
        known = OfficerKeys(user, body.public_key, body.sealed_key, temporary=temporary)
        their_keys.append(known)
    return in_service, their_keys

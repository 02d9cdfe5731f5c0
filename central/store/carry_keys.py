"""The centre's keys for carrying: an age identity of its own, and the key that signs its answers.

They lie in the database beside the centre's other secrets, so that whoever serves the same
database opens the same bundles, and a backup brings them back.
"""

from dataclasses import dataclass
from typing import Final

import pyrage
from sqlalchemy import Connection, insert, select

from central.store import tables
from central.store.lanes import lock_lanes
from central.store.own_log import own_device
from desk_app.protocol.keys import b64, public_key
from desk_app.protocol.messages import CarryKeys

_IDENTITY: Final = "carry_identity"


@dataclass(frozen=True, slots=True)
class CarrySecrets:
    """The private halves: an age identity, and an Ed25519 key (32 bytes)."""

    identity: str
    signing_key: bytes

    @property
    def recipient(self) -> str:
        """To whom bundles for this centre are encrypted."""
        return str(pyrage.x25519.Identity.from_str(self.identity).to_public())

    @property
    def public(self) -> CarryKeys:
        """What desks are given."""
        return CarryKeys(recipient=self.recipient, signing_key=b64(public_key(self.signing_key)))


def carry_secrets(connection: Connection) -> CarrySecrets:
    """The centre's keys for carrying; made when first asked, in a transaction that writes."""
    _, signing_key = own_device(connection)
    identity = _kept(connection)
    if identity is None:
        # No two transactions make keys at once.
        lock_lanes(connection)
        identity = _kept(connection) or _made(connection)
    return CarrySecrets(identity, signing_key)


def _kept(connection: Connection) -> str | None:
    value = tables.meta.c.value
    return connection.execute(select(value).where(tables.meta.c.name == _IDENTITY)).scalar()


def _made(connection: Connection) -> str:
    identity = str(pyrage.x25519.Identity.generate())
    connection.execute(insert(tables.meta).values(name=_IDENTITY, value=identity))
    return identity

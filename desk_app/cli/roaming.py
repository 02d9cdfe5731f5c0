"""Officers' keys, which roam with the record: what it tells of them, and the slots that follow."""

from db.copies import reading
from db.keyring import OfficerKeys
from db.session import Session
from db.standing import officers_of


def follow_officers(session: Session) -> tuple[set[str], list[OfficerKeys]]:
    """Admit, withdraw and re-key here whom the record names, wherever that was written.

    Returns the user names in service and the keys of all that were ever recorded.
    """
    with reading(session.where.book, session.keyring.data_key) as connection:
        in_service, their_keys = officers_of(connection)
    session.keyring.follow(their_keys)
    return set(in_service), their_keys

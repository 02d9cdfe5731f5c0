"""Who reads what is sealed, when keys come and go."""

from db.session import Session
from desk_app.records.roles import may
from desk_app.services.office import AUDIENCES, publish_keys


def first_keys(session: Session) -> tuple[str, ...]:
    """Whom reports are sealed to until keys are named: the holder of the recovery key alone.

    No officer of an office reads reports about it unless somebody says so, on the record.
    """
    recovery = session.keyring.slots().recovery
    return (recovery.public,) if recovery else ()


def replace_keys(session: Session, before: set[str]) -> None:
    """Seal from now on to the keys that took the place of those that are gone.

    ``before`` holds the public keys that opened the book until now. An audience that none of the
    keys that are gone could read stays as it is; so does all of it for a role that may not change
    it. One that would be left without a key is read with the recovery key.
    """
    book = session.book
    after = set(session.keyring.slots().publics())
    gone, new = before - after, after - before
    if not gone or not may(book.officer.role, "officers"):
        return
    for audience in AUDIENCES:
        held = book.queries.audience_keys(audience)
        if gone.intersection(held):
            kept = [key for key in held if key not in gone]
            publish_keys(book, audience, (*kept, *sorted(new)) or first_keys(session))

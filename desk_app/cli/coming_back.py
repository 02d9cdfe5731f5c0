"""Coming back without a password: by the printed recovery key, or by a number that is read out."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from db.folder import BookFolder
from db.opening import recover as recover_by_key
from db.opening import recover_by_number
from db.phone_numbers import DIGITS, digits_of
from db.session import Around, Session
from desk_app.cli.audiences import replace_keys
from desk_app.records.bodies import Given
from desk_app.services.office import rekey_oneself

_KEY: Final[Given] = "key"
_NUMBER: Final[Given] = "number"


@dataclass(frozen=True, slots=True)
class Recovered:
    """An open book under a new password, and the recovery key that took the place of a used one.

    ``recovery_key`` is empty where a number was used: the next of its sheet is good.
    """

    session: Session
    recovery_key: str


def recover(folder: Path, user: str, secret: str, new_password: str, around: Around) -> Recovered:
    """Give an officer a new password and record what gave it.

    ``secret`` is told by its length: 24 digits are a number, anything else is the key. Raises as
    ``db.opening.recover`` and ``recover_by_number``.
    """
    where = BookFolder(folder, around.home, wait_s=around.wait_s)
    before = set(where.slots().publics())
    new_key, given = "", _NUMBER
    if len(digits_of(secret)) <= DIGITS:
        session, known = recover_by_number(folder, user, secret, new_password, around)
    else:
        session, known, new_key = recover_by_key(folder, user, secret, new_password, around)
        given = _KEY
    try:
        rekey_oneself(session.book, known.public_key, known.sealed_key, given)
        replace_keys(session, before)
    except BaseException:
        session.close()
        raise
    return Recovered(session, new_key)

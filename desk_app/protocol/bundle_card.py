"""The card of a hub: one line that says for whom to carry, and whose answers to take."""

from typing import Final

from desk_app.protocol.bundle import is_recipient
from desk_app.protocol.keys import KEY_BYTES, unb64
from desk_app.protocol.messages import CarryKeys
from desk_app.records.errors import Mistake, UserMistake

_CARD: Final = "mizban-hub-1"


def write_card(keys: CarryKeys) -> str:
    """The line: a mark, the age recipient, the signing key."""
    return f"{_CARD} {keys.recipient} {keys.signing_key}"


def read_card(text: str) -> CarryKeys:
    """The keys on a card; UserMistake ``carry.card`` for something else."""
    try:
        mark, recipient, signing_key = text.split()
        unb64(signing_key, KEY_BYTES)
    except ValueError as error:
        raise UserMistake(Mistake("to", "carry.card")) from error
    if mark != _CARD or not is_recipient(recipient):
        raise UserMistake(Mistake("to", "carry.card"))
    return CarryKeys(recipient=recipient, signing_key=signing_key)

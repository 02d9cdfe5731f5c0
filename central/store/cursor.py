"""Where a reader of a feed stands; on the wire a text that means nothing to desks.

A first reading takes three steps: batches with what an office knows of itself (its catalogue,
officers, calendar) and what the centre said, then everything else from the newest backwards, then
what is new. Whoever reads is so able to work long before the last page has come.
"""

from dataclasses import dataclass

from central.store.offices import Office

_FACTS, _BACK = "f", "b"
_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Position:
    """A reader's place: everything from ``below`` on up to ``reach`` was told.

    ``below`` is 0 once nothing is left behind. ``facts`` is how far the step of facts has come,
    None when it is over.
    """

    reach: int
    below: int = 0
    facts: int | None = None

    def written(self, epoch: str) -> str:
        """The cursor of this position in a life of the feed."""
        if self.facts is not None:
            return f"{epoch}.{_FACTS}.{self.facts}.{self.reach}"
        if self.below:
            return f"{epoch}.{_BACK}.{self.below}.{self.reach}"
        return f"{epoch}.{self.reach}"


def first_position(office: Office) -> Position:
    """Where a first reading begins."""
    if not office.place:
        return Position(0)
    return Position(office.place, below=office.place + 1, facts=0)


def from_the_start(office: Office) -> str:
    """The cursor after which everything follows in the order in which it became durable."""
    return Position(0).written(office.epoch)


def read_position(office: Office, cursor: str) -> tuple[Position, bool]:
    """The position of a cursor, and whether it lies beyond all that is here.

    A cursor of another life of the feed, or that cannot be read, is a first reading.
    """
    epoch, *parts = cursor.split(".")
    numbers = [part for part in parts if part.isascii() and part.isdigit() and len(part) <= _DIGITS]
    match parts:
        case _ if epoch != office.epoch or not parts:
            found = None
        case [_] if len(numbers) == 1:
            found = Position(int(parts[0]))
        case [step, _, _] if step == _FACTS and len(numbers) == 2:
            reach = int(parts[2])
            found = Position(reach, below=reach + 1, facts=int(parts[1]))
        case [step, _, _] if step == _BACK and len(numbers) == 2:
            found = Position(int(parts[2]), below=int(parts[1]))
        case _:
            found = None
    if found is None:
        return first_position(office), False
    if found.reach > office.place:
        return first_position(office), True
    return found, False

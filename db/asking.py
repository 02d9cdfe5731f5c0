"""Questions about many values at once, in few statements of few shapes."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

_SIZES: Final = (1, 8, 64, 400)
"""How many values a statement asks for: what is left over is asked again by its last value."""


def rows_in(
    db: Any, statement: str, values: Sequence[bytes | str], *more: bytes | str | int
) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement with ``IN ({})`` for all values, followed by its other values.

    What is counted, or ordered, is so within each part of the values alone.
    """
    at = 0
    while at < len(values):
        left = len(values) - at
        size = next((size for size in _SIZES if size >= left), _SIZES[-1])
        part = list(values[at : at + size])
        part += part[-1:] * (size - len(part))
        yield from db.execute(statement.format(_marks(size)), (*part, *more))
        at += size


def _marks(size: int) -> str:
    return ",".join("?" * size)

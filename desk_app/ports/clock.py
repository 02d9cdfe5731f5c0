"""Time and chance, handed in so that rules and tests decide them."""

from typing import Protocol


class Clock(Protocol):
    """The wall clock of the machine."""

    def now_ms(self) -> int:
        """Milliseconds since 1970, UTC."""
        ...


class Entropy(Protocol):
    """A source of random bytes."""

    def __call__(self, size: int, /) -> bytes:
        """That many random bytes."""
        ...

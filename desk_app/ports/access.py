"""Who may open the book, as the window of somebody who is signed in sees and changes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Happened = Literal["admitted", "changed", "own", "supervisor", "key", "number", "withdrawn"]
"""Admitted; changed by somebody else; a password of one's own; a password given anew by a
supervisor, the recovery key or a telephone number; withdrawn."""


@dataclass(frozen=True, slots=True)
class OfficerEntry:
    """An officer in service."""

    user: str
    name: str
    role: str
    unit: str = ""
    head: bool = False
    opens: bool = True
    """Whether the book can be opened here with the officer's password."""
    temporary: bool = False
    """Whether that password is one to be changed at the next sign-in."""
    posts: tuple[str, ...] = ()
    """Titles of the posts that the officer holds today."""
    left_behind: int = 0
    """Of somebody who has left: how many open requests still lie in their name."""


@dataclass(frozen=True, slots=True)
class OpenWork:
    """The open requests of an officer, by id: those held, and those taken that nobody holds."""

    held: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaving:
    """What becomes of what an officer leaves; an empty successor leaves it lying.

    ``with_taken`` hands over what the officer took and nobody holds, too.
    """

    user: str
    successor: str = ""
    with_taken: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """What was handed over."""

    requests: int
    posts: int


@dataclass(frozen=True, slots=True)
class AccessEntry:
    """One change of somebody's access, at an instant in ms, by an actor's user name."""

    at: int
    user: str
    actor: str
    what: Happened


class Access(Protocol):
    """The keys of an open book. Calls may take a second: off the window's thread.

    Whatever concerns others raises NotAllowed ``role.not_allowed`` for a role that may not.
    """

    def officers(self) -> Sequence[OfficerEntry]:
        """Those in service, by name; after them who left and has left open requests behind."""
        ...

    def admit(self, user: str, name: str, role: str, unit: str = "", *, head: bool = False) -> str:
        """Admit an officer; the temporary password, told once. UserMistake by field.

        ``head`` is for an expert who heads the unit.
        """
        ...

    def give_password(self, user: str) -> str:
        """A temporary password in place of one that was forgotten, told once."""
        ...

    def change_password(self, old: str, new: str) -> None:
        """One's own new password; NotAllowed ``password.wrong``, UserMistake for a poor one."""
        ...

    def open_work(self, user: str) -> OpenWork:
        """What an officer who leaves would leave open."""
        ...

    def leave(self, leaving: Leaving) -> Left:
        """Withdraw an officer's slot, hand posts and open work to the successor.

        The slot goes first. Called again for somebody who left, it hands over what still lies.
        """
        ...

    def new_numbers(self) -> tuple[str, ...]:
        """A new sheet of recovery numbers for the telephone; the old sheet is worthless."""
        ...

    def numbers_left(self) -> int:
        """How many numbers of the sheet were not used yet."""
        ...

    def log(self, limit: int = 50) -> Sequence[AccessEntry]:
        """The latest changes of anybody's access, newest first."""
        ...

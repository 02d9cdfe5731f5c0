"""Everything that can go wrong and is not a bug.

DeskError
  UserMistake      what a person typed or asked; shown beside the field
  MachineFault     disk, lock, printer, key; a banner with what to do
  CentralFault     the centre is unreachable (kept and retried) or refused (stable code)

An error carries a code and its parameters; sentences are made by ``desk_app.texts``.
Parameters never hold personal data.
"""

from dataclasses import dataclass
from dataclasses import field as field_of


@dataclass(frozen=True, slots=True)
class Mistake:
    """One wrong field: its name, a stable code such as ``national_id.check_digit``, parameters."""

    field: str
    code: str
    params: dict[str, str | int] = field_of(default_factory=dict)


class DeskError(Exception):
    """A known failure with a stable code; its sentence is looked up by that code."""

    def __init__(self, code: str, /, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params: dict[str, str | int] = params


class UserMistake(DeskError):
    """What was entered cannot be taken; ``mistakes`` names each field."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__(mistakes[0].code, **mistakes[0].params)
        self.mistakes = mistakes


class MachineFault(DeskError):
    """The machine failed: disk, lock, key, printer."""


class DataDamaged(MachineFault):
    """The stored data is damaged, incomplete or newer than this program (exit status 7)."""


class NotAllowed(DeskError):
    """Wrong password, or the officer's role does not permit this (exit status 6)."""


class CentralFault(DeskError):
    """Something between here and the centre."""


class Unreachable(CentralFault):
    """The centre did not answer; nothing is lost and the desk tries again."""


class Refused(CentralFault):
    """The centre answered no, with a stable code."""

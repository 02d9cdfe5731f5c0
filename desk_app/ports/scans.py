"""Where scans are kept: encrypted files outside the book."""

from typing import Protocol


class Scans(Protocol):
    """A keyed store of encrypted files."""

    def keep(self, data: bytes) -> str:
        """Encrypt and store durably; returns the keyed name under which it is found."""
        ...

    def read(self, name: str) -> bytes:
        """The file as it was; MachineFault ``scan.missing`` or ``scan.damaged``."""
        ...

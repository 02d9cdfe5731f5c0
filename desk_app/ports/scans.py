"""Where scans are kept: encrypted files outside the book."""

from typing import Protocol


class Scans(Protocol):
    """A keyed store of encrypted files."""

    def keep(self, data: bytes) -> str:
        """Encrypt and store durably; returns the keyed name under which it is found."""
        ...

    def key_of(self, name: str) -> str:
        """The own key of a scan kept here: it goes into the event that names the scan."""
        ...

    def read(self, name: str, key: str = "") -> bytes:
        """The file as it was, opened with its own key; ``scan.missing`` or ``scan.damaged``."""
        ...

    def is_here(self, name: str) -> bool:
        """Whether the file lies here, or still has to be fetched."""
        ...

    def preview(self, name: str, key: str = "") -> bytes:
        """The small picture (JPEG) of a scan; empty where none is here."""
        ...

"""What stands in a section of the settings."""

from PySide6.QtWidgets import QWidget


class SectionBody(QWidget):
    """What stands in a section; read anew each time it is shown."""

    def read(self) -> None:
        """Read what is set."""

    def keep_typed(self) -> None:
        """The section goes out of sight: keep what was typed and not yet saved."""

"""What stands on the screen while the desk looks for its data."""

from ui.entrance.page import EntrancePage


class Opening(EntrancePage):
    """A sentence that says what is being done; nothing to press."""

    def __init__(self, code: str = "entrance.opening") -> None:
        super().__init__("entrance.opening.title", code)

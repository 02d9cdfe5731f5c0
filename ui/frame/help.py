"""The sheet that lists every key in force."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.frame.keys import Bound, keys_in_force
from ui.widgets.dialog import Dialog
from ui.widgets.keys import KeyHint
from ui.widgets.labels import Words


class HelpSheet(Dialog):
    """The keys of the page shown and the keys that work everywhere."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, "help.title", agree="message.close")
        keys = keys_in_force(window)
        for title, everywhere in (("help.page", False), ("help.everywhere", True)):
            part = [one for one in keys if one.everywhere is everywhere]
            if part:
                self.body.addWidget(Words(title, letters="strong", tone="muted"))
                self.body.addLayout(_listed(part))


def _listed(keys: list[Bound]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(32)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(0, 1)
    for row, one in enumerate(keys):
        grid.addWidget(Words(one.code), row, 0)
        grid.addWidget(KeyHint(one.keys, "text"), row, 1, Qt.AlignmentFlag.AlignTrailing)
    return grid

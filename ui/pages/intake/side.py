"""The panel beside the intake: several leaves, one of them in sight."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from ui.texts import worded
from ui.widgets.segments import Segments


class SidePanel(QFrame):
    """Leaves under one row of tabs; whatever belongs beside the form is added as a leaf.

    ``turned`` carries the key of the leaf that came to sight.
    """

    turned = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        worded(self, name="intake.side")
        self._keys: list[str] = []
        self._tabs = Segments({})
        worded(self._tabs, name="intake.side")
        self._leaves = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        column.addWidget(self._tabs)
        column.addWidget(self._leaves, 1)
        self._tabs.chosen.connect(self._on_chosen)

    @property
    def tab(self) -> str:
        """The key of the leaf in sight."""
        return self._tabs.value()

    @property
    def keys(self) -> tuple[str, ...]:
        """The leaves in the order of their tabs."""
        return tuple(self._keys)

    def add(self, key: str, title_code: str, widget: QWidget) -> None:
        """Take a leaf at the end; it fills the panel and scrolls by itself where it must."""
        self._keys.append(key)
        self._leaves.addWidget(widget)
        self._tabs.add(key, title_code)

    def turn_to(self, key: str) -> None:
        """Show a leaf; ValueError for one that was never added."""
        self._tabs.choose(key)

    def turn_on(self, step: int = 1) -> None:
        """Show the leaf after this one, round and round; before it with a step of -1."""
        self.turn_to(self._keys[(self._keys.index(self.tab) + step) % len(self._keys)])

    def _on_chosen(self, key: str) -> None:
        self._leaves.setCurrentIndex(self._keys.index(key))
        self.turned.emit(key)

"""The rail of pages at the reading side of the window."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from ui.frame.page import PageSpec
from ui.texts import worded
from ui.theme import Dressed, look
from ui.widgets.face import FaceButton
from ui.widgets.labels import Words

_WIDTH = 208


class _RailItem(FaceButton, Dressed):
    """One page in the rail: icon, name and the digit that opens it with Alt."""

    def __init__(self, spec: PageSpec, digit: int) -> None:
        super().__init__(spec.icon, str(digit), spread=True)
        self.setProperty("railItem", True)
        self.setCheckable(True)
        worded(self, text=spec.title, name=spec.title)
        worded(self, {"keys": f"Alt+{digit}"}, tip="rail.keys")

    def tone(self) -> str:
        """The accent while its page is shown."""
        return "accent" if self.isChecked() else "muted"

    def letters(self) -> str:
        """Strong while its page is shown."""
        return "strong" if self.isChecked() else "body"


class Rail(QWidget, Dressed):
    """The pages by name; ``asked`` carries the key of the one wanted."""

    asked = Signal(str)

    def __init__(self, specs: Sequence[PageSpec]) -> None:
        super().__init__()
        self.setProperty("rail", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        worded(self, name="rail.name")
        self._items: dict[str, _RailItem] = {}
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 16, 12, 12)
        self._column.setSpacing(4)
        brand = Words("rail.brand", letters="title", tone="accent")
        brand.setContentsMargins(12, 0, 12, 0)
        self._column.addWidget(brand)
        self._column.addSpacing(16)
        for place, spec in enumerate((one for one in specs if one.icon), start=1):
            item = _RailItem(spec, place)
            item.clicked.connect(lambda _=False, key=spec.key: self._on_clicked(key))
            self._items[spec.key] = item
            self._group.addButton(item)
            self._column.addWidget(item)
        self._column.addStretch()
        self._shown = ""
        self.restyle()

    def add_at_foot(self, widget: QWidget) -> None:
        """Put a control at the foot of the rail."""
        self._column.addWidget(widget)

    def show_page(self, key: str) -> None:
        """Mark the page that is shown; a page that is not in the rail marks none."""
        self._shown = key
        self._group.setExclusive(False)
        for name, item in self._items.items():
            item.setChecked(name == key)
        self._group.setExclusive(True)

    def restyle(self) -> None:
        """Grow with the letters."""
        self.setFixedWidth(look().px(_WIDTH))

    def _on_clicked(self, key: str) -> None:
        # The page shown may refuse to be left: only the stack's word moves the mark.
        self.show_page(self._shown)
        self.asked.emit(key)

"""A panel that stands beside a page, or lies over its end where the window is narrow."""

from typing import Final

from PySide6.QtCore import QObject, QRect
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLayout, QWidget

from ui.theme import look

WIDE: Final = 940
"""From this width on, at letter size 1, the panel stands beside."""
PANEL: Final = 336
_EDGE: Final = 24
_FOOT: Final = 12


class Folding(QObject):
    """Lays a page and its panel out."""

    def __init__(self, page: QWidget, main: QLayout, side: QWidget, opener: QWidget) -> None:
        super().__init__(page)
        # Without a parent it would flash as a window of its own before the header takes it.
        opener.setParent(page)
        self._page, self._side, self._opener = page, side, opener
        self.is_wide = True
        self._across = QHBoxLayout(page)
        self._across.setContentsMargins(_EDGE, 0, _EDGE, _FOOT)
        self._across.setSpacing(16)
        self._across.addLayout(main, 1)
        self._across.addWidget(side)

    def fold(self) -> None:
        """Stand as the width of the page asks."""
        self._side.setFixedWidth(look().px(PANEL))
        wide = self._page.width() >= look().px(WIDE)
        if wide != self.is_wide:
            self.is_wide = wide
            if wide:
                self._across.addWidget(self._side)
                self._side.show()
            else:
                self._across.removeWidget(self._side)
                # What a hand is at work on stays in sight.
                focus = QApplication.focusWidget()
                self._side.setVisible(focus is not None and self._side.isAncestorOf(focus))
            self._across.activate()
        self._opener.setVisible(not wide)
        self._stand()

    def show(self) -> None:
        """Show the panel, over the page where it must be."""
        self._side.show()
        self._stand()

    def hide(self) -> None:
        """Give the page free; a panel that stands beside it stays."""
        if not self.is_wide:
            self._side.hide()

    def turn(self) -> None:
        """Show the panel, or hide it."""
        if self._side.isVisible():
            self.hide()
        else:
            self.show()

    def _stand(self) -> None:
        if self.is_wide:
            return
        room = self._page.contentsRect()
        width = look().px(PANEL)
        rtl = self._page.isRightToLeft()
        left = room.left() + _EDGE if rtl else room.right() - _EDGE - width
        self._side.setGeometry(QRect(left, room.top(), width, room.height() - _FOOT))
        self._side.raise_()

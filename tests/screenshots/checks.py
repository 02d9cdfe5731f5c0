"""What a careful eye would find in a window: cut words, foreign digits, codes, wrong sides."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QWidget,
)

from ui.frame.window import MainWindow

_RESOURCES: Final = Path(__file__).resolve().parents[2] / "resources"
TEXTS: Final = _RESOURCES / "texts"
CATALOGUES: Final = _RESOURCES / "catalogue"
PRINTER: Final = "باجه"
"""What the office of the tests calls its printer."""
_CODE: Final = re.compile(r"^[a-z][a-z_]*(?:\.[a-z_]+)+$")
_LATIN_WORD: Final = re.compile(r"[\w.+/:\\@-]*[A-Za-z][\w.+/:\\@-]*", re.ASCII)
_DIGIT: Final = re.compile(r"[0-9]")
_MARKS: Final = re.compile("[\u200e\u200f\u2066-\u2069\u202a-\u202e&]")
_SLACK: Final = 1


def worded(root: QWidget) -> Iterator[tuple[QWidget, str]]:
    """Every visible widget that shows words of its own, with them."""
    for widget in root.findChildren(QWidget):
        if not widget.isVisibleTo(root) or widget.size().isEmpty():
            continue
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit) and widget.text().strip():
            yield widget, widget.text()
        elif isinstance(widget, QPlainTextEdit) and widget.toPlainText().strip():
            yield widget, widget.toPlainText()


def told(widget: QWidget, text: str) -> str:
    """An offender as it is listed."""
    return f"{type(widget).__name__} {_MARKS.sub('', text)[:60]!r}"


def cut(root: QWidget) -> list[str]:
    """Words that need more room than they have."""
    return [
        told(widget, text)
        for widget, text in worded(root)
        if lacks_room(widget, text) or is_covered(root, widget)
    ]


def lacks_room(widget: QWidget, text: str) -> bool:
    """Whether the words of a label or a button do not fit into it."""
    letters = widget.fontMetrics()
    if isinstance(widget, QLabel):
        room = widget.contentsRect()
        if widget.wordWrap():
            flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
            asked = letters.boundingRect(QRect(0, 0, room.width(), 10_000), flags, text)
            return asked.height() > room.height() + _SLACK or asked.width() > room.width() + _SLACK
        asked_size = letters.size(0, text)
        return asked_size.width() > room.width() + _SLACK
    if isinstance(widget, QAbstractButton):
        icon = 0 if widget.icon().isNull() else widget.iconSize().width()
        return letters.horizontalAdvance(_MARKS.sub("", text)) + icon > widget.width() + _SLACK
    return False


def is_covered(root: QWidget, widget: QWidget) -> bool:
    """Whether an ancestor that does not scroll cuts a part of it off; a sheet stands free."""
    here = QRect(QPoint(0, 0), widget.size())
    child, parent = widget, widget.parentWidget()
    while parent is not None and child is not root and not child.isWindow():
        if isinstance(parent.parentWidget(), QAbstractScrollArea):
            return False
        here = QRect(here.topLeft() + child.pos(), here.size())
        if not parent.rect().contains(here.adjusted(_SLACK, _SLACK, -_SLACK, -_SLACK)):
            return True
        child, parent = parent, parent.parentWidget()
    return False


def latin_digits(root: QWidget) -> list[str]:
    """Digits that are not Persian, outside words in Latin letters such as F2 or A5."""
    return [
        told(widget, text)
        for widget, text in worded(root)
        if _DIGIT.search(_LATIN_WORD.sub("", _MARKS.sub("", text)))
    ]


def codes(root: QWidget) -> list[str]:
    """Codes that nobody put into words."""
    return [told(widget, text) for widget, text in worded(root) if _CODE.match(text.strip())]


@cache
def sentences(tongue: str) -> frozenset[str]:
    """Every sentence of a language that has no parameters."""
    found: set[str] = set()
    for area in (TEXTS / tongue).glob("*.json"):
        found.update(json.loads(area.read_text(encoding="utf-8")).values())
    return frozenset(sentence for sentence in found if "{" not in sentence)


@cache
def of_the_office() -> frozenset[str]:
    """Words of catalogues and names of printers: an office's own, in its own language."""
    found = {PRINTER}
    for catalogue in CATALOGUES.glob("*.json"):
        found.update(re.findall(r'"([^"]+)"', catalogue.read_text(encoding="utf-8")))
    return frozenset(found)


def foreign(root: QWidget, tongue: str) -> list[str]:
    """Labels and buttons that still speak the other language."""
    other = sentences("en" if tongue == "fa" else "fa") - sentences(tongue) - of_the_office()
    return [
        told(widget, text)
        for widget, text in worded(root)
        if isinstance(widget, QLabel | QAbstractButton) and text in other
    ]


def wrong_side(root: QWidget, tongue: str) -> list[str]:
    """What begins at the other side than the language does."""
    rtl = tongue == "fa"
    direction = Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
    across = Qt.AlignmentFlag.AlignLeft if rtl else Qt.AlignmentFlag.AlignRight
    found = []
    for widget, text in worded(root):
        # A number alone is written from the left in either language, as a tracking code is.
        if not isinstance(widget, QLabel) or not any(letter.isalpha() for letter in text):
            continue
        side = QStyle.visualAlignment(widget.layoutDirection(), widget.alignment())
        turned = widget.layoutDirection() is not direction
        if turned or side & across:
            found.append(told(widget, text))
    if isinstance(root, MainWindow):
        rail = root.rail.mapTo(root, root.rail.rect().center())
        if (rail.x() > root.rect().center().x()) is not rtl:
            found.append("the rail")
    return found


def nameless(root: QWidget) -> list[str]:
    """What takes the focus and has no name."""
    from PySide6.QtGui import QAccessible

    found = []
    for widget in root.findChildren(QWidget):
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(root)
        if takes and not isinstance(widget.parent(), QAbstractScrollArea):
            interface = QAccessible.queryAccessibleInterface(widget)
            if not interface.text(QAccessible.Text.Name).strip():
                found.append(type(widget).__name__)
    return found


def offences(root: QWidget, tongue: str) -> dict[str, list[str]]:
    """Everything that is wrong with a window, by kind; kinds with nothing are left out."""
    found = {
        "cut": cut(root),
        "latin digits": latin_digits(root) if tongue == "fa" else [],
        "codes": codes(root),
        "untranslated": foreign(root, tongue),
        "wrong side": wrong_side(root, tongue),
        "nameless": nameless(root),
    }
    return {kind: rows for kind, rows in found.items() if rows}

"""Nothing that takes the focus is nameless to a screen reader, in either language."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLineEdit, QWidget

from desk_app.records.errors import Mistake
from ui.frame.page import PageSpec
from ui.frame.window import MainWindow
from ui.gallery import GALLERIES
from ui.texts import language
from ui.widgets.field import FieldRow
from ui.widgets.line import TextLine

NOON = dt.datetime(2026, 11, 21, 10, 24, tzinfo=dt.UTC)


def window_of_galleries() -> MainWindow:
    specs = [PageSpec(key, "gallery.record", "intake", build) for key, build in GALLERIES.items()]
    window = MainWindow(specs, lambda: NOON)
    window.show()
    return window


def focusable(root: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisibleTo(root)
        and not (isinstance(widget.parent(), QAbstractScrollArea))
    ]


def name_of(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name)


@pytest.mark.parametrize("tongue", ["fa", "en"])
@pytest.mark.parametrize("gallery", GALLERIES)
def test_whatever_takes_the_focus_has_a_name(gallery: str, tongue: str) -> None:
    language().speak(tongue)
    window = window_of_galleries()
    window.open(gallery)
    widgets = focusable(window)
    assert len(widgets) > 5
    assert [type(widget).__name__ for widget in widgets if not name_of(widget).strip()] == []


def test_a_mistake_is_the_description_of_its_field() -> None:
    row = FieldRow("gallery.name", TextLine(), required=True)
    row.show_mistake(Mistake("name", "finder.unknown"))
    assert row.editor.accessibleDescription() == "یکی از گزینه‌های فهرست را برگزینید."
    row.show_mistake(None)
    assert row.editor.accessibleDescription() == ""


def test_tab_reaches_every_field_of_a_page() -> None:
    window = window_of_galleries()
    window.open("fields")
    QApplication.processEvents()
    fields = [one for one in window.stack.findChildren(QLineEdit) if one.isEnabled()]
    reached = []
    here: QWidget = fields[0]
    for _ in range(200):
        if here in fields and here not in reached:
            reached.append(here)
        following = here.nextInFocusChain()
        assert following is not None
        here = following
    assert set(reached) == set(fields)

"""The rules by which windows are looked at find what they are for, and let good windows be."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from tests.screenshots import checks
from ui.texts import language, say


def window(*parts: QWidget) -> QWidget:
    """A window that shows these, one under the other."""
    made = QWidget()
    column = QVBoxLayout(made)
    for part in parts:
        column.addWidget(part)
    made.resize(400, 300)
    made.show()
    return made


def label(text: str, *, narrow: bool = False, wraps: bool = False) -> QLabel:
    made = QLabel(text)
    made.setWordWrap(wraps)
    if narrow:
        made.setFixedSize(40, 20)
    return made


def side(text: str) -> QLabel:
    made = QLabel(text)
    made.setAlignment(Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignLeft)
    return made


def beyond() -> QWidget:
    """A button that reaches over the edge of what it stands in."""
    well = QWidget()
    well.setFixedSize(60, 30)
    button = QPushButton("ثبت", well)
    button.setGeometry(30, 5, 60, 24)
    return well


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("cut", lambda: label("پروانهٔ ساختمان و پایان کار", narrow=True)),
        ("cut", lambda: label("پروانهٔ ساختمان و پایان کار", narrow=True, wraps=True)),
        ("cut", beyond),
        ("latin digits", lambda: label("۱۲ از 30 نفر")),
        ("latin digits", lambda: QLineEdit("101")),
        ("codes", lambda: label("intake.subject.hint")),
        ("untranslated", lambda: label(say_in("en", "intake.subject"))),
        ("wrong side", lambda: side("متقاضی")),
        ("nameless", QLineEdit),
    ],
)
def test_a_fault_is_found(kind: str, make: Callable[[], QWidget]) -> None:
    assert kind in checks.offences(window(make()), "fa")


def test_an_english_window_is_looked_at_as_english() -> None:
    language().speak("en")
    found = checks.offences(window(label(say_in("fa", "intake.subject"))), "en")
    assert set(found) == {"untranslated"}


def test_a_good_window_has_no_offences() -> None:
    field = QLineEdit("۱۲")
    field.setAccessibleName(say("intake.subject"))
    good = (
        label(say("intake.subject")),
        label("کلید F2، کاغذ A5"),
        label("۴۲۱۵۰۷ ۰۰۰۱۲۳ ۱۳"),
        QPushButton(say("intake.save")),
        field,
    )
    for one in good:
        if isinstance(one, QLabel):
            one.setAlignment(language().start | Qt.AlignmentFlag.AlignVCenter)
    assert checks.offences(window(*good), "fa") == {}


def say_in(tongue: str, code: str) -> str:
    """The sentence of a code in one language."""
    from desk_app.texts import say as sentence

    return sentence(code, tongue)

"""Every control of the sheets at the glass is named, in both languages, and reached by Tab."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desk_app.ports.printers import PrinterKind
from tests.ui.glass.test_printer_assistant import go_on, the_sheet
from tests.ui.glass.test_unprinted import jam, the_list
from tests.ui.pages.hands import CTRL, SHIFT, Hands
from tests.ui.pages.test_visits import take_zahra
from tests.ui.test_accessible import focusable, name_of
from ui.glass.by_hand import ByHand
from ui.glass.reading import Reading
from ui.texts import language

Key = Qt.Key


def nameless(root: QWidget) -> list[str]:
    found = []
    for tongue in ("en", "fa"):
        language().speak(tongue)
        controls = focusable(root)
        assert controls
        found += [type(one).__name__ for one in controls if not name_of(one).strip()]
    return found


async def test_the_list_of_papers_is_named(hands: Hands, tmp_path: Path) -> None:
    await jam(hands, tmp_path)
    sheet = await the_list(hands)
    assert nameless(sheet) == []
    assert "زهرا" in sheet._model.data(sheet._model.index(0, 0), 11)  # type: ignore[operator]


async def test_code_and_text_are_told_to_a_screen_reader(hands: Hands) -> None:
    await take_zahra(hands)
    await hands.press(Key.Key_H, CTRL)
    (by_hand,) = hands.frame.findChildren(ByHand)
    assert nameless(by_hand) == []
    assert "رمز پیگیری" in by_hand._text.accessibleDescription()
    by_hand.reject()
    await hands.press(Key.Key_G, CTRL | SHIFT)
    (reading,) = hands.frame.findChildren(Reading)
    assert nameless(reading) == []
    assert "محمدی" in reading._text.accessibleDescription()
    reading.reject()


async def test_each_step_of_the_assistant_is_named(hands: Hands, tmp_path: Path) -> None:
    sheet = await the_sheet(hands)
    assert nameless(sheet) == []
    sheet.which.way.choose(sheet.which.option(PrinterKind.FOLDER))
    sheet.which.target.set_value(str(tmp_path))
    await go_on(hands, sheet)
    assert nameless(sheet) == []
    await go_on(hands, sheet)
    assert nameless(sheet) == []
    sheet.reject()

"""Adding a printer step by step: found, named, tried on each paper, asked about, kept."""

from pathlib import Path

from PySide6.QtCore import Qt

from desk_app.ports.printers import PrinterKind
from desk_app.printing.proof_page import TEST_CODE
from tests.ui.pages.hands import CTRL, Hands, open_desk
from ui.settings.new_printer import NewPrinter
from ui.settings.page import SettingsPage
from ui.settings.printer_trial import SEEN
from ui.settings.printers import PrintersCard
from ui.texts import say
from ui.widgets.select import Select

Key = Qt.Key


def make_folder(folder: Path) -> None:
    folder.mkdir(exist_ok=True)


async def the_sheet(hands: Hands) -> NewPrinter:
    hands.frame.open("settings")
    page = hands.frame.stack.page
    assert isinstance(page, SettingsPage)
    page.show_section("printers")
    await hands.quiet()
    await hands.press(Key.Key_N, CTRL)
    (sheet,) = hands.frame.findChildren(NewPrinter)
    return sheet


async def go_on(hands: Hands, sheet: NewPrinter) -> None:
    sheet.accept()
    await hands.quiet()


async def to_trial(hands: Hands, folder: Path, name: str = "پوشه") -> NewPrinter:
    make_folder(folder)
    sheet = await the_sheet(hands)
    sheet.which.way.choose(sheet.which.option(PrinterKind.FOLDER))
    sheet.which.target.set_value(str(folder))
    await go_on(hands, sheet)
    sheet.in_it.name.set_value(name)
    await go_on(hands, sheet)
    assert sheet.step == 2
    return sheet


def names(hands: Hands) -> list[str]:
    return [one.name for one in hands.desk.printers.settings()]


async def test_a_test_page_comes_out_for_each_paper_and_the_one_chosen_last_is_kept(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path, printer=False) as hands:
        folder = tmp_path / "out"
        sheet = await to_trial(hands, folder)
        assert len(list(folder.glob("*.pdf"))) == 1
        assert sheet.trial._state.text() == say("printer.trial.out", printer="پوشه")
        sheet.trial._papers.choose("80mm")
        sheet.trial.print_page()
        await hands.quiet()
        assert len(list(folder.glob("*.pdf"))) == 2
        for one in SEEN:
            sheet.trial._seen[one].setChecked(True)
        await go_on(hands, sheet)
        (setting,) = hands.desk.printers.settings()
        assert (setting.name, setting.paper) == ("پوشه", "80mm")


async def test_what_was_not_seen_brings_advice_before_the_printer_is_kept(
    hands: Hands, tmp_path: Path
) -> None:
    sheet = await to_trial(hands, tmp_path / "out")
    sheet.trial._seen["edges"].setChecked(True)
    sheet.trial._seen["phrase"].setChecked(True)
    await go_on(hands, sheet)
    assert sheet.trial._advice.text() == say("printer.trial.advice.digits")
    await go_on(hands, sheet)
    assert names(hands) == ["باجه", "پوشه"]


async def test_a_reader_that_types_the_code_of_the_page_ticks_it(
    hands: Hands, tmp_path: Path
) -> None:
    sheet = await to_trial(hands, tmp_path / "out")
    assert not sheet.trial._seen["codes"].value()
    sheet.trial._scan.set_value(TEST_CODE[:-1])
    assert not sheet.trial._seen["codes"].value()
    sheet.trial._scan.set_value(TEST_CODE)
    assert sheet.trial._seen["codes"].value()
    sheet.reject()


async def test_a_printer_that_was_only_tried_is_taken_back(hands: Hands, tmp_path: Path) -> None:
    sheet = await to_trial(hands, tmp_path / "out")
    assert names(hands) == ["باجه", "پوشه"]
    sheet.reject()
    await hands.quiet()
    assert names(hands) == ["باجه"]


async def test_the_second_printer_stands_in_for_the_first(hands: Hands, tmp_path: Path) -> None:
    sheet = await to_trial(hands, tmp_path / "out", "دوم")
    await go_on(hands, sheet)
    await go_on(hands, sheet)
    first, second = hands.desk.printers.settings()
    assert (first.fallback, second.fallback) == ("دوم", "")
    assert first.time_limit == 30
    card = hands.frame.findChild(PrintersCard)
    assert card is not None
    choices = card.findChildren(Select)
    assert choices[0].value() == "دوم"
    choices[0].choose("")
    await hands.quiet()
    assert [one.fallback for one in hands.desk.printers.settings()] == ["", ""]


async def test_a_printer_that_goes_stands_in_for_none(hands: Hands, tmp_path: Path) -> None:
    sheet = await to_trial(hands, tmp_path / "out", "دوم")
    await go_on(hands, sheet)
    await go_on(hands, sheet)
    card = hands.frame.findChild(PrintersCard)
    assert card is not None
    card._on_drop(list(hands.desk.printers.settings())[1])
    await hands.quiet()
    (left,) = hands.desk.printers.settings()
    assert (left.name, left.fallback) == ("باجه", "")


async def test_wrong_answers_keep_their_step(hands: Hands) -> None:
    sheet = await the_sheet(hands)
    await go_on(hands, sheet)
    assert sheet.step == 0
    sheet.which.way.choose(sheet.which.option(PrinterKind.ESCPOS_NETWORK))
    sheet.which.target.set_value("printer:99999")
    await go_on(hands, sheet)
    assert sheet.step == 0
    assert sheet.which.rows["target"].wrong is not None
    sheet.which.target.set_value("۱۹۲.۱۶۸.۱.۵۰")
    await go_on(hands, sheet)
    assert sheet.step == 1
    assert sheet._chosen is not None
    assert sheet._chosen[1] == "192.168.1.50"
    assert [one for one, _ in sheet.in_it.papers._choices] == ["80mm", "58mm"]
    sheet.in_it.name.set_value("باجه")
    await go_on(hands, sheet)
    wrong = sheet.in_it.name_row.wrong
    assert wrong is not None
    assert wrong.code == "printer.assist.name_taken"
    sheet.reject()

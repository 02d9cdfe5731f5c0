"""Settings of the open desk: printers with their test page, counter, backups, habits."""

from pathlib import Path

from desk_app.ports.printers import PrinterKind
from tests.ui.entrance.seats import Seat, founded, seated
from ui.settings.backup import BackupCard
from ui.settings.counter import CounterCard
from ui.settings.habits import HabitsCard
from ui.settings.new_printer import NewPrinter
from ui.settings.page import SettingsPage
from ui.settings.printers import PrintersCard
from ui.texts import language
from ui.theme import look
from ui.widgets.segments import Segments


async def in_settings(seat: Seat, section: str) -> None:
    await seat.sign_in()
    seat.open_desk.frame.open("settings")
    page = seat.open_desk.frame.stack.page
    assert isinstance(page, SettingsPage)
    page.show_section(section)
    await seat.open_desk.place.work.quiet()


async def test_a_folder_is_added_as_printer_and_prints_its_test_page(tmp_path: Path) -> None:
    founded(tmp_path)
    papers = tmp_path / "papers"
    papers.mkdir()
    async with seated(tmp_path) as seat:
        await in_settings(seat, "printers")
        card = seat.open_desk.frame.findChild(PrintersCard)
        assert card is not None
        card.ask_new()
        await seat.until(lambda: seat.window.findChild(NewPrinter))
        sheet = seat.window.findChild(NewPrinter)
        assert sheet is not None
        sheet.accept()
        assert sheet.isVisible()
        sheet.which.way.choose(sheet.which.option(PrinterKind.FOLDER))
        sheet.accept()
        wrong = sheet.which.rows["target"].wrong
        assert wrong is not None
        assert wrong.code == "printer_setting.target"
        sheet.which.target.set_value(str(papers))
        sheet.accept()
        sheet.accept()
        await seat.until(lambda: list(papers.glob("*.pdf")))
        sheet.accept()
        sheet.accept()
        await seat.open_desk.place.work.quiet()
        (setting,) = seat.open_desk.desk.printers.settings()
        assert (setting.kind, setting.target, setting.paper) == ("folder", str(papers), "a5")
        card._on_test(setting)
        await seat.until(lambda: len(list(papers.glob("*.pdf"))) == 2)
        card._on_drop(setting)
        await seat.open_desk.place.work.quiet()
        assert list(seat.open_desk.desk.printers.settings()) == []


async def test_the_counter_is_kept_in_ascii_and_never_empty(tmp_path: Path) -> None:
    founded(tmp_path)
    async with seated(tmp_path) as seat:
        await in_settings(seat, "counter")
        card = seat.open_desk.frame.findChild(CounterCard)
        assert card is not None
        assert card._counter.value() == "۲"
        card._counter.set_value("")
        card._on_keep()
        assert card._row.wrong is not None
        card._counter.set_value("۷")
        card._on_keep()
        await seat.open_desk.place.work.quiet()
        assert seat.open_desk.desk.book.setting("counter") == "7"


async def test_a_backup_is_made_in_the_folder_that_was_chosen(tmp_path: Path) -> None:
    founded(tmp_path)
    async with seated(tmp_path) as seat:
        await in_settings(seat, "safety")
        card = seat.open_desk.frame.findChild(BackupCard)
        assert card is not None
        assert card._state.text() == "پوشه‌ای تعیین نشده"
        card._on_keep()
        assert card._row.wrong is not None
        card._folder.set_value(str(tmp_path / "second"))
        card._on_keep()
        await seat.open_desk.place.work.quiet()
        card._on_now()
        await seat.open_desk.place.work.quiet()
        assert card._state.text() == "برقرار"
        assert list((tmp_path / "second").iterdir())


def test_habits_take_effect_at_once_and_follow_the_window() -> None:
    card = HabitsCard()
    tongue, palette, letters = card.findChildren(Segments)
    tongue.choose("en")
    assert language().name == "en"
    palette.choose("night")
    assert look().dark
    letters.choose("1.3")
    assert look().factor == 1.3
    look().wear(dark=False, factor=1.0)
    language().speak("fa")
    assert (tongue.value(), palette.value(), letters.value()) == ("fa", "day", "1.0")

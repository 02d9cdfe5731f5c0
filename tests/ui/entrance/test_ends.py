"""However an officer or the program goes, what was typed on pages and sheets is there again."""

from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.ui.entrance.seats import Seat, founded, seated
from tests.ui.keys import type_text
from ui.settings.officer_sheets import NewOfficerSheet
from ui.settings.officers import OfficersCard
from ui.settings.page import SettingsPage
from ui.widgets.line import TextLine

TYPED = "مریم رض"


async def sheet_of(seat: Seat) -> NewOfficerSheet:
    """The sheet on which an officer is admitted, open and read."""
    frame = seat.open_desk.frame
    frame.open("settings")
    page = frame.stack.page
    assert isinstance(page, SettingsPage)
    page.show_section("officers")
    card = page.findChild(OfficersCard)
    assert card is not None
    card.ask_new()
    (sheet,) = [one for one in seat.window.findChildren(NewOfficerSheet) if one.isVisible()]
    await seat.open_desk.place.work.quiet()
    return sheet


def name_on(sheet: NewOfficerSheet) -> TextLine:
    editor = sheet._rows["officer_name"].editor
    assert isinstance(editor, TextLine)
    return editor


async def half_typed(seat: Seat) -> NewOfficerSheet:
    await seat.sign_in()
    sheet = await sheet_of(seat)
    type_text(name_on(sheet), TYPED)
    return sheet


async def typed_again(folder: Path) -> str:
    """What stands on the sheet after the next sign-in."""
    async with seated(folder) as seat:
        await seat.sign_in()
        return name_on(await sheet_of(seat)).text()


async def test_the_lock_hides_an_open_sheet_and_shows_it_again(tmp_path: Path) -> None:
    founded(tmp_path)
    async with seated(tmp_path) as seat:
        sheet = await half_typed(seat)
        seat.window.lock()
        assert not sheet.isVisible()
        assert QApplication.activeModalWidget() is None
        await seat.sign_in()
        assert QApplication.activeModalWidget() is sheet
        assert name_on(sheet).text() == TYPED


async def test_signing_out_keeps_what_is_typed_on_a_sheet(tmp_path: Path) -> None:
    founded(tmp_path)
    async with seated(tmp_path) as seat:
        await half_typed(seat)
        seat.open_desk.signed_out.emit()
        await seat.until(lambda: seat.window.signed_in is None)
    assert await typed_again(tmp_path) == TYPED


async def test_closing_behind_the_lock_keeps_what_is_typed_on_a_sheet(tmp_path: Path) -> None:
    founded(tmp_path)
    async with seated(tmp_path) as seat:
        await half_typed(seat)
        seat.window.lock()
    assert await typed_again(tmp_path) == TYPED


async def test_the_end_of_the_session_has_all_written_before_it_returns(tmp_path: Path) -> None:
    founded(tmp_path)
    async with seated(tmp_path) as seat:
        await half_typed(seat)
        intake = seat.open_desk
        intake.frame.open("intake")
        page = intake.pages.intake
        assert page is not None
        field = page.form.people.applicant.rows.editor("last_name")
        type_text(field, "محمدی")
        ended: list[bool] = []
        seat.window.closing.connect(lambda: ended.append(True))
        seat.window.session_ending()
        book = seat.open_desk.desk.book
        kept = [book.setting(f"draft.{name}.zahra") for name in ("sheet.new_officer", "intake")]
        assert ended == [True]
    assert TYPED in kept[0]
    assert "محمدی" in kept[1]

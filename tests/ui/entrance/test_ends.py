"""However an officer or the program goes, what was typed on pages and sheets is there again."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication

from db.book import DeskBook
from tests.db.desks import register
from tests.ui.entrance.seats import Seat, founded, seated
from tests.ui.keys import type_text
from ui.pages.request.page import RequestPage
from ui.settings.calendar.announce import Announce
from ui.settings.calendar.section import CalendarSection
from ui.settings.catalogue.section import CatalogueSection
from ui.settings.officer_sheets import NewOfficerSheet
from ui.settings.officers import OfficersCard
from ui.settings.page import SettingsPage
from ui.widgets.area import TextArea
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


async def note_on(seat: Seat) -> TextArea:
    """The form of a note on a request that is here, open in the window."""
    book = seat.open_desk.desk.book
    if not book.queries.latest(1):
        register(cast(DeskBook, book), "پل روستا")
    seat.open_desk.place.open_request(book.queries.latest(1)[0].request_id, "note")
    await seat.open_desk.place.work.quiet()
    page = seat.open_desk.frame.stack.page
    assert isinstance(page, RequestPage)
    assert page.panel.form is not None
    editor = page.panel.form.rows.editor("text")
    assert isinstance(editor, TextArea)
    return editor


async def rights_of_item(seat: Seat) -> TextArea:
    """A field of the catalogue's first item."""
    seat.open_desk.frame.open("settings")
    page = seat.open_desk.frame.stack.page
    assert isinstance(page, SettingsPage)
    section = page.body("catalogue")
    assert isinstance(section, CatalogueSection)
    await seat.open_desk.place.work.quiet()
    section.begin_new()
    assert section.desk.form is not None
    editor = section.desk.form._rows.editor("rights")
    assert isinstance(editor, TextArea)
    return editor


async def closure_reason(seat: Seat) -> TextLine:
    """The reason on the sheet that announces a closure."""
    seat.open_desk.frame.open("settings")
    page = seat.open_desk.frame.stack.page
    assert isinstance(page, SettingsPage)
    section = page.body("calendar")
    assert isinstance(section, CalendarSection)
    await seat.open_desk.place.work.quiet()
    section.announce()
    await seat.open_desk.place.work.quiet()
    (sheet,) = [one for one in seat.window.findChildren(Announce) if one.isVisible()]
    editor = sheet._rows["reason"].editor
    assert isinstance(editor, TextLine)
    return editor


async def sign_out(seat: Seat) -> None:
    seat.open_desk.signed_out.emit()
    await seat.until(lambda: seat.window.signed_in is None)


async def another_takes_the_seat(seat: Seat) -> None:
    """The lock, and from there the way out to the sign-in."""
    seat.window.lock()
    seat.window.ask_switch()
    await seat.until(lambda: seat.window.signed_in is None)


async def close_the_window(seat: Seat) -> None:
    seat.window.put_sheets_away()
    seat.window.close()


async def end_of_the_session(seat: Seat) -> None:
    seat.window.session_ending()


FIELDS = (note_on, rights_of_item, closure_reason)
ENDS = (sign_out, another_takes_the_seat, close_the_window, end_of_the_session)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("end", ENDS)
async def test_no_end_loses_what_is_typed_into_a_form(
    field: Callable[[Seat], Awaitable[TextArea | TextLine]],
    end: Callable[[Seat], Awaitable[None]],
    tmp_path: Path,
) -> None:
    founded(tmp_path)
    async with seated(tmp_path) as seat:
        await seat.sign_in()
        type_text(await field(seat), TYPED)
        await end(seat)
    async with seated(tmp_path) as again:
        await again.sign_in()
        assert (await field(again)).value() == TYPED


@pytest.mark.parametrize("field", FIELDS)
async def test_the_lock_leaves_a_form_as_it_is(
    field: Callable[[Seat], Awaitable[TextArea | TextLine]], tmp_path: Path
) -> None:
    founded(tmp_path)
    async with seated(tmp_path) as seat:
        await seat.sign_in()
        editor = await field(seat)
        type_text(editor, TYPED)
        seat.window.lock()
        await seat.sign_in()
        assert editor.value() == TYPED


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

"""What an administrator hands over is read from text, file and picture, and checked while typed."""

import asyncio
import random
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QLabel

from desk_app.ports.desk import LineState
from desk_app.protocol.enrol_code import EnrolCode, write_enrol_code
from desk_app.records.errors import UserMistake
from tests.ui.entrance.seats import seated
from tests.ui.keys import type_text
from tests.ui.pages.beside import a_centre, until
from tests.ui.pages.hands import CTRL, Hands, shown
from tests.ui.pages.office import HandClock, found
from ui.enrol.code_line import CodeLine
from ui.enrol.rows import EnrolRows, newest_picture
from ui.enrol.sheet import JoinSheet
from ui.enrol.ticket import of_file, of_picture, parted
from ui.entrance.enrol_form import EnrolForm
from ui.texts import say

CODE = write_enrol_code(EnrolCode(bytes(range(10)), bytes(range(32)).hex()))
SHORT = write_enrol_code(EnrolCode(bytes(range(10))))
ADDRESS = "https://markaz.example.ir:8470"


def picture(text: str) -> QImage:
    """A QR code as a photograph would show it, with a border."""
    symbol = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image(scale=4)
    pixels = np.asarray(symbol)
    high, wide = pixels.shape
    grey = QImage(pixels.tobytes(), wide, high, wide, QImage.Format.Format_Grayscale8)
    return grey.convertToFormat(QImage.Format.Format_RGB32)


@pytest.mark.parametrize(
    "text",
    [
        f"{ADDRESS}#{CODE}",
        f"{ADDRESS}\n{CODE}",
        f"{CODE} {ADDRESS}/",
        f"نشانی مرکز: {ADDRESS}\nکد پیوستن: {CODE}\n",
        f'{{"central": "{ADDRESS}", "enrol_code": "{CODE}"}}',
        f"{ADDRESS}, {CODE.lower().replace('-', ' ')}",
    ],
)
def test_address_and_code_are_parted_however_they_stand_together(text: str) -> None:
    ticket = parted(text)
    assert ticket.central == ADDRESS
    assert ticket.code.upper().replace(" ", "-") == CODE


def test_a_text_without_a_code_has_none() -> None:
    assert parted("سلام") == ("", "")
    assert parted(ADDRESS) == (ADDRESS, "")


def test_a_picture_and_a_file_are_read(tmp_path: Path) -> None:
    text = f"{ADDRESS}#{CODE}"
    assert parted(of_picture(picture(text))) == (ADDRESS, CODE)
    photo, note = tmp_path / "photo.png", tmp_path / "note.txt"
    picture(text).save(str(photo))
    note.write_text(text, encoding="utf-8")
    assert parted(of_file(photo)) == parted(of_file(note)) == (ADDRESS, CODE)
    assert newest_picture(tmp_path) == photo


@pytest.mark.parametrize("name", ["text", "empty", "binary", "other_code", "missing"])
def test_what_holds_no_code_is_told(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    contents = {"text": "سلام".encode(), "empty": b"", "binary": random.Random(1).randbytes(9000)}
    if name == "other_code":
        picture("https://example.ir").save(str(path := tmp_path / "other.png"))
    elif name != "missing":
        path.write_bytes(contents[name])
    with pytest.raises(UserMistake) as told:
        of_file(path)
    unreadable = name == "missing"
    assert told.value.mistakes[0].code == ("enrol.unreadable" if unreadable else "enrol.no_code")


def test_a_folder_without_pictures_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserMistake):
        newest_picture(tmp_path)
    with pytest.raises(UserMistake):
        newest_picture(tmp_path / "none")


def test_a_code_is_grouped_while_it_is_typed_and_a_wrong_letter_is_told_at_once() -> None:
    line = CodeLine()
    type_text(line, "abcdefgh")
    assert line.text() == "ABCD-EFGH"
    assert (line.count, line.whole, line.mistake()) == (8, 24, None)
    type_text(line, "u")
    wrong = line.mistake()
    assert wrong is not None
    assert (wrong.code, wrong.params) == ("enrol_code.letter", {"letter": "U"})


def test_a_whole_code_fits_or_is_told_with_its_last_letter() -> None:
    line = CodeLine()
    type_text(line, CODE.replace("-", "")[:-1])
    assert (line.mistake(), line.fits) == (None, False)
    type_text(line, CODE[-1])
    assert line.fits
    assert line.text() == CODE
    line.setText(CODE[:-1] + ("0" if CODE[-1] != "0" else "1"))
    wrong = line.mistake()
    assert wrong is not None
    assert wrong.code == "enrol_code.mistyped"
    line.setText(SHORT)
    assert line.fits
    assert line.whole == line.count == 24


def test_rows_say_how_far_the_code_is_and_whom_it_names() -> None:
    rows = EnrolRows()
    rows.code.setText("ABCD-EFGH")
    words = [label.text() for label in rows.findChildren(QLabel)]
    assert say("enrol.count", count=8, whole=24) in words
    rows.code.setText(CODE)
    words = [label.text() for label in rows.findChildren(QLabel)]
    assert any("0001 0203" in text for text in words)
    rows.central.setText(f"{ADDRESS} {SHORT}")
    assert (rows.central.value(), rows.code.value()) == (ADDRESS, SHORT)
    assert [one.code for one in rows.mistakes()] == ["line.needs_fingerprint"]


async def test_a_picture_is_pasted_into_the_first_run(tmp_path: Path) -> None:
    async with seated(tmp_path) as seat:
        seat.page.chosen.emit("enrol")  # type: ignore[attr-defined]
        page = seat.page
        assert isinstance(page, EnrolForm)
        QGuiApplication.clipboard().setImage(picture(f"{ADDRESS}#{CODE}"))
        page.ticket._paste()
        await seat.sitting.calls.quiet()
        assert (page.values()["central"], page.values()["enrol_code"]) == (ADDRESS, CODE)
        QGuiApplication.clipboard().setText("سلام")
        page.ticket._paste()
        assert seat.wrong() == {"enrol_code": "enrol.no_code"}


async def open_sheet(hands: Hands) -> JoinSheet:
    hands.frame.open("line")
    await hands.quiet()
    await hands.press(Qt.Key.Key_E, CTRL)
    (sheet,) = hands.frame.findChildren(JoinSheet)
    return sheet


async def test_an_office_that_began_alone_joins_from_the_window(tmp_path: Path) -> None:
    clock = HandClock()
    with a_centre(tmp_path, clock) as centre:
        async with shown(found(tmp_path, clock)) as hands:
            sheet = await open_sheet(hands)
            sheet.accept()
            told = {name: row.wrong.code for name, row in sheet.rows.rows.items() if row.wrong}
            assert told == {"central": "central.missing", "enrol_code": "enrol_code.missing"}
            code = centre.code()
            sheet.rows.take(f"http://127.0.0.1:9\n{code}")
            sheet.accept()
            await hands.quiet()
            words = [label.text() for label in sheet.findChildren(QLabel)]
            assert say("line.unreachable") in words
            sheet.rows.take(f"{centre.address}\n{code}")
            sheet.accept()
            await hands.quiet()
            await until(hands, LineState.UP_TO_DATE, 0)
            standing = await asyncio.to_thread(hands.desk.joining.standing)
            assert (standing.enrolled, standing.spare_lanes > 0) == (True, True)
            assert centre.counts().events > 0
            bar = [label.text() for label in hands.frame.status.findChildren(QLabel)]
            assert any("فرمانداری نمونه" in text for text in bar)
            again = JoinSheet(hands.frame, hands.open_desk.place, lambda: None)
            again.rows.take(f"{centre.address}\n{code}")
            again.accept()
            await hands.quiet()
            words = [label.text() for label in again.findChildren(QLabel)]
            assert say("line.enrolled_already") in words


async def test_who_may_not_enrol_is_offered_nothing(tmp_path: Path) -> None:
    async with shown(found(tmp_path, HandClock(), role="supervisor"), first="line") as hands:
        await hands.press(Qt.Key.Key_E, CTRL)
        assert hands.frame.findChildren(JoinSheet) == []

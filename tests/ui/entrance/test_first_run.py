"""The first run: three ways in, mistakes at their fields, the recovery key shown once."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from central.folder import Folder
from central.running import Centre, wall_clock_ms
from central.store.offices import add_office, make_enrol_code
from central.web.server import Listen
from desk_app.protocol.enrol_code import EnrolCode, write_enrol_code
from tests.ui.entrance.seats import Seat, seated
from tests.ui.keys import press
from ui.entrance.demonstration import TryOut, TryOutReady
from ui.entrance.enrol_form import EnrolForm
from ui.entrance.office_form import OfficeForm
from ui.entrance.recovery import RecoveryKey
from ui.entrance.recovery_paper import paint_key
from ui.entrance.sign_in import SignIn
from ui.entrance.ways import Ways
from ui.widgets.labels import Words


async def in_office_form(seat: Seat) -> None:
    assert isinstance(seat.page, Ways)
    seat.page.chosen.emit("office")
    assert isinstance(seat.page, OfficeForm)


async def found_office(seat: Seat, office: dict[str, str]) -> RecoveryKey:
    await in_office_form(seat)
    seat.fill(**office)
    await seat.press_first()
    assert isinstance(seat.page, RecoveryKey), seat.wrong()
    return seat.page


def told_to_a_centre(office: dict[str, str]) -> dict[str, str]:
    """What is asked of a desk whose office the centre names."""
    return {name: office[name] for name in office if name not in ("office_name", "office_code")}


async def test_an_empty_folder_asks_which_way(tmp_path: Path) -> None:
    async with seated(tmp_path) as seat:
        assert isinstance(seat.page, Ways)
        seat.page.chosen.emit("demonstration")
        assert isinstance(seat.page, TryOut)
        seat.page.left.emit()
        assert isinstance(seat.page, Ways)


async def test_every_empty_field_says_so_and_the_first_has_the_cursor(tmp_path: Path) -> None:
    async with seated(tmp_path) as seat:
        await in_office_form(seat)
        await seat.press_first()
        assert seat.wrong() == {
            "agency": "agency.missing",
            "office_name": "office_name.missing",
            "office_code": "office_code.missing",
            "counter": "counter.missing",
            "officer_name": "officer_name.missing",
            "officer": "officer.missing",
            "password": "password.empty",
        }
        assert seat.page.rows["agency"].editor.hasFocus()


async def test_two_passwords_that_differ_are_seen_before_anything_is_made(
    office: dict[str, str], tmp_path: Path
) -> None:
    async with seated(tmp_path) as seat:
        await in_office_form(seat)
        seat.fill(**office | {"password_again": "کتاب ابر جای"})
        await seat.press_first()
        assert seat.wrong() == {"password_again": "entrance.password.differs"}
        seat.fill(password="abc", password_again="abc")
        await seat.press_first()
        assert seat.wrong() == {"password": "password.short"}
        assert not (seat.folder / "desk").exists()


async def test_an_office_is_made_and_entered_once_its_key_was_read_back(
    office: dict[str, str], tmp_path: Path
) -> None:
    async with seated(tmp_path) as seat:
        page = await found_office(seat, office)
        assert [len(group) for group in page.groups] == [6] * 8
        seat.fill(group="000000")
        await seat.press_first()
        assert seat.wrong() == {"group": "entrance.key.wrong"}
        assert seat.window.signed_in is None
        seat.fill(group=page.groups[page.asked])
        await seat.press_first()
        assert seat.open_desk.desk.office.code == "1101"
        assert seat.open_desk.desk.office.counter == "2"
        assert seat.open_desk.frame.isVisible()


async def test_the_key_is_in_no_file_of_the_desk(office: dict[str, str], tmp_path: Path) -> None:
    async with seated(tmp_path) as seat:
        page = await found_office(seat, office)
        held = [path.read_bytes() for path in seat.folder.rglob("*") if path.is_file()]
        assert held
        for key in ("".join(page.groups), "-".join(page.groups)):
            assert not any(key.encode() in data for data in held)


async def test_a_desk_left_at_its_key_is_closed_with_the_window(
    office: dict[str, str], tmp_path: Path
) -> None:
    async with seated(tmp_path) as seat:
        await found_office(seat, office)
        desk = seat.window.threshold.opened
        assert desk is not None
    async with seated(tmp_path) as again:
        seat.window.hide()
        again.fill(password=office["password"])
        await again.press_first()
        assert again.open_desk.desk.reason is None


async def test_the_demonstration_says_its_password_and_is_marked(tmp_path: Path) -> None:
    async with seated(tmp_path) as seat:
        seat.page.chosen.emit("demonstration")  # type: ignore[attr-defined]
        await seat.press_first()
        assert isinstance(seat.page, TryOutReady)
        shown = {words.text() for words in seat.page.findChildren(Words)}
        assert {"demo", "demonstration"} <= shown
        await seat.press_first()
        assert seat.open_desk.desk.office.demonstration
        assert seat.open_desk.frame.header.mark.text() == "نمایشی"
        assert seat.open_desk.frame.header.mark.isVisible()
        seat.window.lock()
        assert seat.window.threshold.panel.demonstration.isVisible()


async def test_escape_leads_back_to_the_ways(tmp_path: Path) -> None:
    async with seated(tmp_path) as seat:
        await in_office_form(seat)
        back = seat.page.buttons.itemAt(1)
        assert back is not None
        back.widget().click()  # type: ignore[union-attr]
        assert isinstance(seat.page, Ways)


async def test_address_and_code_pasted_together_are_parted_and_name_the_centre(
    tmp_path: Path,
) -> None:
    async with seated(tmp_path) as seat:
        seat.page.chosen.emit("enrol")  # type: ignore[attr-defined]
        assert isinstance(seat.page, EnrolForm)
        code = write_enrol_code(EnrolCode(bytes(10), bytes(range(32)).hex()))
        seat.fill(central=f"https://desk.example.ir:8443 {code}")
        assert seat.page.values()["central"] == "https://desk.example.ir:8443"
        assert seat.page.values()["enrol_code"] == code
        told = "".join(words.text() for words in seat.page.findChildren(Words))
        assert "0001 0203 0405 0607" in told


async def test_a_mistyped_code_and_an_open_address_stand_at_their_fields(
    office: dict[str, str], tmp_path: Path
) -> None:
    async with seated(tmp_path) as seat:
        seat.page.chosen.emit("enrol")  # type: ignore[attr-defined]
        asked = told_to_a_centre(office)
        seat.fill(**asked, central="http://desk.example.ir", enrol_code="1234-5678-9012-3456-7890")
        await seat.press_first()
        assert seat.wrong() == {"enrol_code": "enrol_code.mistyped"}
        seat.fill(enrol_code=write_enrol_code(EnrolCode(bytes(10))))
        await seat.press_first()
        assert seat.wrong() == {"central": "line.needs_tls"}


async def test_a_desk_joins_a_real_centre_whose_names_win(
    office: dict[str, str], tmp_path: Path
) -> None:
    database = Folder(tmp_path / "centre").open_database()
    there = database.write(lambda c: add_office(c, "2204", "میز خدمت یزد", 31))
    made, _ = database.write(lambda c: make_enrol_code(c, there, "", wall_clock_ms()))
    with Centre(database, Listen()) as centre:
        async with seated(tmp_path) as seat:
            seat.page.chosen.emit("enrol")  # type: ignore[attr-defined]
            asked = told_to_a_centre(office)
            seat.fill(**asked, central=centre.url, enrol_code=write_enrol_code(made))
            await seat.press_first()
            assert isinstance(seat.page, RecoveryKey), (seat.wrong(), seat.page.message.text())
            key = seat.page
            seat.fill(group=key.groups[key.asked])
            await seat.press_first()
            assert seat.open_desk.desk.office.code == "2204"
            assert seat.open_desk.desk.office.name == "میز خدمت یزد"
    database.close()


async def test_a_centre_that_is_away_is_told_and_nothing_is_left(
    office: dict[str, str], tmp_path: Path
) -> None:
    async with seated(tmp_path) as seat:
        seat.page.chosen.emit("enrol")  # type: ignore[attr-defined]
        asked = told_to_a_centre(office)
        code = write_enrol_code(EnrolCode(bytes(10)))
        seat.fill(**asked, central="http://127.0.0.1:9", enrol_code=code)
        await seat.press_first()
        assert isinstance(seat.page, EnrolForm)
        assert seat.page.message.isVisible()
        assert seat.page.message.text()
        assert seat.page.primary is not None
        assert seat.page.primary.isEnabled()
        assert not (seat.folder / "desk" / "book.db").exists()


async def test_the_next_start_asks_to_sign_in(office: dict[str, str], tmp_path: Path) -> None:
    async with seated(tmp_path) as seat:
        page = await found_office(seat, office)
        seat.fill(group=page.groups[page.asked])
        await seat.press_first()
    async with seated(tmp_path) as again:
        assert isinstance(again.page, SignIn)
        assert again.page.values()["officer"] == "zahra"


async def test_enter_agrees_wherever_the_cursor_is(tmp_path: Path) -> None:
    async with seated(tmp_path) as seat:
        await in_office_form(seat)
        press(seat.page.rows["counter"].editor, Qt.Key.Key_Return)
        assert "agency" in seat.wrong()


def test_the_key_on_paper_has_ink_for_every_group() -> None:
    groups = [f"{number:06d}" for number in range(8)]
    sizes = set()
    for count in (4, 8):
        page = QImage(874, 1240, QImage.Format.Format_Grayscale8)
        page.fill(255)
        paint_key(page, groups[:count], "میز خدمت")
        inked = sum(
            page.pixelColor(x, y).lightness() < 128
            for x in range(0, 874, 2)
            for y in range(0, 1240, 2)
        )
        sizes.add(inked)
    assert 0 < min(sizes) < max(sizes)

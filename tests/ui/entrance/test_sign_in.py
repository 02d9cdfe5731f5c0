"""Signing in and out, the lock, and what a half-written visit asks."""

from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from desk_app.ports.desk import LineState, LineView
from tests.ui.entrance.seats import PASSWORD, Seat, founded, seated
from tests.ui.keys import press, type_text
from ui.entrance.keyboard import KeyboardWatch, Keys, WindowsKeys, caps_by, keys_of, script_of
from ui.entrance.password import KeyboardSigns, Password
from ui.entrance.sign_in import Locked, SignIn
from ui.entrance.strength import strength_of
from ui.idle import IdleWatch
from ui.settings.names import LOCK_MINUTES
from ui.widgets.dialog import Dialog
from ui.widgets.messages import Banner


async def test_the_right_password_opens_the_first_page_of_the_role(tmp_path: Path) -> None:
    founded(tmp_path)
    async with seated(tmp_path) as seat:
        assert isinstance(seat.page, SignIn)
        assert seat.page.password.hasFocus()
        await seat.sign_in()
        assert seat.open_desk.frame.stack.key == "settings"
        assert seat.open_desk.desk.book.officer.name == "زهرا محمدی"


async def test_no_password_and_a_wrong_one_are_told_at_the_field(tmp_path: Path) -> None:
    founded(tmp_path)
    async with seated(tmp_path) as seat:
        await seat.press_first()
        assert seat.wrong() == {"password": "password.empty"}
        await seat.sign_in("چای ابر کتاب")
        assert seat.wrong() == {"password": "password.wrong"}
        assert seat.window.signed_in is None


async def test_too_many_wrong_passwords_count_the_seconds_down(tmp_path: Path) -> None:
    founded(tmp_path)
    async with seated(tmp_path) as seat:
        for _ in range(5):
            await seat.sign_in("چای ابر کتاب")
        assert isinstance(seat.page, SignIn)
        await seat.sign_in()
        assert seat.wrong() == {"password": "password.wait"}
        assert seat.page.primary is not None
        assert not seat.page.primary.isEnabled()
        before = seat.page.waiting
        seat.page._on_second()
        assert seat.page.waiting == before - 1
        for _ in range(before):
            seat.page._on_second()
        assert seat.page.primary.isEnabled()
        assert seat.wrong() == {}


async def test_a_locked_desk_keeps_its_work_and_asks_the_password(tmp_path: Path) -> None:
    founded(tmp_path)
    async with seated(tmp_path) as seat:
        await seat.sign_in()
        seat.open_desk.frame.open("intake")
        intake = seat.open_desk.pages.intake
        assert intake is not None
        field = intake.form.people.applicant.rows.editor("last_name")
        field.setFocus()
        type_text(field, "محمدی")
        seat.open_desk.lock_wanted.emit()
        assert not seat.open_desk.frame.isVisible()
        assert isinstance(seat.page, Locked)
        await seat.sign_in("چای ابر کتاب")
        assert seat.wrong() == {"password": "password.wrong"}
        after_wrong = seat.window.locked
        await seat.sign_in()
        assert (after_wrong, seat.window.locked) == (True, False)
        assert intake.form.draft().parties[0].last_name == "محمدی"


async def test_another_officer_takes_the_seat_from_the_lock(tmp_path: Path) -> None:
    founded(tmp_path)
    async with seated(tmp_path) as seat:
        await seat.sign_in()
        seat.window.lock()
        assert isinstance(seat.page, Locked)
        seat.page.left.emit()
        await seat.until(lambda: isinstance(seat.page, SignIn))
        assert seat.window.signed_in is None
        await seat.sign_in()
        assert seat.open_desk.frame.isVisible()


async def test_signing_out_is_recorded_and_asks_to_sign_in_again(tmp_path: Path) -> None:
    founded(tmp_path)
    async with seated(tmp_path) as seat:
        await seat.sign_in()
        before = seat.open_desk.desk.book.queries.counts().events
        seat.open_desk.signed_out.emit()
        await seat.until(lambda: isinstance(seat.page, SignIn))
        await seat.sign_in()
        # Out, and in again.
        assert seat.open_desk.desk.book.queries.counts().events == before + 2


async def test_a_half_written_visit_asks_calmly_and_is_there_the_next_time(tmp_path: Path) -> None:
    founded(tmp_path)
    closed: list[bool] = []
    async with seated(tmp_path) as seat:
        await seat.sign_in()
        seat.window.closing.connect(lambda: closed.append(True))
        seat.open_desk.frame.open("intake")
        intake = seat.open_desk.pages.intake
        assert intake is not None
        field = intake.form.people.applicant.rows.editor("last_name")
        field.setFocus()
        type_text(field, "محمدی")
        seat.window.close()
        assert closed == []
        sheet = seat.open_desk.frame.findChild(Dialog)
        assert sheet is not None
        sheet.accept()
        assert closed == [True]
    async with seated(tmp_path) as again:
        await again.sign_in()
        again.open_desk.frame.open("intake")
        after = again.open_desk.pages.intake
        assert after is not None
        await again.until(after.keeper.offer.isVisible)


async def test_the_desk_locks_after_the_minutes_that_were_set(tmp_path: Path) -> None:
    founded(tmp_path)
    async with seated(tmp_path) as seat:
        await seat.sign_in()
        seat.open_desk.desk.book.set_setting(LOCK_MINUTES, "5")
        seat.open_desk.read_settings()
        await seat.until(lambda: seat.open_desk.idle.minutes == 5)
        seat.open_desk.idle.away.emit()
        assert seat.window.locked


def test_somebody_at_the_keyboard_is_not_away(screen: QApplication) -> None:
    window = QWidget()
    window.show()
    window.activateWindow()
    screen.processEvents()
    seconds = [0.0]
    watch = IdleWatch(window, 2, lambda: seconds[0])
    away: list[bool] = []
    watch.away.connect(lambda: away.append(True))
    seconds[0] = 119
    handle = window.windowHandle()
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
    QApplication.sendEvent(handle, key)
    seconds[0] = 230
    watch.look()
    assert away == []
    seconds[0] = 240
    watch.look()
    assert away == [True]
    watch.minutes = 0
    seconds[0] = 9999
    watch.look()
    assert away == [True]
    watch.stop()


async def test_a_clock_far_from_the_centres_is_a_banner_until_it_is_right(tmp_path: Path) -> None:
    founded(tmp_path)
    async with seated(tmp_path) as seat:
        await seat.sign_in()
        desk = seat.open_desk
        far = LineView(LineState.UP_TO_DATE, clock_distance_ms=-12 * 60_000)
        desk._show_line(far)
        told = [banner.accessibleName() for banner in desk.frame.findChildren(Banner)]
        assert "ساعت این رایانه ۱۲ دقیقه از ساعت مرکز جلوتر است" in told
        desk._show_line(LineView(LineState.NO_LINE, unsent=3))
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        assert desk.frame.findChildren(Banner) == []


def test_the_keyboards_language_and_caps_lock_are_read_off_the_letters() -> None:
    field = Password()
    signs = KeyboardSigns([field], Keys())
    assert signs.watch.layout == ""
    type_text(field, "س")
    assert signs.watch.layout == "fa"
    seen = []
    for letter in "aA":
        type_text(field, letter)
        seen.append((signs.watch.layout, signs.watch.caps))
    press(field, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier, "B")
    seen.append((signs.watch.layout, signs.watch.caps))
    press(field, Qt.Key.Key_CapsLock)
    seen.append((signs.watch.layout, signs.watch.caps))
    assert seen == [("en", False), ("en", True), ("en", False), ("en", True)]


def test_what_the_system_tells_of_its_keyboard_goes_before_letters() -> None:
    class Told(Keys):
        def caps_lock(self) -> bool | None:
            return True

        def layout(self) -> str:
            return "fa"

    owner = QWidget()
    watch = KeyboardWatch(owner, [], Told())
    watch._on_look()
    assert (watch.layout, watch.caps) == ("fa", True)


def test_windows_tells_the_layout_by_its_handle_and_caps_lock_by_its_toggle() -> None:
    class User32:
        """Answers as the functions of that name do, in C's ints."""

        def __init__(self, handle: int, capital: int) -> None:
            self._handle, self._capital = handle, capital

        def GetKeyboardLayout(self, thread: int) -> int:
            assert thread == 0
            return self._handle

        def GetKeyState(self, key: int) -> int:
            assert key == 0x14
            return self._capital

    told = [
        (keys.layout(), keys.caps_lock())
        for handle, capital in (
            (0x04290429, 1),
            (-0x0F57FBD7, -127),
            (0x04090409, 0),
            (0x04010401, -128),
            (0x04070407, 0),
        )
        for keys in (WindowsKeys(User32(handle, capital)),)
    ]
    # A standard Persian layout has a handle above 0xF0000000, which is negative as an int.
    assert told == [("fa", True), ("fa", True), ("en", False), ("ar", False), ("", False)]


def test_a_system_that_tells_nothing_is_no_fault() -> None:
    for platform in ("offscreen", "windows", "cocoa", "xcb", "wayland"):
        assert keys_of(platform).caps_lock() in (None, True, False)


def test_letters_tell_script_and_caps_lock() -> None:
    assert [script_of(letter) for letter in "aس1é"] == ["en", "fa", "", ""]
    assert [caps_by(letter, shifted=False) for letter in "aA1س"] == [False, True, None, None]
    assert [caps_by(letter, shifted=True) for letter in "aA"] == [True, False]


def test_the_eye_shows_a_password_only_while_it_is_open() -> None:
    field = Password()
    field.setText(PASSWORD)
    field._eye.setChecked(True)
    assert field.shown
    field.hide_again()
    assert not field.shown


def test_strength_grows_with_fresh_letters_and_not_with_known_names() -> None:
    assert strength_of("abc") == "short"
    assert strength_of("12345678901234") == "weak"
    assert strength_of("aaaaaaaaaaaaaaaa") == "weak"
    assert strength_of("zahra1405", ["zahra"]) == "weak"
    assert strength_of("کتاب ابر") == "fair"
    assert strength_of("کتاب ابر چای ۷ پل") == "good"
    assert strength_of("mZ7#kq9!Lw") == "good"


async def test_nothing_is_left_running_after_the_end(tmp_path: Path) -> None:
    import threading

    founded(tmp_path)
    async with seated(tmp_path) as seat:
        await seat.sign_in()
        assert isinstance(seat, Seat)
    left = {thread.name.partition("_")[0] for thread in threading.enumerate()}
    assert not left & {"spool", "sync", "tending", "entrance", "writing", "reading"}

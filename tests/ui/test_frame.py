"""The frame opens pages, hands them what changed, lists the keys and remembers its habits."""

import datetime as dt
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout

from desk_app.ports.changes import Changes
from desk_app.records.errors import MachineFault
from tests.ui.keys import press
from ui.frame import remembered
from ui.frame.help import HelpSheet
from ui.frame.keys import bind, keys_in_force
from ui.frame.page import Page, PageSpec
from ui.frame.remembered import Remembered
from ui.frame.window import MainWindow
from ui.texts import language
from ui.theme import look
from ui.widgets.dialog import Dialog
from ui.widgets.messages import Banner, Notice

NOON = dt.datetime(2026, 11, 21, 10, 24, tzinfo=dt.UTC)


class Desk(Page):
    """A page that writes down what the frame does to it."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[object] = []
        self.settled = True
        self.line = QLineEdit()
        QVBoxLayout(self).addWidget(self.line)
        bind(self, "F9", "gallery.record", lambda: self.log.append("recorded"))

    def opened(self) -> None:
        self.log.append("opened")

    def may_leave(self) -> bool:
        return self.settled

    def changes(self, changes: Changes) -> None:
        self.log.append(changes)


def frame(folder: Path | None = None) -> tuple[MainWindow, dict[str, Desk]]:
    built: dict[str, Desk] = {}

    def build(key: str) -> Desk:
        built[key] = Desk()
        return built[key]

    specs = [
        PageSpec("one", "gallery.fields", "intake", lambda: build("one")),
        PageSpec("two", "gallery.list", "list", lambda: build("two")),
    ]
    window = MainWindow(specs, lambda: NOON, folder)
    window.open("one")
    window.show()
    return window, built


def key_of(window: MainWindow, keys: str) -> QShortcut:
    return next(
        shortcut
        for shortcut in window.findChildren(QShortcut)
        if QKeySequence(keys) in list(shortcut.keys())
    )


def test_a_page_is_built_when_it_is_first_opened() -> None:
    window, built = frame()
    assert list(built) == ["one"]
    window.open("two")
    window.open("one")
    window.open("two")
    assert built["two"].log == ["opened", "opened"]


def test_a_page_with_unsaved_work_is_not_left() -> None:
    window, built = frame()
    built["one"].settled = False
    closed: list[bool] = []
    window.closing.connect(lambda: closed.append(True))
    assert not window.open("two")
    window.close()
    assert window.isVisible()
    assert closed == []
    built["one"].settled = True
    window.close()
    assert closed == [True]
    assert window.isVisible()


def test_an_unknown_page_is_a_bug() -> None:
    window, _ = frame()
    with pytest.raises(KeyError):
        window.open("three")


def test_changes_reach_the_page_shown_and_wait_for_the_hidden() -> None:
    window, built = frame()
    window.open("two")
    built["one"].log.clear()
    built["two"].log.clear()
    first, second = Changes(requests=frozenset({"a"})), Changes(requests=frozenset({"b"}))
    window.publish(first)
    window.publish(second)
    assert built["two"].log == [first, second]
    assert built["one"].log == []
    window.open("one")
    assert built["one"].log == [first | second, "opened"]


def test_changes_of_another_thread_arrive_on_the_windows_thread(screen: QApplication) -> None:
    window, built = frame()
    built["one"].log.clear()
    worker = threading.Thread(target=window.publish, args=(Changes(own_events=1),))
    worker.start()
    worker.join()
    assert built["one"].log == []
    screen.processEvents()
    assert built["one"].log == [Changes(own_events=1)]


def test_alt_and_a_digit_of_either_keyboard_open_pages() -> None:
    window, _ = frame()
    shortcut = key_of(window, "Alt+2")
    sequences = shortcut.keys()
    assert {one.toString() for one in sequences} == {"Alt+2", "Alt+۲"}
    shortcut.activated.emit()
    assert window.stack.key == "two"


def test_the_rail_marks_the_page_that_is_shown() -> None:
    window, built = frame()
    built["one"].settled = False
    window.rail._items["two"].click()
    assert window.rail._items["one"].isChecked()
    built["one"].settled = True
    window.rail._items["two"].click()
    assert window.rail._items["two"].isChecked()
    assert not window.rail._items["one"].isChecked()


def test_only_keys_of_the_page_shown_are_listed() -> None:
    window, _ = frame()
    window.open("two")
    listed = [one.keys for one in keys_in_force(window)]
    assert listed.count("F9") == 1
    assert "Alt+1" in listed
    sheet = HelpSheet(window)
    words = [label.text() for label in sheet.findChildren(QLabel)]
    assert "ثبت و چاپ رسید" in words


def test_a_question_mark_opens_the_sheet_of_keys() -> None:
    window, _ = frame()
    press(window, Qt.Key.Key_unknown, text="؟")
    assert window.findChild(HelpSheet) is not None


def test_a_notice_is_said_and_takes_no_focus() -> None:
    window, built = frame()
    built["one"].line.setFocus()
    window.notice("status.unsent", count=2)
    notice = window.findChild(Notice)
    assert notice is not None
    assert notice.isVisible()
    assert notice.accessibleName() == "۲ مورد ارسال‌نشده"
    assert notice.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_a_banner_does_what_it_offers_and_can_be_closed() -> None:
    window, _ = frame()
    done: list[bool] = []
    fault = MachineFault("gallery.banner.bad")
    banner = Banner.of_fault(fault, action="gallery.again", do=lambda: done.append(True))
    window.put_up(banner)
    assert "رسید چاپ نشد: چاپگر کاغذ ندارد." in [
        label.text() for label in banner.findChildren(QLabel)
    ]
    assert "کاغذ بگذارید و دوباره چاپ کنید؛ درخواست ثبت شده است." in [
        label.text() for label in banner.findChildren(QLabel)
    ]
    banner._on_action()
    assert done == [True]
    banner._on_closed()
    assert not banner.isVisible()


def test_the_window_is_where_it_was(tmp_path: Path) -> None:
    window, _ = frame(tmp_path)
    window.setGeometry(40, 30, 1100, 700)
    look().wear(dark=True, factor=1.2)
    language().speak("en")
    window.leave()
    habits = remembered.recall(tmp_path)
    assert habits == Remembered((40, 30, 1100, 700), False, True, 1.2, "en")
    again, _ = frame(tmp_path)
    assert again.geometry().getRect() == (40, 30, 1100, 700)


@pytest.mark.parametrize(
    "kept", ["", "{", "[]", '{"place": 1}', '{"place": [1], "maximised": true}']
)
def test_a_damaged_memory_is_as_the_first_day(tmp_path: Path, kept: str) -> None:
    (tmp_path / "window.json").write_text(kept, encoding="utf-8")
    assert remembered.recall(tmp_path) == Remembered()


def test_a_screen_that_is_gone_does_not_swallow_the_window(tmp_path: Path) -> None:
    remembered.keep(tmp_path, Remembered(place=(9000, 9000, 1100, 700), maximised=False))
    window, _ = frame(tmp_path)
    assert window.geometry().left() < 9000


async def test_a_question_is_answered_without_a_loop_of_its_own() -> None:
    import asyncio

    window, _ = frame()
    for agreed in (True, False):
        sheet = Dialog(window, "bug.title")
        sheet.offer_way_back()
        answer = asyncio.ensure_future(sheet.answer())
        await asyncio.sleep(0)
        assert sheet.isVisible()
        (sheet.accept if agreed else sheet.reject)()
        assert await answer is agreed

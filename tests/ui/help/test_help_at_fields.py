"""Every field of the program has its help or that of its page, and F1 shows it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desk_app.texts import knows
from tests.ui.entrance.seats import seated
from tests.ui.pages.hands import Hands, open_desk, shown
from tests.ui.pages.office import HandClock, found
from tests.ui.test_accessible import focusable
from ui.entrance.enrol_form import EnrolForm
from ui.entrance.office_form import OfficeForm
from ui.entrance.page import EntrancePage
from ui.entrance.sign_in import Locked
from ui.frame.help import HelpSheet
from ui.help.topics import mark, topics, topics_at
from ui.settings.catalogue.fields import FORMS
from ui.settings.catalogue.section import CatalogueSection
from ui.settings.page import SettingsPage
from ui.widgets.field import FieldRow

TONGUES = ("fa", "en")
KEY = Qt.Key


def helpless(root: QWidget) -> list[str]:
    """What takes the focus and has no help in one of the languages."""
    return [
        f"{type(one).__name__} {one.accessibleName()!r} ({tongue})"
        for one in focusable(root)
        for tongue in TONGUES
        if not topics_at(one, tongue)
    ]


def without_own(root: QWidget) -> set[str]:
    """The codes of fields that only have the help of their page."""
    codes = {str(row.property("helpTopic")) for row in root.findChildren(FieldRow)}
    return codes - topics("fa").keys()


def sheet_of(hands: Hands) -> HelpSheet:
    sheets = [one for one in hands.frame.findChildren(HelpSheet) if one.isVisible()]
    assert len(sheets) == 1
    return sheets[0]


def test_both_languages_help_with_the_same_and_every_title_is_known() -> None:
    assert topics("fa").keys() == topics("en").keys()
    strange = {code for code in topics("fa") for tongue in TONGUES if not knows(code, tongue)}
    assert strange == set()
    assert all(parts and all(parts) for tongue in TONGUES for parts in topics(tongue).values())


@pytest.mark.parametrize("role", ["officer", "supervisor", "expert", "admin"])
async def test_whatever_takes_the_focus_at_the_desk_has_help(tmp_path: Path, role: str) -> None:
    async with shown(found(tmp_path, HandClock(), role=role), first="") as hands:
        for key in hands.frame._specs:
            hands.frame.open(key)
            await hands.quiet()
            page = hands.frame.stack.page
            assert page is not None
            assert helpless(page) == []


async def test_every_field_of_the_settings_has_help_of_its_own(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as hands:
        hands.frame.open("settings")
        page = hands.frame.stack.page
        assert isinstance(page, SettingsPage)
        for key in page._sections:
            body = page.body(key)
            await hands.quiet()
            kinds = list(FORMS) if isinstance(body, CatalogueSection) else [""]
            for kind in kinds:
                if isinstance(body, CatalogueSection):
                    body.shelf.kinds.choose(kind)
                    await hands.quiet()
                assert (key, helpless(body)) == (key, [])
                assert (key, without_own(body)) == (key, set())


async def test_every_field_of_the_intake_has_help_of_its_own(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as hands:
        assert without_own(hands.intake) == set()


@pytest.mark.parametrize("make", [OfficeForm, EnrolForm, lambda: Locked("سارا")])
def test_every_field_of_the_entrance_has_help_of_its_own(make: object) -> None:
    page = make()  # type: ignore[operator]
    assert isinstance(page, EntrancePage)
    assert page.title in topics("fa")
    assert without_own(page) == set()


async def test_f1_at_the_entrance_helps_with_the_page(tmp_path: Path) -> None:
    async with seated(tmp_path) as seat:
        seat.window.threshold.show_help()
        (sheet,) = seat.window.threshold.findChildren(HelpSheet)
        assert sheet.topics == ["entrance.ways"]
        sheet.reject()


async def test_f1_helps_with_the_field_under_the_cursor_and_closes_again(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as hands:
        before = hands.focus
        assert before is not None
        await hands.press(KEY.Key_F1)
        sheet = sheet_of(hands)
        assert sheet.topics == ["intake.national_id", "page.intake"]
        for _ in range(20):
            QApplication.processEvents()
        QTest.keyClick(sheet, KEY.Key_F1)
        assert not sheet.isVisible()
        assert hands.focus is before


async def test_f1_in_a_sheet_helps_with_its_field(tmp_path: Path) -> None:
    from ui.settings.calendar.announce import Announce
    from ui.settings.calendar.section import CalendarSection

    async with open_desk(tmp_path) as hands:
        hands.frame.open("settings")
        page = hands.frame.stack.page
        assert isinstance(page, SettingsPage)
        body = page.body("calendar")
        assert isinstance(body, CalendarSection)
        await hands.quiet()
        body.announce()
        await hands.quiet()
        (asked,) = hands.frame.findChildren(Announce)
        QTest.keyClick(asked, KEY.Key_F1)
        (sheet,) = asked.findChildren(HelpSheet)
        assert sheet.topics[0] == "office.closure.reason"
        sheet.reject()
        assert asked.isVisible()
        asked.reject()


def test_the_nearest_topic_comes_first() -> None:
    page = QWidget()
    mark(page, "page.find")
    row = FieldRow("find.since", QWidget(page))
    row.setParent(page)
    inside = QWidget(row)
    assert topics_at(inside, "fa") == ["find.since", "page.find"]
    assert topics_at(None, "fa") == []

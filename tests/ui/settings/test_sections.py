"""The sections of the settings: who sees which, and how keys reach them."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.ui.pages.hands import CTRL, Hands, shown
from tests.ui.pages.office import HandClock, again, found
from tests.ui.settings.rooms import page_of, section
from tests.ui.test_accessible import focusable, name_of
from ui.settings.catalogue.section import CatalogueSection
from ui.texts import language

KEY = Qt.Key
OFFICE = {"catalogue", "calendar"}


@pytest.mark.parametrize(
    ("role", "sees"), [("officer", False), ("expert", False), ("supervisor", True), ("admin", True)]
)
async def test_only_who_leads_sees_the_office_s_own_sections(
    tmp_path: Path, role: str, sees: bool
) -> None:
    async with shown(found(tmp_path, HandClock(), role=role), first="settings") as hands:
        keys = set(page_of(hands)._sections)
        assert keys >= {"looks", "about"}
        assert (keys >= OFFICE) is sees
        assert bool(keys & OFFICE) is sees


async def test_what_was_typed_and_not_saved_outlives_the_program(tmp_path: Path) -> None:
    clock = HandClock()
    async with shown(found(tmp_path, clock), first="settings") as hands:
        body = await section(hands, "catalogue", CatalogueSection)
        body.begin_new()
        await hands.type("907")
        hands.frame.open("find")
        await hands.quiet()
    async with shown(again(tmp_path, clock), first="settings") as hands:
        body = await section(hands, "catalogue", CatalogueSection)
        assert body.shelf._shown[0].id == ""
        body.shelf.list.go_to(0)
        assert body.desk.form is not None
        assert body.desk.form.values()["key"] == "907"


async def test_keys_walk_over_all_sections_and_back(hands: Hands) -> None:
    page = page_of(hands)
    keys = list(page._sections)
    for key in keys[1:]:
        await hands.press(KEY.Key_PageDown, CTRL)
        assert page.section == key
        assert page.isAncestorOf(hands.focus)  # type: ignore[arg-type]
    await hands.press(KEY.Key_PageDown, CTRL)
    assert page.section == keys[0]
    page._contents.setFocus()
    await hands.press(KEY.Key_Down)
    assert page.section == keys[1]
    await hands.press(KEY.Key_End)
    assert page.section == keys[-1]
    await hands.press(KEY.Key_Home)
    await hands.press(KEY.Key_Up)
    assert page.section == keys[0]


async def test_whatever_takes_the_focus_in_a_section_has_a_name(hands: Hands) -> None:
    page = page_of(hands)
    for key in page._sections:
        body = page.body(key)
        await hands.quiet()
        for tongue in ("fa", "en"):
            language().speak(tongue)
            nameless = [type(one).__name__ for one in focusable(body) if not name_of(one).strip()]
            assert (key, tongue, nameless) == (key, tongue, [])

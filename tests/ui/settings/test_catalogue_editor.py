"""The catalogue is changed by the keyboard, and nothing that was typed is lost."""

from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from desk_app.records.items import Post, Service, Unit
from desk_app.services.catalogue_sheet import write_catalogue
from tests.ui.keys import type_text
from tests.ui.pages.hands import CTRL, Hands
from tests.ui.settings.rooms import section
from ui.settings.catalogue.fields import FORMS
from ui.settings.catalogue.files import ImportOutcome
from ui.settings.catalogue.section import CatalogueSection
from ui.settings.catalogue.spells import Spells
from ui.widgets.dialog import Dialog
from ui.widgets.field import FieldRow

KEY = Qt.Key


async def editor(hands: Hands, kind: str = "service") -> CatalogueSection:
    found = await section(hands, "catalogue", CatalogueSection)
    found.shelf.kinds.choose(kind)
    await hands.quiet()
    return found


def row(found: CatalogueSection, name: str) -> FieldRow:
    assert found.desk.form is not None
    return found.desk.form._rows.row(name)


def titles(found: CatalogueSection) -> list[str]:
    return [line.title for line in found.shelf._shown]


async def test_the_list_follows_what_is_typed(hands: Hands) -> None:
    found = await editor(hands)
    everything = len(titles(found))
    await hands.press(KEY.Key_F, CTRL)
    await hands.type("نانوایی")
    assert 0 < len(titles(found)) < everything
    assert all("نانوایی" in title for title in titles(found))
    await hands.press(KEY.Key_Return)
    await hands.press(KEY.Key_Return)
    assert hands.focus is row(found, "title").editor


async def test_a_service_is_added_by_keys_alone(hands: Hands) -> None:
    found = await editor(hands)
    await hands.press(KEY.Key_N, CTRL)
    await hands.type("905")
    await hands.press(KEY.Key_Tab)
    await hands.type("گواهی آزمون")
    await hands.press(KEY.Key_Tab)
    assert isinstance(hands.focus, QPlainTextEdit)
    type_text(hands.focus, "کارت ملی")
    hands.focus.appendPlainText("سند مالکیت")
    await hands.press(KEY.Key_S, CTRL)
    kept = hands.open_desk.place.catalogue.service("905")
    assert isinstance(kept, Service)
    assert (kept.title, kept.papers) == ("گواهی آزمون", ("کارت ملی", "سند مالکیت"))
    assert found.shelf.key == "905"
    assert row(found, "key").editor.isReadOnly()  # type: ignore[attr-defined]


async def test_a_wrong_field_says_so_and_takes_the_cursor(hands: Hands) -> None:
    found = await editor(hands)
    before = len(hands.open_desk.place.catalogue)
    await hands.press(KEY.Key_N, CTRL)
    await hands.type("101")
    await hands.press(KEY.Key_S, CTRL)
    wrong = {name: row(found, name).wrong for name in ("key", "title")}
    assert {name: one.code for name, one in wrong.items() if one} == {
        "key": "item.key_taken",
        "title": "item.title_missing",
    }
    assert hands.focus is row(found, "key").editor
    assert len(hands.open_desk.place.catalogue) == before


async def test_a_post_changes_hands_on_a_day(hands: Hands) -> None:
    found = await editor(hands, "post")
    spells = row(found, "holders").editor
    assert isinstance(spells, Spells)
    spells._on_add()
    line = spells._lines[-1]
    type_text(line.person, "نرگس صادقی")
    type_text(line.first, "14050901")
    await hands.press(KEY.Key_S, CTRL)
    key = found.shelf.key or ""
    post = hands.open_desk.place.catalogue.post(key)
    assert isinstance(post, Post)
    assert post.holders[-1].person == "نرگس صادقی"
    assert post.holders[-1].first is not None
    assert post.holder_on(post.holders[-1].first) == "نرگس صادقی"


async def test_a_day_that_is_none_is_told_at_the_post(hands: Hands) -> None:
    found = await editor(hands, "post")
    spells = row(found, "substitutes").editor
    assert isinstance(spells, Spells)
    spells._on_add()
    type_text(spells._lines[-1].last, "14051399")
    await hands.press(KEY.Key_S, CTRL)
    wrong = row(found, "substitutes").wrong
    assert wrong is not None
    assert wrong.code == "date.month"


async def test_what_was_typed_and_not_saved_stays_with_its_item(hands: Hands) -> None:
    found = await editor(hands)
    first, second = (line.id for line in found.shelf._shown[:2])
    title = row(found, "title").editor
    assert isinstance(title, QLineEdit)
    type_text(title, "ویژه")
    typed = title.text()
    found.shelf.list.go_to(1)
    await hands.quiet()
    assert found.shelf.key == second
    hands.frame.open("find")
    hands.frame.open("settings")
    await hands.quiet()
    again = await editor(hands)
    again.shelf.list.go_to(0)
    await hands.quiet()
    assert (again.shelf.key, title.text()) == (first, typed)
    kept = hands.setting("draft.catalogue.sara")
    assert "ویژه" in kept
    found.revert()
    await hands.quiet()
    assert "ویژه" not in title.text()
    assert hands.setting("draft.catalogue.sara") == ""


async def test_an_item_that_others_name_is_not_retired_and_says_which(hands: Hands) -> None:
    found = await editor(hands, "unit")
    named = hands.open_desk.place.catalogue.all(Service)[0].unit
    found.shelf.list.go_to([line.id for line in found.shelf._shown].index(named))
    await hands.press(KEY.Key_F8)
    sheet = hands.frame.findChild(Dialog)
    assert sheet is not None
    sheet.accept()
    await hands.quiet()
    assert found.desk._wrong.isVisible()
    assert hands.open_desk.place.catalogue.unit(found.shelf.key or "") is not None


async def test_an_item_nobody_names_is_retired_by_its_key(hands: Hands) -> None:
    found = await editor(hands, "agency")
    gone = found.shelf.key or ""
    await hands.press(KEY.Key_F8)
    sheet = hands.frame.findChild(Dialog)
    assert sheet is not None
    sheet.accept()
    await hands.quiet()
    assert hands.open_desk.place.catalogue.agency(gone) is None
    assert gone not in {line.id for line in found.shelf._shown}


async def test_every_field_of_every_form_shows_what_stands_and_keeps_it(hands: Hands) -> None:
    found = await editor(hands)
    for kind, plans in FORMS.items():
        found.shelf.kinds.choose(kind)
        await hands.quiet()
        assert found.desk.form is not None
        assert found.desk.form.values().keys() == {plan.name for plan in plans}
        before = list(hands.open_desk.place.catalogue)
        found.save()
        await hands.quiet()
        assert list(hands.open_desk.place.catalogue) == before


async def test_a_file_is_taken_in_and_its_refused_rows_offered(
    hands: Hands, tmp_path: Path
) -> None:
    path = tmp_path / "in.xlsx"
    write_catalogue(path)
    book = openpyxl.load_workbook(path)
    for told in (["u91", "واحد نخست"], ["u92", None]):
        book["واحدها"].append(told)
    book.save(path)
    found = await editor(hands, "unit")
    found.files.take_in(path)
    await hands.quiet()
    assert hands.open_desk.place.catalogue.unit("u91") == Unit("u91", "واحد نخست")
    outcome = hands.frame.findChild(ImportOutcome)
    assert outcome is not None
    outcome.reject()
    found.files.give_out(tmp_path / "out.xlsx")
    await hands.quiet()
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["واحدها"]
    assert "u91" in {cell for (cell, *_) in sheet.values}


async def test_a_file_that_is_none_is_refused_with_a_sentence(hands: Hands, tmp_path: Path) -> None:
    path = tmp_path / "in.xlsx"
    path.write_text("نه", encoding="utf-8")
    found = await editor(hands)
    found.files.take_in(path)
    await hands.quiet()
    sheet = hands.frame.findChild(Dialog)
    assert sheet is not None
    assert sheet.isVisible()


async def test_codes_are_shown_in_persian_digits_and_kept_in_ascii(hands: Hands) -> None:
    found = await editor(hands)
    key = row(found, "key").editor
    assert isinstance(key, QLineEdit)
    assert key.text() == "۱۰۱"
    await hands.press(KEY.Key_N, CTRL)
    await hands.type("۹۰۶")
    await hands.press(KEY.Key_Tab)
    await hands.type("خدمت تازه")
    await hands.press(KEY.Key_S, CTRL)
    assert hands.open_desk.place.catalogue.service("906") is not None

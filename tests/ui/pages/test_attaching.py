"""Scans come with the request: by file, drag, paste, from the scanner's folder, as a photograph."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog

from tests.ui.pages.hands import CTRL, SHIFT, Hands, shown
from tests.ui.pages.office import HandClock, again, found
from tests.ui.pages.test_drafts import holding
from tests.ui.pages.test_visits import ZAHRA, take_again, take_zahra
from ui.actions.attaching import SCANNER_FOLDER
from ui.widgets.buttons import IconButton

Key = Qt.Key
CARD = b"%PDF-1.7 national card of somebody"


def titles(hands: Hands) -> list[str]:
    return [one.title for one in hands.intake.form.draft().attached]


def scanned(folder: Path, name: str, data: bytes = CARD, minutes_ago: int = 1) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(data)
    at = HandClock().ms / 1000 - 60 * minutes_ago
    os.utime(path, (at, at))
    return path


def heard(hands: Hands) -> list[str]:
    said: list[str] = []
    hands.open_desk.place.said.connect(lambda code, _: said.append(code))
    return said


async def test_a_file_is_chosen_and_recorded_with_the_request(hands: Hands, tmp_path: Path) -> None:
    path = scanned(tmp_path / "stick", "کارت ملی.pdf")
    await hands.type(ZAHRA)
    await hands.press(Key.Key_F9, CTRL)
    dialog = hands.intake.findChild(QFileDialog)
    assert dialog is not None
    dialog.filesSelected.emit([str(path)])
    dialog.reject()
    await hands.quiet()
    assert titles(hands) == ["کارت ملی"]
    hands.intake.form.matter.begin()
    await hands.type("آب")
    await hands.press(Key.Key_Return)
    await hands.press(Key.Key_F2)
    (document,) = hands.view(hands.hits()[0].request_id).documents
    assert (document.facts["title"], document.facts["size"]) == ("کارت ملی", len(CARD))
    assert hands.desk.scans.read(document.facts["blob"]) == CARD
    assert titles(hands) == []
    assert hands.setting("draft.file.sara.0") == ""


async def test_files_are_dropped_anywhere_on_the_page(hands: Hands, tmp_path: Path) -> None:
    data = QMimeData()
    files = [scanned(tmp_path / "desk", name) for name in ("یک.pdf", "دو.pdf")]
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
    drop_on(hands, data)
    await hands.quiet()
    assert sorted(titles(hands)) == ["دو", "یک"]
    words = QMimeData()
    words.setText("چیزی دیگر")
    assert not drop_on(hands, words)


def drop_on(hands: Hands, data: QMimeData) -> bool:
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), copy, data, left, none)
    enter.ignore()
    QApplication.sendEvent(hands.intake, enter)
    if not enter.isAccepted():
        return False
    drop = QDropEvent(QPoint(5, 5), copy, data, left, none)
    QApplication.sendEvent(hands.intake, drop)
    return drop.isAccepted()


async def test_a_picture_is_pasted(hands: Hands) -> None:
    said = heard(hands)
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    clipboard = QGuiApplication.clipboard()
    clipboard.setImage(image)
    await hands.press(Key.Key_V, CTRL | SHIFT)
    assert titles(hands) == ["تصویر"]
    clipboard.setText("فقط نوشته")
    await hands.press(Key.Key_V, CTRL | SHIFT)
    assert (titles(hands), said) == (["تصویر"], ["intake.paste.none"])


async def test_the_newest_sheet_of_the_scanner_is_taken(hands: Hands, tmp_path: Path) -> None:
    said, folder = heard(hands), tmp_path / "scanner"
    scanned(folder, "دیروز.pdf", minutes_ago=24 * 60)
    await hands.press(Key.Key_F10, CTRL)
    dialog = hands.intake.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(folder))
    dialog.reject()
    await hands.quiet()
    assert hands.setting(SCANNER_FOLDER) == str(folder)
    assert (titles(hands), said) == ([], ["intake.scan.none"])
    scanned(folder, "اول.pdf", minutes_ago=4)
    scanned(folder, "دوم.pdf", minutes_ago=2)
    scanned(folder, "یادداشت.txt", minutes_ago=1)
    await hands.press(Key.Key_F10, CTRL)
    assert titles(hands) == ["دوم"]


async def test_a_photograph_comes_from_the_camera_program(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = heard(hands)
    monkeypatch.setattr(
        QStandardPaths, "writableLocation", staticmethod(lambda _: str(tmp_path / "pictures"))
    )
    await hands.press(Key.Key_F11, CTRL)
    assert said == ["intake.photo.none"]
    (tmp_path / "pictures").mkdir()
    scanned(tmp_path / "pictures" / "Camera Roll", "WIN_2026.jpg", b"\xff\xd8\xff photo")
    await hands.press(Key.Key_F11, CTRL)
    assert titles(hands) == ["WIN_2026"]


async def test_what_is_no_scan_is_said_and_not_taken(hands: Hands, tmp_path: Path) -> None:
    said = heard(hands)
    strange = scanned(tmp_path / "desk", "برنامه.pdf", b"MZ")
    attacher = hands.intake.attacher
    attacher.take_files([strange, tmp_path / "desk" / "نیست.pdf"])
    await hands.quiet()
    assert sorted(said) == ["scan.kind", "scan.unreadable"]
    assert titles(hands) == []


async def test_a_scan_can_be_taken_away_again(hands: Hands, tmp_path: Path) -> None:
    attacher = hands.intake.attacher
    attacher.take_files([scanned(tmp_path / "desk", name) for name in ("یک.pdf", "دو.pdf")])
    await hands.quiet()
    first, _ = titles(hands)
    away = hands.intake.form.service.attached.findChildren(IconButton)
    away[0].click()
    hands.intake.keeper.keep_now()
    await hands.quiet()
    assert len(titles(hands)) == 1
    assert first not in titles(hands)


async def test_scans_wait_with_what_is_unfinished_and_cannot_be_read(tmp_path: Path) -> None:
    clock = HandClock()
    async with shown(found(tmp_path, clock)) as hands:
        path = scanned(tmp_path / "desk", "کارت.pdf")
        hands.intake.attacher.take_files([path])
        await hands.quiet()
        path.unlink()
        await hands.press(Key.Key_F3, SHIFT)
        hands.intake.attacher.take_files([scanned(tmp_path / "desk", "دیگر.pdf")])
        await hands.quiet()
        (tmp_path / "desk" / "دیگر.pdf").unlink()
    assert holding(tmp_path, b"national card", b"bmF0aW9uYWwgY2FyZ") == []
    async with shown(again(tmp_path, clock)) as hands:
        await hands.press(Key.Key_F11)
        assert titles(hands) == ["دیگر"]
        await hands.press(Key.Key_5, CTRL)
        assert titles(hands) == ["کارت"]
        hands.intake.form.people.applicant.begin()
        await take_zahra(hands)
        (document,) = hands.view(hands.hits()[0].request_id).documents
        assert document.facts["title"] == "کارت"
        assert hands.setting("draft.file.sara.0") == ""
        assert hands.setting("draft.file.sara.1") != ""


async def test_papers_brought_later_go_to_the_request_that_is_followed(
    hands: Hands, tmp_path: Path
) -> None:
    await take_zahra(hands)
    assert await take_again(hands, "آب") == 2
    await hands.type(ZAHRA)
    hands.intake.attacher.take_files([scanned(tmp_path / "desk", "قبض.pdf")])
    await hands.quiet()
    await hands.press(Key.Key_F6, SHIFT)
    await hands.press(Key.Key_F2)
    newest, oldest = (hands.view(hit.request_id) for hit in hands.hits())
    assert [document.facts["title"] for document in newest.documents] == ["قبض"]
    assert oldest.documents == ()


async def test_scans_are_not_dropped_with_a_visit_that_makes_no_request(
    hands: Hands, tmp_path: Path
) -> None:
    said = heard(hands)
    hands.intake.attacher.take_files([scanned(tmp_path / "desk", "قبض.pdf")])
    await hands.quiet()
    await hands.press(Key.Key_F3)
    await hands.press(Key.Key_F2)
    assert (said, titles(hands)) == (["intake.attached.no_request"], ["قبض"])
    assert hands.day().visits == 0
    hands.intake.form.service.attached.findChildren(IconButton)[0].click()
    await hands.press(Key.Key_F2)
    assert hands.day().by_outcome == {"informed": 1}

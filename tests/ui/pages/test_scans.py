"""Scans of a request: attached from files and the clipboard, looked at in memory, on record."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from tests.ui.pages.hands import CTRL, Hands
from tests.ui.pages.test_further_deeds import editor, form_of
from tests.ui.pages.test_request_page import open_newest
from ui.pages.request.files import FilesField, of_file
from ui.pages.request.scan_pages import page_picture, pages_of
from ui.pages.request.scan_sheet import ScanSheet
from ui.texts import say

Key = Qt.Key


def picture(folder: Path, name: str = "کارت ملی.png") -> Path:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    path = folder / name
    assert image.save(str(path))
    return path


def drop(hands: Hands, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    hands.request.dropEvent(event)


def sheet(hands: Hands) -> ScanSheet:
    return hands.frame.findChildren(ScanSheet)[-1]


async def test_a_file_that_is_dropped_is_attached_under_its_name(
    hands: Hands, tmp_path: Path
) -> None:
    request_id = await open_newest(hands)
    drop(hands, picture(tmp_path), picture(tmp_path, "شناسنامه.png"))
    assert form_of(hands).way.code == "attach"
    await hands.press(Key.Key_Return, CTRL)
    documents = hands.view(request_id).documents
    assert [one.facts["title"] for one in documents] == ["کارت ملی", "شناسنامه"]
    assert documents[0].facts["media"] == "image/png"


async def test_a_picture_on_the_clipboard_is_attached(hands: Hands) -> None:
    request_id = await open_newest(hands)
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    QGuiApplication.clipboard().setImage(image)
    await hands.press(Key.Key_V, CTRL)
    assert form_of(hands).way.code == "attach"
    editor(hands, "title").setFocus()
    await hands.type("رونوشت حکم")
    await hands.press(Key.Key_Return, CTRL)
    (document,) = hands.view(request_id).documents
    assert document.facts["title"] == "رونوشت حکم"
    QGuiApplication.clipboard().clear()


async def test_what_is_no_scan_is_told_at_its_field_and_nothing_is_kept(
    hands: Hands, tmp_path: Path
) -> None:
    request_id = await open_newest(hands)
    strange = tmp_path / "برنامه.exe"
    strange.write_bytes(b"MZ\x90")
    await hands.press(Key.Key_O, CTRL)
    await hands.press(Key.Key_Return, CTRL)
    wrong = form_of(hands).rows.row("files").wrong
    assert wrong is not None
    assert wrong.code == "files.none"
    drop(hands, picture(tmp_path), strange)
    await hands.press(Key.Key_Return, CTRL)
    wrong = form_of(hands).rows.row("files").wrong
    assert wrong is not None
    assert wrong.code == "scan.kind"
    assert hands.view(request_id).documents == ()
    drop(hands, tmp_path / "نیست.png")
    await hands.press(Key.Key_Return, CTRL)
    assert hands.view(request_id).documents == ()


async def test_a_scan_is_looked_at_in_memory_and_the_look_is_recorded(
    hands: Hands, tmp_path: Path
) -> None:
    await open_newest(hands)
    drop(hands, picture(tmp_path))
    await hands.press(Key.Key_Return, CTRL)
    events, files = hands.events(), _files(tmp_path)
    await hands.press(Key.Key_I, CTRL)
    shown = sheet(hands)
    await hands.quiet()
    assert hands.events() == events + 1
    assert not shown.picture().isNull()
    assert say("scans.where", scan=1, scans=1, page=1, pages=1) == shown.says()
    assert _files(tmp_path) == files
    shown.close()
    assert shown.picture().isNull()
    await hands.quiet()


async def test_a_scan_that_is_gone_says_so(hands: Hands, tmp_path: Path) -> None:
    request_id = await open_newest(hands)
    drop(hands, picture(tmp_path))
    await hands.press(Key.Key_Return, CTRL)
    name = hands.view(request_id).documents[0].facts["blob"]
    _remove(tmp_path, name)
    hands.request.look_at_scan(0)
    await hands.quiet()
    assert sheet(hands).says() == say("scan.missing")
    sheet(hands).close()
    await hands.quiet()


def test_a_long_scan_is_shown_page_by_page(screen: QApplication) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas("unused.pdf")
    for _ in range(3):
        canvas.drawString(100, 100, "1")
        canvas.showPage()
    document = bytes(canvas.getpdfdata())  # type: ignore[no-untyped-call]
    assert pages_of(document) == 3
    assert not page_picture(document, 2).isNull()


def test_a_file_is_titled_by_its_name_and_read_when_it_is_wanted(tmp_path: Path) -> None:
    title, take = of_file(picture(tmp_path))
    name, data = take()
    assert (title, name) == ("کارت ملی", "کارت ملی")
    assert data.startswith(b"\x89PNG")


def test_files_are_listed_as_they_come(screen: QApplication, tmp_path: Path) -> None:
    field = FilesField()
    field.add([of_file(picture(tmp_path))])
    assert len(field.value()) == 1
    assert field.mistake() is None


def _remove(folder: Path, name: str) -> None:
    (kept,) = folder.rglob(name)
    kept.unlink()


def _files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if not path.name.endswith(("-wal", "-shm"))}

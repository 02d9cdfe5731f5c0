"""Bringing a scan to the intake: file, clipboard, drag, the scanner's folder, a photograph."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.actions.attaching import (
    MOST_ATTACHED,
    Attached,
    Take,
    attach,
    camera_folder,
    name_scanner_folder,
    newest_of,
    of_file,
    of_image,
    scanner_folder,
)
from ui.actions.workplace import Workplace
from ui.pages.intake.attached import AttachedList
from ui.texts import say

_PATTERNS: Final = "*.pdf *.jpg *.jpeg *.png *.tif *.tiff"


class Attacher(QObject):
    """Reads scans off the window's thread and adds them to the list.

    ``free_slot`` gives a place that nothing unfinished uses, besides those on the way.
    """

    def __init__(
        self,
        page: QWidget,
        place: Workplace,
        attached: AttachedList,
        free_slot: Callable[[set[int]], int],
    ) -> None:
        super().__init__(page)
        self._page, self._place, self._list = page, place, attached
        self._free_slot = free_slot
        self._on_the_way: set[int] = set()
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Files and pictures may be dropped anywhere on the page."""
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.DragEnter:
            data = event.mimeData()
            if data.hasImage() or any(url.isLocalFile() for url in data.urls()):
                event.acceptProposedAction()
                return True
        elif isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            event.setAccepted(self.take(event.mimeData()))
            return True
        return super().eventFilter(watched, event)

    def choose_file(self) -> None:
        """Ask for files."""
        dialog = QFileDialog(self._page, say("intake.attach.file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(f"{say('intake.attach.kinds')} ({_PATTERNS})")
        dialog.filesSelected.connect(lambda paths: self.take_files([Path(one) for one in paths]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_files(self, paths: list[Path]) -> None:
        """Attach files."""
        for path in paths:
            self._take(of_file(path))

    def take_scan(self) -> None:
        """Attach the newest file of the scanner's folder, which is asked for the first time."""
        scanner_folder(self._place, self._on_scanner_folder)

    def take_photo(self) -> None:
        """Attach the newest photograph that the camera program of this machine took."""
        # Qt's own camera is a module that this window is not shipped with.
        now_ms = self._place.desk.clock.now_ms()
        self._take(newest_of(camera_folder(), now_ms, "intake.photo.none"))

    def paste(self) -> None:
        """Attach what is in the clipboard."""
        if not self.take(QGuiApplication.clipboard().mimeData()):
            self._place.say("intake.paste.none")

    def take(self, data: QMimeData) -> bool:
        """Attach what was pasted or dropped; whether there was anything."""
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        self.take_files(paths)
        image = data.imageData() if data.hasImage() and not paths else None
        if isinstance(image, QImage) and not image.isNull():
            self._take(of_image(image, say("intake.attach.picture")))
            return True
        return bool(paths)

    def _on_scanner_folder(self, folder: str) -> None:
        if folder:
            now_ms = self._place.desk.clock.now_ms()
            self._take(newest_of(Path(folder), now_ms, "intake.scan.none"))
        else:
            self.choose_scanner_folder()

    def choose_scanner_folder(self) -> None:
        """Ask into which folder the scanner puts its files."""
        dialog = QFileDialog(self._page, say("intake.scan.folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(
            lambda folder: name_scanner_folder(self._place, folder, self.take_scan)
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take(self, take: Take) -> None:
        if len(self._list.value()) >= MOST_ATTACHED:
            self._place.say("intake.attach.full", most=MOST_ATTACHED)
            return
        slot = self._free_slot(self._on_the_way)
        self._on_the_way.add(slot)
        attach(self._place, slot, take, self._on_kept)

    def _on_kept(self, one: Attached) -> None:
        self._on_the_way.discard(one.slot)
        self._list.add(one)

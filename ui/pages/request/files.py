"""Choosing scans for a request: from the disk, by dropping, or from the clipboard."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QFileDialog, QFrame, QVBoxLayout

from desk_app.records.errors import Mistake, UserMistake
from desk_app.services.enclosing import LARGEST_SCAN
from ui.actions.follow_up import Take
from ui.texts import Worded, say
from ui.widgets.buttons import Button
from ui.widgets.labels import Words

_SUFFIXES: Final = ("pdf", "jpg", "jpeg", "png", "tif", "tiff")


class FilesField(QFrame, Worded):
    """The scans chosen so far, by title; ``changed`` is sent with each that comes."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("well", True)
        self.setAcceptDrops(True)
        self._chosen: list[tuple[str, Take]] = []
        self._words = Words(wrap=True)
        choose = Button("files.choose", icon="folder")
        choose.clicked.connect(self.ask)
        self.setFocusProxy(choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._words)
        column.addWidget(choose)
        self.reword()

    def value(self) -> list[Take]:
        """What gives each scan when it is read, off the window's thread."""
        return [take for _, take in self._chosen]

    def mistake(self) -> Mistake | None:
        """``files.none`` before anything was chosen."""
        return None if self._chosen else Mistake("files", "files.none")

    def add(self, scans: Iterable[tuple[str, Take]]) -> None:
        """Choose these as well."""
        self._chosen += scans
        self.reword()
        self.changed.emit(len(self._chosen))

    def ask(self) -> None:
        """Let files be chosen on the disk; nothing waits meanwhile."""
        dialog = QFileDialog(self.window(), say("files.choose"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        patterns = " ".join(f"*.{one} *.{one.upper()}" for one in _SUFFIXES)
        dialog.setNameFilter(say("files.kinds", patterns=patterns))
        dialog.filesSelected.connect(lambda names: self.add(map(of_file, map(Path, names))))
        dialog.open()

    def reword(self) -> None:
        """Say what was chosen in the language in force."""
        titles = "\n".join(f"• {title}" for title, _ in self._chosen)
        self._words.setText(titles or say("files.how"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and pictures may be let fall here."""
        if holds_scans(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was let fall."""
        self.add(scans_in(event.mimeData()))
        event.acceptProposedAction()


def holds_scans(mime: QMimeData) -> bool:
    """Whether what is dragged or pasted can be files or a picture."""
    return mime.hasImage() or any(url.isLocalFile() for url in mime.urls())


def scans_in(mime: QMimeData) -> list[tuple[str, Take]]:
    """Title and reading of each file that is dragged or pasted, or of the one picture."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if paths:
        return [of_file(path) for path in paths]
    image = mime.imageData()
    return [_of_image(image)] if isinstance(image, QImage) else []


def of_file(path: Path) -> tuple[str, Take]:
    """The title of a file and what reads it whole.

    Reading raises UserMistake ``scan.too_large`` or ``scan.unreadable``.
    """

    def take() -> tuple[str, bytes]:
        try:
            if path.stat().st_size > LARGEST_SCAN:
                most = LARGEST_SCAN // 2**20
                raise UserMistake(Mistake("files", "scan.too_large", {"most": most}))
            return path.stem, path.read_bytes()
        except OSError as error:
            raise UserMistake(Mistake("files", "scan.unreadable")) from error

    return path.stem, take


def _of_image(image: QImage) -> tuple[str, Take]:
    title = say("files.picture")

    def take() -> tuple[str, bytes]:
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return title, bytes(data.data())

    return title, take

"""Address and code of a centre, typed, pasted, photographed or brought as a file."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDir, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desk_app.protocol.enrol_code import read_enrol_code
from desk_app.protocol.pin import check_address
from desk_app.records.errors import Mistake, UserMistake
from ui.actions.attaching import camera_folder
from ui.enrol.code_line import CodeLine
from ui.enrol.ticket import of_file, of_picture, parted
from ui.texts import Worded, say
from ui.widgets.buttons import Button
from ui.widgets.chips import Flow
from ui.widgets.field import FieldRow
from ui.widgets.labels import Words
from ui.widgets.line import TextLine

Take = Callable[[], str]
_PATTERNS: Final = "*.png *.jpg *.jpeg *.bmp *.txt *.json"
_PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".bmp"})
_GROUP, _GROUPS = 4, 8


def fingerprint_shown(fingerprint: str) -> str:
    """The first half of a fingerprint in hex, in groups of four, as the centre shows it."""
    groups = [fingerprint[at : at + _GROUP].upper() for at in range(0, len(fingerprint), _GROUP)]
    return " ".join(groups[:_GROUPS])


class EnrolRows(QWidget, Worded):
    """Two fields that part what is pasted into either; ``asked`` carries what is to be read.

    Who owns this runs it off the window's thread and gives the text to ``take`` or what is wrong
    to ``show_wrong``.
    """

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.central, self.code = TextLine(longest=400), CodeLine()
        self.central.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.rows = {
            "central": FieldRow(
                "entrance.central", self.central, hint="entrance.central.hint", required=True
            ),
            "enrol_code": FieldRow(
                "entrance.enrol_code", self.code, hint="entrance.enrol_code.hint", required=True
            ),
        }
        self._told = Words(letters="caption", tone="muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._ways())
        for row in self.rows.values():
            column.addWidget(row)
        column.addWidget(self._told)
        self.central.textChanged.connect(partial(self._on_typed, "central"))
        self.code.textChanged.connect(partial(self._on_typed, "enrol_code"))
        self.reword()

    def reword(self) -> None:
        """Say how far the code is typed and whom it names, in the language in force."""
        fits, count = self.code.fits, self.code.count
        self._told.setVisible(bool(count) and self.code.mistake() is None)
        self._told.set_tone("good" if fits else "muted")
        if not fits:
            self._told.say("enrol.count", count=count, whole=self.code.whole)
            return
        fingerprint = read_enrol_code(self.code.value()).fingerprint
        if fingerprint:
            shown = f"\u2066{fingerprint_shown(fingerprint)}\u2069"
            self._told.say("entrance.fingerprint", fingerprint=shown)
        else:
            self._told.say("entrance.fingerprint.none")

    def mistakes(self) -> list[Mistake]:
        """What is missing or wrong by itself, each under its field's name."""
        told = {"central": self.central.value(), "enrol_code": self.code.value()}
        found = [Mistake(name, f"{name}.missing") for name, value in told.items() if not value]
        if found:
            return found
        try:
            check_address(told["central"], read_enrol_code(told["enrol_code"]).fingerprint)
        except UserMistake as wrong:
            return list(wrong.mistakes)
        return []

    def take(self, text: str) -> None:
        """Put address and code of a ticket into their fields."""
        found = parted(text)
        if found.central:
            self.central.setText(found.central)
        if found.code:
            self.code.setText(found.code)
        first = self.code if found.central else self.central
        first.setFocus()

    def show_wrong(self, wrong: UserMistake) -> None:
        """Show what is wrong with what was brought, at its field."""
        for one in wrong.mistakes:
            if one.field in self.rows:
                self.rows[one.field].show_mistake(one)

    def _ways(self) -> QWidget:
        ways = QWidget()
        row = Flow(ways, gap=4)
        for code, icon, do in (
            ("enrol.paste", "copy", self._paste),
            ("enrol.file", "folder", self._choose),
            ("enrol.camera", "scan", self._newest),
        ):
            button = Button(code, "quiet", icon=icon)
            button.clicked.connect(do)
            row.addWidget(button)
        return ways

    def _on_typed(self, name: str, text: str) -> None:
        found = parted(text)
        if found.central and found.code:
            self.take(text)
            return
        editor = self.rows[name].editor
        wrong = self.code.mistake() if editor is self.code and text else None
        self.rows[name].show_mistake(wrong)
        self.reword()

    def _paste(self) -> None:
        clipboard = QGuiApplication.clipboard()
        mime = clipboard.mimeData()
        if mime.hasImage():
            image = clipboard.image()
            self.asked.emit(lambda: of_picture(image))
        elif mime.hasUrls() and mime.urls()[0].isLocalFile():
            path = Path(mime.urls()[0].toLocalFile())
            self.asked.emit(lambda: of_file(path))
        elif parted(mime.text()).code:
            self.take(mime.text())
        else:
            self.show_wrong(UserMistake(Mistake("enrol_code", "enrol.no_code")))

    def _choose(self) -> None:
        sheet = QFileDialog(self, say("enrol.file"), QDir.homePath())
        sheet.setNameFilter(f"{say('enrol.files')} ({_PATTERNS})")
        sheet.fileSelected.connect(lambda name: self.asked.emit(partial(of_file, Path(name))))
        sheet.open()

    def _newest(self) -> None:
        self.asked.emit(lambda: of_file(newest_picture(camera_folder())))


def newest_picture(folder: Path) -> Path:
    """The newest picture of the camera's folder; UserMistake ``enrol.no_picture``."""
    try:
        pictures = [one for one in folder.iterdir() if one.suffix.lower() in _PICTURES]
        return max(pictures, key=lambda one: one.stat().st_mtime)
    except (OSError, ValueError) as error:
        raise UserMistake(Mistake("enrol_code", "enrol.no_picture")) from error

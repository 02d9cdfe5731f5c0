"""The catalogue from and to a workbook, with the refused rows shown and given back."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDir, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.records.errors import MachineFault, UserMistake
from desk_app.services.catalogue_import import Imported, import_catalogue
from ui.actions.workplace import Workplace
from ui.texts import language, say, shown
from ui.theme import look
from ui.widgets.buttons import IconButton
from ui.widgets.dialog import Dialog, tell
from ui.widgets.labels import Words
from ui.widgets.scroll import Scroll

SHOWN: Final = 50
"""So many wrong rows are told one by one; the file has them all."""
_SUFFIX: Final = ".xlsx"


class Files(QWidget):
    """The two ways, as buttons and for the keys that do the same."""

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for code, icon, do in (
            ("office.import", "folder", self.ask_import),
            ("office.export", "download", self.ask_export),
        ):
            button = IconButton(icon, code)
            button.clicked.connect(do)
            row.addWidget(button)

    def ask_import(self) -> None:
        """Ask which file is read."""
        sheet = self._sheet("office.import")
        sheet.setFileMode(QFileDialog.FileMode.ExistingFile)
        sheet.fileSelected.connect(lambda path: self.take_in(Path(path)))
        sheet.open()

    def ask_export(self) -> None:
        """Ask where the catalogue is written."""
        self._ask_place("office.export", say("office.export.name"), self.give_out)

    def take_in(self, path: Path) -> None:
        """Read a file on the writing thread and show what became of it."""
        desk = self._place.desk
        self._place.say("office.import.under_way")
        self._place.work.write(
            lambda: import_catalogue(desk.book, path, desk.office.province),
            lambda done: self._on_taken(path, done),
            self._on_refused,
        )

    def give_out(self, path: Path) -> None:
        """Write the catalogue and the closures that stand."""
        from desk_app.services.catalogue_sheet import write_catalogue

        queries, province = self._place.desk.book.queries, self._place.desk.office.province

        def write() -> str:
            closures = queries.calendar(province).closures.values()
            try:
                write_catalogue(path, [*queries.catalogue(), *closures])
            except OSError as error:
                raise MachineFault("paper.not_written") from error
            return path.name

        self._place.work.read(write, lambda name: self._place.say("office.exported", file=name))

    def _on_taken(self, path: Path, done: Imported) -> None:
        if not done.errors and not done.broken:
            self._place.say("office.imported", count=done.written)
            return
        outcome = ImportOutcome(self.window(), done)
        if done.errors:
            outcome.accepted.connect(lambda: self._ask_refused(path, done))
        outcome.open()

    def _on_refused(self, wrong: UserMistake) -> None:
        tell(self.window(), "office.import.refused", wrong.code, **wrong.params)

    def _ask_refused(self, source: Path, done: Imported) -> None:
        """Ask where the refused rows are written."""

        def write(target: Path) -> None:
            from desk_app.services.catalogue_refused import write_refused

            tongue = language().name
            self._place.work.read(
                lambda: write_refused(source, done.errors, target, tongue),
                lambda rows: self._place.say("office.refused.written", count=rows),
            )

        name = f"{source.stem}-{say('office.refused.name')}"
        self._ask_place("office.refused.save", name, write)

    def _ask_place(self, code: str, name: str, write: Callable[[Path], object]) -> None:
        sheet = self._sheet(code)
        sheet.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        sheet.setDefaultSuffix(_SUFFIX.removeprefix("."))
        sheet.selectFile(name + _SUFFIX)
        sheet.fileSelected.connect(lambda path: write(Path(path)))
        sheet.open()

    def _sheet(self, code: str) -> QFileDialog:
        sheet = QFileDialog(self.window(), say(code), QDir.homePath(), f"XLSX (*{_SUFFIX})")
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return sheet


class ImportOutcome(Dialog):
    """What was taken, and each row that was not, with its place and the reason."""

    def __init__(self, window: QWidget, done: Imported) -> None:
        super().__init__(
            window,
            "office.import.done",
            agree="office.refused.save" if done.errors else "message.close",
        )
        told = Words(wrap=True)
        told.say("office.import.counts", taken=len(done.entries), wrong=len(done.errors))
        self.body.addWidget(told)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        for error in done.errors[:SHOWN]:
            line = Words(wrap=True, letters="caption")
            line.say(
                "office.import.wrong",
                sheet=error.sheet,
                row=error.row,
                column=error.column,
                why=say(error.code, **error.params),
            )
            column.addWidget(line)
        for wrong in done.broken[:SHOWN]:
            line = Words(wrap=True, letters="caption")
            line.setText(shown(say(wrong.code, **wrong.params)))
            column.addWidget(line)
        column.addStretch()
        area = Scroll(content)
        area.setMinimumHeight(look().px(160))
        self.setMinimumWidth(look().px(560))
        self.body.addWidget(area)
        if done.errors:
            self.offer_way_back("message.close")

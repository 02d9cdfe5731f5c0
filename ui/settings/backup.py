"""Where backups go, how the last one went, and making one now."""

from pathlib import Path

from PySide6.QtCore import QDir
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from desk_app.ports.desk import BackupView
from desk_app.records.errors import MachineFault, Mistake, UserMistake
from ui.actions.workplace import Workplace
from ui.pages.hits import shown_moment
from ui.texts import Worded, say
from ui.widgets.buttons import Button
from ui.widgets.field import FieldRow
from ui.widgets.labels import Words
from ui.widgets.line import TextLine
from ui.widgets.showing import Card, StatusPill


class BackupCard(Card, Worded):
    """The second place of the book."""

    def __init__(self, place: Workplace) -> None:
        super().__init__("settings.backup")
        self._place = place
        self._view = BackupView()
        self._state = StatusPill()
        self.add_beside_title(self._state)
        self._folder = TextLine(longest=400)
        self._row = FieldRow("settings.backup.folder", self._folder, hint="settings.backup.hint")
        self._told = Words(tone="muted", wrap=True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for code, icon, do in (
            ("settings.backup.keep", "check", self._on_keep),
            ("settings.backup.choose", "folder", self._on_choose),
            ("settings.backup.now", "download", self._on_now),
        ):
            button = Button(code, icon=icon)
            button.clicked.connect(do)
            buttons.addWidget(button)
        buttons.addStretch()
        self.body.addWidget(self._row)
        self.body.addWidget(self._told)
        self.body.addLayout(buttons)

    def read(self) -> None:
        """Show how the backups stand."""
        self._place.work.read(self._place.desk.backups.view, self._show)

    def reword(self) -> None:
        """Say how the backups stand in the language in force."""
        view = self._view
        if not view.folder:
            self._state.show_state("settings.backup.none", "warn")
        elif view.code:
            self._state.show_state("settings.backup.failed", "bad")
        else:
            self._state.show_state(
                "settings.backup.good" if view.at else "settings.backup.waiting",
                "good" if view.at else "info",
            )
        last = say("settings.backup.never")
        if view.at:
            last = say("settings.backup.last", moment=shown_moment(view.at))
        self._told.setText(f"{last} {say(view.code)}" if view.code else last)

    def _show(self, view: BackupView) -> None:
        self._view = view
        self._folder.set_value(view.folder)
        self._row.show_mistake(None)
        self.reword()

    def _on_keep(self) -> None:
        folder = self._folder.value()
        self._row.show_mistake(
            None if folder else Mistake("folder", "settings.backup.folder.missing")
        )
        if not folder:
            self._folder.setFocus()
            return
        backups = self._place.desk.backups

        def keep() -> BackupView:
            try:
                backups.keep_in(Path(folder))
            except MachineFault as unfit:
                raise UserMistake(Mistake("folder", unfit.code, unfit.params)) from unfit
            return backups.view()

        self._place.work.write(keep, self._on_kept, self._on_wrong)

    def _on_wrong(self, wrong: UserMistake) -> None:
        self._row.show_mistake(wrong.mistakes[0])
        self._folder.setFocus()

    def _on_kept(self, view: BackupView) -> None:
        self._show(view)
        self._place.say("settings.kept")

    def _on_choose(self) -> None:
        sheet = QFileDialog(
            self, say("settings.backup.folder"), self._folder.value() or QDir.homePath()
        )
        sheet.setFileMode(QFileDialog.FileMode.Directory)
        sheet.setOption(QFileDialog.Option.ShowDirsOnly)
        sheet.fileSelected.connect(self._folder.set_value)
        sheet.open()

    def _on_now(self) -> None:
        self._state.show_state("settings.backup.under_way", "info")
        # Not on the writing thread: the next visitor's record would wait for it.
        self._place.work.start(self._back_up(), name="backup")

    async def _back_up(self) -> None:
        try:
            await self._place.work.answer(self._place.desk.backups.back_up)
        finally:
            self.read()

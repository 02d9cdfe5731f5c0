"""The mirror on a stick: where it is, when it was written last, writing it now."""

from pathlib import Path

from PySide6.QtCore import QDir
from PySide6.QtWidgets import QFileDialog, QWidget

from desk_app.ports.desk import MirrorView
from desk_app.records.errors import MachineFault, Mistake, UserMistake
from ui.actions.workplace import Workplace
from ui.pages.hits import shown_moment
from ui.texts import Worded, say
from ui.widgets.buttons import Button
from ui.widgets.chips import Flow
from ui.widgets.field import FieldRow
from ui.widgets.labels import Words
from ui.widgets.line import TextLine
from ui.widgets.showing import Card, StatusPill


class MirrorCard(Card, Worded):
    """Every record once more, encrypted, on a stick that goes home with somebody."""

    def __init__(self, place: Workplace) -> None:
        super().__init__("office.mirror")
        self._place = place
        self._view = MirrorView()
        self._state = StatusPill()
        self.add_beside_title(self._state)
        self._folder = TextLine(longest=400)
        self._row = FieldRow(
            "office.mirror.folder", self._folder, hint="office.mirror.hint", steady=False
        )
        self._told = Words(tone="muted", wrap=True)
        buttons = QWidget()
        flow = Flow(buttons)
        for code, icon, do in (
            ("office.mirror.keep", "check", self._on_keep),
            ("settings.backup.choose", "folder", self._on_choose),
            ("office.mirror.now", "stick", self._on_now),
        ):
            button = Button(code, icon=icon)
            button.clicked.connect(do)
            flow.addWidget(button)
        self.body.addWidget(self._row)
        self.body.addWidget(self._told)
        self.body.addWidget(buttons)

    def read(self) -> None:
        """Show how the mirror stands."""
        self._place.work.read(self._place.desk.safety.mirror, self._show)

    def reword(self) -> None:
        """Say how the mirror stands in the language in force."""
        view = self._view
        if not view.folder:
            self._state.show_state("office.mirror.none", "plain")
        elif view.code:
            self._state.show_state("office.mirror.failed", "bad")
        else:
            code = "settings.backup.good" if view.at else "office.mirror.waiting"
            self._state.show_state(code, "good" if view.at else "info")
        last = say("office.mirror.last", moment=shown_moment(view.at)) if view.at else ""
        self._told.setText(f"{last} {say(view.code)}".strip() if view.code else last)
        self._told.setVisible(bool(self._told.text()))

    def _show(self, view: MirrorView) -> None:
        self._view = view
        self._folder.set_value(view.folder)
        self._row.show_mistake(None)
        self.reword()

    def _on_keep(self) -> None:
        folder, safety = self._folder.value(), self._place.desk.safety

        def keep() -> MirrorView:
            try:
                safety.mirror_in(Path(folder) if folder else None)
            except MachineFault as unfit:
                raise UserMistake(Mistake("folder", unfit.code, unfit.params)) from unfit
            return safety.mirror()

        self._place.work.write(keep, self._on_kept, self._on_wrong)

    def _on_wrong(self, wrong: UserMistake) -> None:
        self._row.show_mistake(wrong.mistakes[0])
        self._folder.setFocus()

    def _on_kept(self, view: MirrorView) -> None:
        self._show(view)
        self._place.say("settings.kept")

    def _on_choose(self) -> None:
        sheet = QFileDialog(
            self, say("office.mirror.folder"), self._folder.value() or QDir.homePath()
        )
        sheet.setFileMode(QFileDialog.FileMode.Directory)
        sheet.setOption(QFileDialog.Option.ShowDirsOnly)
        sheet.fileSelected.connect(self._folder.set_value)
        sheet.open()

    def _on_now(self) -> None:
        self._state.show_state("office.mirror.under_way", "info")
        self._place.work.start(self._bring_up(), name="mirror")

    async def _bring_up(self) -> None:
        try:
            await self._place.work.answer(self._place.desk.safety.mirror_now)
        finally:
            self.read()

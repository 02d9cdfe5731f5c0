"""Changing one's own password at the open desk."""

from PySide6.QtCore import Qt

from desk_app.records.errors import DeskError, Mistake, NotAllowed, UserMistake
from ui.actions.workplace import Workplace
from ui.entrance.new_password import PasswordRows
from ui.entrance.password import Password
from ui.widgets.buttons import Button
from ui.widgets.field import FieldRow
from ui.widgets.showing import Card


class OwnPasswordCard(Card):
    """The password of now, and a new one twice; none of them is kept when it goes out of sight."""

    def __init__(self, place: Workplace) -> None:
        super().__init__("access.mine")
        self._place = place
        self._old = Password()
        officer = place.desk.book.officer
        self._typed = PasswordRows(
            lambda: [officer.user, officer.name], label="access.new_password"
        )
        old = FieldRow("access.mine.now", self._old, required=True)
        self._rows = {"old": old, **self._typed.rows}
        self._keep = Button("access.mine.keep", icon="check")
        self._keep.clicked.connect(self._on_keep)
        self.body.addWidget(old)
        self.body.addWidget(self._typed)
        self.body.addWidget(self._keep, 0, Qt.AlignmentFlag.AlignLeading)

    def read(self) -> None:
        """Begin with empty fields."""
        self._forget()

    def _on_keep(self) -> None:
        found = self._typed.mistakes()
        if not self._old.value():
            found.insert(0, Mistake("old", "password.empty"))
        self._show(found)
        if found:
            return
        access, old, new = self._place.desk.access, self._old.value(), self._typed.password.value()

        def change() -> DeskError | None:
            try:
                access.change_password(old, new)
            except (NotAllowed, UserMistake) as refused:
                return refused
            return None

        self._keep.setEnabled(False)
        self._place.work.write(change, self._on_changed, ended=lambda: self._keep.setEnabled(True))

    def _on_changed(self, refused: DeskError | None) -> None:
        if isinstance(refused, UserMistake):
            self._show(list(refused.mistakes))
        elif refused is not None:
            self._show([Mistake("old", refused.code, refused.params)])
        else:
            self._forget()
            self._place.say("access.mine.kept")

    def _show(self, found: list[Mistake]) -> None:
        by_field = {one.field: one for one in reversed(found)}
        for name, row in self._rows.items():
            row.show_mistake(by_field.get(name))
        first = next((row for name, row in self._rows.items() if name in by_field), None)
        if first is not None:
            first.editor.setFocus()

    def _forget(self) -> None:
        self._typed.forget()
        self._old.clear()
        self._old.hide_again()
        self._show([])

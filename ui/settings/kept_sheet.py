"""What is typed on a sheet is kept, encrypted in the book, until the sheet has done its work."""

from collections.abc import Mapping

from ui.actions.workplace import Workplace
from ui.pages.kept_rows import KeptRows, SettingStore
from ui.widgets.dialog import Dialog
from ui.widgets.field import FieldRow


class KeptSheet(KeptRows):
    """The rows of a sheet, kept under the sheet's name however it is closed."""

    def __init__(
        self, sheet: Dialog, place: Workplace, name: str, rows: Mapping[str, FieldRow]
    ) -> None:
        super().__init__(sheet, SettingStore(place, f"sheet.{name}"), rows)
        sheet.finished.connect(self.keep_now)

"""The pages of an open desk and the ways between them."""

from collections.abc import Callable

from ui.actions.printing import Printing
from ui.actions.workplace import Workplace
from ui.frame.page import Page, PageSpec
from ui.frame.window import MainWindow
from ui.pages.intake.page import IntakePage


class DeskPages:
    """Builds each page when it is first opened, and leads from one to another."""

    def __init__(
        self, place: Workplace, printing: Printing, settings_kept: Callable[[], object]
    ) -> None:
        self._place, self._printing = place, printing
        self._settings_kept = settings_kept
        self._frame: MainWindow | None = None
        self._intake: IntakePage | None = None

    def specs(self) -> list[PageSpec]:
        """The pages in the order of the rail."""
        return [
            PageSpec("intake", "page.intake", "intake", self._build_intake),
            PageSpec("settings", "desk.page.settings", "settings", self._build_settings),
        ]

    def begin(self, frame: MainWindow) -> None:
        """Open the first page in its frame."""
        self._frame = frame
        frame.open("intake")

    def unfinished(self) -> bool:
        """Whether a visit is half written."""
        return self._intake is not None and not self._intake.form.draft().is_empty

    def _build_intake(self) -> Page:
        self._intake = IntakePage(self._place, self._printing)
        return self._intake

    def _build_settings(self) -> Page:
        from ui.settings.page import SettingsPage

        frame = self._frame
        assert frame is not None
        return SettingsPage(self._place, self._settings_kept, frame.show_help)

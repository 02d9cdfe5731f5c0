"""The pages of an open desk and the ways between them."""

from collections.abc import Callable

from desk_app.ports.queries import Filter
from ui.actions.printing import Printing, Sheet
from ui.actions.workplace import Workplace
from ui.frame.page import Page, PageSpec
from ui.frame.window import MainWindow
from ui.pages.find.page import FindPage
from ui.pages.intake.page import IntakePage
from ui.pages.request.page import RequestPage
from ui.pages.today import TodayPage


class DeskPages:
    """Builds each page when it is first opened, and leads from one to another."""

    def __init__(
        self, place: Workplace, printing: Printing, settings_kept: Callable[[], object]
    ) -> None:
        self._place, self._printing = place, printing
        self._settings_kept = settings_kept
        self._frame: MainWindow | None = None
        self._before = "intake"
        place.request_wanted.connect(self._show_request)
        place.list_wanted.connect(self._show_list)
        place.entry_wanted.connect(self._enter_code)
        place.back_wanted.connect(self._go_back)
        printing.unprintable.connect(self._show_sheet)

    def specs(self) -> list[PageSpec]:
        """The pages in the order of the rail."""
        place, printing = self._place, self._printing
        return [
            PageSpec("intake", "page.intake", "intake", lambda: IntakePage(place, printing)),
            PageSpec("find", "page.find", "search", lambda: FindPage(place, printing)),
            PageSpec("today", "page.today", "today", lambda: TodayPage(place)),
            PageSpec("settings", "desk.page.settings", "settings", self._build_settings),
            PageSpec("request", "page.request", "", lambda: RequestPage(place, printing)),
        ]

    def begin(self, frame: MainWindow) -> None:
        """Open the first page in its frame."""
        self._frame = frame
        frame.open("intake")

    def unfinished(self) -> bool:
        """Whether a visit is half written."""
        page = self._frame.stack.built("intake") if self._frame else None
        return isinstance(page, IntakePage) and not page.form.draft().is_empty

    def _build_settings(self) -> Page:
        from ui.settings.page import SettingsPage

        frame = self._frame
        assert frame is not None
        return SettingsPage(self._place, self._settings_kept, frame.show_help)

    def _open(self, key: str) -> Page | None:
        """Open a page; the page, or None when the one shown may not be left."""
        frame = self._frame
        if frame is None:
            return None
        shown = frame.stack.key
        if not frame.open(key):
            return None
        if key == "request" and shown not in ("", "request"):
            self._before = shown
        return frame.stack.page

    def _show_request(self, request_id: str) -> None:
        page = self._open("request")
        if isinstance(page, RequestPage):
            page.show_request(request_id)

    def _show_list(self, narrow: Filter) -> None:
        page = self._open("find")
        if isinstance(page, FindPage):
            page.show_filter(narrow)

    def _enter_code(self, code: str) -> None:
        page = self._open("intake")
        if isinstance(page, IntakePage):
            page.enter_code(code)

    def _go_back(self) -> None:
        self._open(self._before)

    def _show_sheet(self, sheet: Sheet) -> None:
        from ui.pages.paper import PaperSheet

        if self._frame is not None:
            PaperSheet(self._frame, self._place, sheet).open()

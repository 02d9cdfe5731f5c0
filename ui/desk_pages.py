"""The pages of an open desk and the ways between them."""

from collections.abc import Callable

from desk_app.ports.queries import Filter
from ui.actions.printing import Printing
from ui.actions.workplace import Workplace
from ui.frame.page import Page, PageSpec
from ui.frame.window import MainWindow
from ui.pages.conflicts.page import ConflictsPage
from ui.pages.find.page import FindPage
from ui.pages.intake.page import IntakePage
from ui.pages.line.page import LinePage
from ui.pages.request.page import RequestPage
from ui.pages.stick.page import StickPage
from ui.pages.today.page import TodayPage
from ui.pages.unit.page import UnitPage
from ui.pages_of_roles import first_page, pages_of


class DeskPages:
    """Builds each page when it is first opened, and leads from one to another.

    A page is attribute of this by its key once it was opened, None before.
    """

    def __init__(
        self, place: Workplace, printing: Printing, settings_kept: Callable[[], object]
    ) -> None:
        self._place, self._printing = place, printing
        self._settings_kept = settings_kept
        self._frame: MainWindow | None = None
        self._came_from = "find"
        self.intake: IntakePage | None = None
        self.find: FindPage | None = None
        self.request: RequestPage | None = None

    def specs(self) -> list[PageSpec]:
        """The pages of the role in the order of the rail, then those that other pages open."""
        every = (
            PageSpec("intake", "page.intake", "intake", self._build_intake),
            PageSpec("unit", "page.unit", "inbox", lambda: UnitPage(self._place)),
            PageSpec("find", "page.find", "search", self._build_find),
            PageSpec("today", "page.today", "today", lambda: TodayPage(self._place, whole=False)),
            PageSpec("settings", "desk.page.settings", "settings", self._build_settings),
            PageSpec("line", "page.line", "sync", lambda: LinePage(self._place, whole=False)),
            PageSpec("stick", "page.stick", "stick", lambda: StickPage(self._place)),
        )
        mine = pages_of(self._place.desk.book.officer.role)
        further = (
            PageSpec("request", "page.request", "", self._build_request),
            PageSpec("conflicts", "page.conflicts", "", lambda: ConflictsPage(self._place)),
        )
        return [*(spec for spec in every if spec.key in mine), *further]

    def begin(self, frame: MainWindow) -> None:
        """Open the first page of the role in its frame."""
        self._frame = frame
        self._place.request_wanted.connect(self._open_request)
        self._place.list_wanted.connect(self._open_list)
        self._place.entry_wanted.connect(self._enter_code)
        self._place.page_wanted.connect(self._open)
        self._place.back_wanted.connect(self._go_back)
        frame.open(first_page(self._place.desk))

    def unfinished(self) -> bool:
        """Whether a visit is half written."""
        return self.intake is not None and not self.intake.form.draft().is_empty

    def _open(self, key: str) -> bool:
        assert self._frame is not None
        return self._frame.open(key)

    def _open_request(self, request_id: str, deed: str) -> None:
        assert self._frame is not None
        if self._frame.stack.key != "request":
            self._came_from = self._frame.stack.key
        if self._open("request") and self.request is not None:
            self.request.show_request(request_id, deed)

    def _open_list(self, narrow: Filter) -> None:
        if self._open("find") and self.find is not None:
            self.find.show_filter(narrow)

    def _enter_code(self, code: str) -> None:
        # A code that is not here is entered at the desk; a unit has no glass.
        if self._place.may("register") and self._open("intake") and self.intake is not None:
            self.intake.enter_code(code)

    def _go_back(self) -> None:
        self._open(self._came_from)

    def _build_intake(self) -> Page:
        self.intake = IntakePage(self._place, self._printing)
        return self.intake

    def _build_find(self) -> Page:
        self.find = FindPage(self._place, self._printing)
        return self.find

    def _build_request(self) -> Page:
        self.request = RequestPage(self._place, self._printing)
        return self.request

    def _build_settings(self) -> Page:
        from ui.settings.page import SettingsPage

        assert self._frame is not None
        return SettingsPage(self._place, self._settings_kept, self._frame.show_help)

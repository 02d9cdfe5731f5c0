"""The open desk as the pages hold it: its ports, its threads, and the ways between pages."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QObject, Signal

from desk_app.ports.changes import Changes
from desk_app.ports.desk import Desk
from desk_app.ports.queries import Filter
from desk_app.records.catalogue import Catalogue
from desk_app.records.jalali import local_date, weekday, weekday_name
from desk_app.records.roles import may
from desk_app.records.workdays import WorkCalendar
from ui.texts import language
from ui.work import Work

MOST_FRESH: Final = 200
FLOOD: Final = 50
"""Requests that change by one commit; more are no news for a person."""


class Workplace(QObject):
    """What every page of an open desk is given.

    ``request_wanted`` carries a request's id and the deed to begin, ``list_wanted`` a ``Filter``,
    ``entry_wanted`` a tracking code that is to be entered here; ``said`` a code and its
    parameters for a quiet notice, ``faulted`` a ``DeskError`` for a banner; ``line_news`` a
    ``LineView``, ``page_wanted`` the key of a page; ``arrived`` the ids of requests that changed by
    what came from elsewhere.
    """

    request_wanted = Signal(str, str)
    list_wanted = Signal(object)
    entry_wanted = Signal(str)
    back_wanted = Signal()
    said = Signal(str, object)
    faulted = Signal(object)
    catalogue_changed = Signal()
    line_news = Signal(object)
    page_wanted = Signal(str)
    arrived = Signal(object)
    office_changed = Signal()
    _heard = Signal(object)

    def __init__(self, desk: Desk, bugged: Callable[[BaseException], None]) -> None:
        super().__init__()
        self.desk = desk
        self.work = Work(self.faulted.emit, bugged)
        self.catalogue = Catalogue()
        self.calendar: WorkCalendar | None = None
        self._names: dict[str, str] = {}
        self._fresh: dict[str, None] = {}
        self._heard.connect(self._on_heard)
        self._stop = desk.book.subscribe(self._heard.emit)
        self._read_catalogue()

    @property
    def today(self) -> dt.date:
        """The day at the desk."""
        return local_date(self.desk.clock.now_ms())

    def name_of(self, user: str) -> str:
        """An officer's name; of one unknown here the name they sign in with."""
        officer = self.desk.book.officer
        return officer.name if user == officer.user else self._names.get(user, user)

    @property
    def officers(self) -> Mapping[str, str]:
        """The names of the officers in service by the name they sign in with."""
        return self._names

    def may(self, deed: str) -> bool:
        """Whether the officer's role permits a deed."""
        return may(self.desk.book.officer.role, deed)

    def say(self, code: str, /, **params: str | int) -> None:
        """Say a quiet sentence at the foot of the window."""
        self.said.emit(code, params)

    def is_fresh(self, request_id: str) -> bool:
        """Whether a request changed by what came from elsewhere and nobody opened it since."""
        return request_id in self._fresh

    def open_request(self, request_id: str, deed: str = "") -> None:
        """Show the page of a request, with the form of a deed of follow-up where one is named."""
        self._fresh.pop(request_id, None)
        self.request_wanted.emit(request_id, deed)

    def open_list(self, narrow: Filter) -> None:
        """Show the requests under a filter."""
        self.list_wanted.emit(narrow)

    def open_page(self, key: str) -> None:
        """Show a page by its key."""
        self.page_wanted.emit(key)

    def enter_code(self, code: str) -> None:
        """Take a request under a code that is on the visitor's own receipt."""
        self.entry_wanted.emit(code)

    def why_closed(self, day: dt.date) -> str | None:
        """Why the offices are closed on a day, None for a working day."""
        if self.calendar is None or self.calendar.is_working_day(day):
            return None
        return self.calendar.why_closed(day) or weekday_name(weekday(day), language().name)

    async def close(self) -> None:
        """Hear and begin nothing more; what is being written is waited for."""
        self._stop()
        await self.work.close()

    def _on_heard(self, changes: Changes) -> None:
        self._mark(changes.arrived)
        if "office" in changes.kinds:
            self.office_changed.emit()
        if changes.everything or {"item", "calendar", "officer"} & changes.kinds:
            self._read_catalogue()

    def _mark(self, arrived: frozenset[str]) -> None:
        """Remember what came; of a flood, as of a first fetching, nothing stands out."""
        if not arrived:
            return
        if len(arrived) <= FLOOD:
            self._fresh |= dict.fromkeys(arrived)
        for oldest in list(self._fresh)[:-MOST_FRESH]:
            del self._fresh[oldest]
        self.arrived.emit(arrived)

    def _read_catalogue(self) -> None:
        queries, province = self.desk.book.queries, self.desk.office.province
        self.work.read(
            lambda: (queries.catalogue(), queries.calendar(province), queries.officer_names()),
            self._take_catalogue,
        )

    def _take_catalogue(self, read: tuple[Catalogue, WorkCalendar, dict[str, str]]) -> None:
        self.catalogue, self.calendar, self._names = read
        self.catalogue_changed.emit()

"""A window over the real way in, on a folder of its own, with its witness beside it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desk_app.cli.window import Door
from desk_app.ports.desk import SetUp
from ui.desk_window import DeskWindow
from ui.entrance.page import EntrancePage
from ui.program import Sitting, now
from ui.qt_printers import QtPrinters
from ui.signed_in import SignedIn

PASSWORD = "کتاب ابر چای"


class Seat:
    """Somebody at the window."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.window = DeskWindow(now)
        self.sitting = Sitting(self.window, Door(folder / "desk", QtPrinters(), folder / "witness"))

    async def begin(self) -> None:
        self.window.show()
        self.window.activateWindow()
        QApplication.processEvents()
        self.sitting.begin()
        await self.sitting.calls.quiet()

    async def press_first(self) -> None:
        """Press the first button of the page shown and wait until it is done."""
        button = self.page.primary
        assert button is not None
        button.click()
        await self.sitting.calls.quiet()

    async def until(self, ready: Callable[[], object]) -> None:
        """Wait for what a thread or a timer brings about."""
        while not ready():  # noqa: ASYNC110 - what is waited for knows no event
            await asyncio.sleep(0.01)

    async def sign_in(self, password: str = PASSWORD) -> None:
        self.fill(password=password)
        await self.press_first()

    @property
    def page(self) -> EntrancePage:
        return self.window.threshold.page

    @property
    def open_desk(self) -> SignedIn:
        assert self.window.signed_in is not None
        return self.window.signed_in

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.page.rows[name].editor.set_value(value)  # type: ignore[attr-defined]

    def fill_choice(self, **values: str) -> None:
        """Choose in lists that drop down."""
        for name, value in values.items():
            self.page.rows[name].editor.choose(value)  # type: ignore[attr-defined]

    async def sign_in_as(self, user: str, password: str) -> None:
        """Sign in from the first page."""
        self.fill_choice(officer=user)
        await self.sign_in(password)

    def in_use_by(self, user: str) -> bool:
        """Whether an officer's desk is open on the screen."""
        here = self.window.signed_in
        return here is not None and here.desk.book.officer.user == user

    def wrong(self) -> dict[str, str]:
        """The codes of the mistakes that stand at fields."""
        rows = self.page.rows.items()
        return {name: row.wrong.code for name, row in rows if row.wrong is not None}


WISHES = SetUp(
    agency="فرمانداری ری",
    office_name="میز خدمت",
    office_code="1101",
    counter="2",
    officer="zahra",
    officer_name="زهرا محمدی",
    password=PASSWORD,
)


def founded(folder: Path) -> None:
    """An office with one officer, ``zahra``, closed again."""
    door = Door(folder / "desk", QtPrinters(), folder / "witness")
    door.set_up(WISHES).desk.close("closed")
    door.close()


@asynccontextmanager
async def seated(folder: Path) -> AsyncIterator[Seat]:
    """Somebody at a window that is closed before the test's loop ends."""
    made = Seat(folder)
    await made.begin()
    try:
        yield made
    finally:
        await made.sitting.close()

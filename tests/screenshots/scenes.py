"""Every page in every state: how it is reached by the keys of a person.

A new page or state is a new function under ``scene``, or under ``entrance`` before signing in. Each
begins with a desk of its own and leaves the window as it is to be looked at.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from tests.screenshots.pages import LONG, SIZES
from tests.ui.entrance.seats import Seat, seated
from tests.ui.entrance.seats import founded as found_office
from tests.ui.pages.colleagues import signed_in_as, staffed
from tests.ui.pages.hands import CTRL, Hands, shown
from tests.ui.pages.office import HandClock, found
from tests.ui.pages.test_visits import ZAHRA, take_again, take_zahra
from ui.demo.hands import Hands as KeyHands
from ui.texts import language
from ui.theme import look

Key = Qt.Key
Play = Callable[[Hands], Awaitable[None]]
Enter = Callable[[Seat, KeyHands], Awaitable[None]]
SECTIONS: Final = (
    "looks",
    "counter",
    "printers",
    "catalogue",
    "calendar",
    "officers",
    "safety",
    "about",
)
"""The sections of the settings page that an administrator sees."""


class Stage(NamedTuple):
    """A window in a state, and what waits until nothing in it is under way."""

    window: QWidget
    quiet: Callable[[], Awaitable[None]]

    def roots(self) -> list[QWidget]:
        """The window and the sheets over it."""
        over = [sheet for sheet in self.window.findChildren(QDialog) if sheet.isVisible()]
        return [self.window, *over]


class Scene(NamedTuple):
    """One state of one page; ``role`` is that of the officer who signs in.

    With a ``user`` it is an office with colleagues, of whom that one signs in.
    """

    name: str
    play: Play
    role: str = "supervisor"
    printer: bool = True
    user: str = ""

    @asynccontextmanager
    async def shown(self, folder: Path) -> AsyncIterator[Stage]:
        """The state on the screen, with a desk of its own in a folder."""
        clock = HandClock()
        if self.user:
            staffed(folder, clock)
            desk = signed_in_as(folder, clock, self.user)
        else:
            desk = found(folder, clock, role=self.role, printer=self.printer)
        async with shown(desk, first="") as hands:
            await self.play(hands)
            yield Stage(hands.frame, hands.quiet)


class Entrance(NamedTuple):
    """One state before anybody has signed in; ``founded``: the office is there already."""

    name: str
    play: Enter
    founded: bool = True

    @asynccontextmanager
    async def shown(self, folder: Path) -> AsyncIterator[Stage]:
        """The state on the screen, before a folder of its own."""
        if self.founded:
            found_office(folder)
        async with seated(folder) as seat:
            await self.play(seat, KeyHands(seat.window))
            yield Stage(seat.window, seat.sitting.calls.quiet)


class Shown(Protocol):
    """Whatever can be looked at under a name."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    def shown(self, folder: Path) -> AbstractAsyncContextManager[Stage]:
        """The state on the screen."""
        ...


SCENES: Final[list[Shown]] = []


def scene(
    name: str, role: str = "supervisor", *, printer: bool = True, user: str = ""
) -> Callable[[Play], Play]:
    """Adds a state of an open desk under a name."""

    def add(play: Play) -> Play:
        SCENES.append(Scene(name, play, role, printer, user))
        return play

    return add


def entrance(name: str, *, founded: bool = True) -> Callable[[Enter], Enter]:
    """Adds a state before signing in under a name."""

    def add(play: Enter) -> Enter:
        SCENES.append(Entrance(name, play, founded))
        return play

    return add


@entrance("first-run", founded=False)
async def first_run(seat: Seat, hands: KeyHands) -> None:
    await seat.sitting.calls.quiet()


@entrance("first-run-office", founded=False)
async def first_run_office(seat: Seat, hands: KeyHands) -> None:
    await hands.press("1")


@entrance("first-run-office-wrong", founded=False)
async def first_run_office_wrong(seat: Seat, hands: KeyHands) -> None:
    await hands.press("1")
    await seat.press_first()


@entrance("first-run-join", founded=False)
async def first_run_join(seat: Seat, hands: KeyHands) -> None:
    await hands.press("2")


@entrance("first-run-try", founded=False)
async def first_run_try(seat: Seat, hands: KeyHands) -> None:
    await hands.press("3")


@entrance("sign-in")
async def sign_in(seat: Seat, hands: KeyHands) -> None:
    await seat.sitting.calls.quiet()


@entrance("sign-in-wrong")
async def sign_in_wrong(seat: Seat, hands: KeyHands) -> None:
    await seat.sign_in("یک گذرواژهٔ دیگر")


@entrance("locked")
async def locked(seat: Seat, hands: KeyHands) -> None:
    await seat.sign_in()
    await seat.until(lambda: seat.window.signed_in)
    seat.window.lock()


async def intake(hands: Hands) -> None:
    """The page at the glass."""
    hands.frame.open("intake")
    await hands.quiet()


@scene("intake-empty")
async def intake_empty(hands: Hands) -> None:
    await intake(hands)


@scene("intake-first-day", printer=False)
async def intake_first_day(hands: Hands) -> None:
    await intake(hands)


@scene("intake-saved")
async def intake_saved(hands: Hands) -> None:
    await intake(hands)
    await take_zahra(hands)


@scene("intake-not-printed", printer=False)
async def intake_not_printed(hands: Hands) -> None:
    await intake(hands)
    await take_zahra(hands)


@scene("intake-known")
async def intake_known(hands: Hands) -> None:
    await intake(hands)
    await take_zahra(hands)
    await hands.type(ZAHRA)


@scene("intake-repeat")
async def intake_repeat(hands: Hands) -> None:
    await intake_known(hands)
    await hands.type("معرفی به")
    await hands.press(Key.Key_Return)


@scene("intake-papers")
async def intake_papers(hands: Hands) -> None:
    await intake_repeat(hands)
    await hands.press(Key.Key_F9)


@scene("intake-presenter")
async def intake_presenter(hands: Hands) -> None:
    await intake_known(hands)
    await hands.press(Key.Key_F6)


@scene("intake-group")
async def intake_group(hands: Hands) -> None:
    await intake_known(hands)
    await hands.press(Key.Key_F7)


@scene("intake-legal-person")
async def intake_legal_person(hands: Hands) -> None:
    await intake(hands)
    await hands.press(Key.Key_F8)


@scene("intake-unknown")
async def intake_unknown(hands: Hands) -> None:
    await intake(hands)
    await hands.press(Key.Key_3, CTRL)


@scene("intake-wrong")
async def intake_wrong(hands: Hands) -> None:
    await intake(hands)
    await hands.type("0499370898")
    hands.intake.form.people.applicant.rows.set_text("mobile", "0912")
    hands.intake.form.matter.rows.set_text("subject", LONG)
    await hands.press(Key.Key_F2)


@scene("intake-long")
async def intake_long(hands: Hands) -> None:
    await intake_known(hands)
    hands.intake.form.matter.rows.set_text("subject", LONG)
    hands.intake.form.matter.rows.set_text("body", f"{LONG}؛ " * 6)
    hands.intake.form.people.applicant.rows.set_text("last_name", "محمدی‌نژاد طباطبائی اصفهانی")
    await hands.quiet()


async def full(hands: Hands) -> None:
    """A desk with a few requests."""
    await intake(hands)
    await take_zahra(hands)
    await take_again(hands, "آب")
    await take_again(hands, "دیدار")


@scene("find-empty")
async def find_empty(hands: Hands) -> None:
    hands.frame.open("find")
    await hands.quiet()


@scene("find-newest")
async def find_newest(hands: Hands) -> None:
    await full(hands)
    await find_empty(hands)


@scene("find-nothing")
async def find_nothing(hands: Hands) -> None:
    await find_newest(hands)
    await hands.type("هیچ‌کس")


@scene("find-wrong")
async def find_wrong(hands: Hands) -> None:
    await find_newest(hands)
    await hands.type("42150700012314")


@scene("find-elsewhere")
async def find_elsewhere(hands: Hands) -> None:
    await find_newest(hands)
    await hands.type("42150700012313")


@scene("request")
async def request(hands: Hands) -> None:
    await full(hands)
    hands.open_desk.place.open_request(hands.hits()[1].request_id)
    await hands.quiet()


@scene("request-answer")
async def request_answer(hands: Hands) -> None:
    await request(hands)
    await hands.press(Key.Key_F6)


@scene("request-refer")
async def request_refer(hands: Hands) -> None:
    await request(hands)
    await hands.press(Key.Key_F4)


@scene("request-wrong")
async def request_wrong(hands: Hands) -> None:
    await request_answer(hands)
    await hands.press(Key.Key_Down)
    await hands.press(Key.Key_Return, CTRL)


@scene("request-long")
async def request_long(hands: Hands) -> None:
    await intake_long(hands)
    await hands.press(Key.Key_F2)
    hands.open_desk.place.open_request(hands.hits()[0].request_id)
    await hands.quiet()


@scene("keys")
async def keys(hands: Hands) -> None:
    await intake(hands)
    hands.frame.show_help()
    await hands.quiet()


def settings(section: str) -> Play:
    """One section of the settings page."""

    async def play(hands: Hands) -> None:
        from ui.settings.page import SettingsPage

        hands.frame.open("settings")
        page = hands.frame.stack.page
        assert isinstance(page, SettingsPage)
        page.show_section(section)
        await hands.quiet()

    return play


for _section in SECTIONS:
    scene(f"settings-{_section}", role="admin")(settings(_section))


class Variant(NamedTuple):
    """One way to look at a state; sizes are logical, so 911×512 is 1366×768 at 150 %."""

    tongue: str
    dark: bool
    width: int
    height: int

    @property
    def name(self) -> str:
        """As it stands in the name of a picture."""
        mode = "dark" if self.dark else "light"
        return f"{self.tongue}-{mode}-{self.width}x{self.height}"


VARIANTS: Final = tuple(
    Variant(tongue, dark, *size)
    for tongue in ("fa", "en")
    for dark in (False, True)
    for size in SIZES
)


async def wear(stage: Stage, variant: Variant) -> None:
    """Show the window in a language, a palette and a size, and let its layout come to rest."""
    if language().name != variant.tongue:
        language().speak(variant.tongue)
    if look().dark is not variant.dark:
        look().wear(dark=variant.dark)
    stage.window.resize(variant.width, variant.height)
    await stage.quiet()
    for _ in range(9):
        await asyncio.sleep(0)

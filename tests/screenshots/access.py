"""The ways in and back, and the sheets on officers, as scenes beside those of the pages."""

from tests.screenshots import line, stick, units
from tests.screenshots.scenes import SCENES, entrance, scene
from tests.ui.entrance.seats import Seat
from tests.ui.pages.hands import Hands
from ui.demo.hands import Hands as KeyHands
from ui.entrance.new_password import ChooseOwn
from ui.entrance.sign_in import SignIn, Switch
from ui.settings.officer_sheets import NewOfficerSheet
from ui.settings.officers import OfficersCard
from ui.settings.page import SettingsPage
from ui.settings.phone_numbers import NumbersCard

__all__ = ["SCENES", "line", "stick", "units"]


def _forgot(seat: Seat) -> None:
    page = seat.page
    assert isinstance(page, SignIn)
    page.forgot.emit("zahra")


async def _with_omid(seat: Seat) -> str:
    """Zahra is signed in and has admitted Omid; his temporary password."""
    await seat.sign_in()
    return seat.open_desk.desk.access.admit("omid", "امید کرمی", "supervisor")


async def _officers(hands: Hands) -> SettingsPage:
    hands.frame.open("settings")
    page = hands.frame.stack.page
    assert isinstance(page, SettingsPage)
    page.show_section("officers")
    await hands.quiet()
    return page


@entrance("forgotten")
async def forgotten(seat: Seat, hands: KeyHands) -> None:
    _forgot(seat)


@entrance("forgotten-supervisor-wrong")
async def forgotten_supervisor(seat: Seat, hands: KeyHands) -> None:
    _forgot(seat)
    await hands.press("1")
    await seat.press_first()


@entrance("forgotten-number-wrong")
async def forgotten_number(seat: Seat, hands: KeyHands) -> None:
    _forgot(seat)
    await hands.press("2")
    await seat.press_first()


@entrance("temporary-told")
async def temporary_told(seat: Seat, hands: KeyHands) -> None:
    from ui.entrance.forgotten import TemporaryGiven

    seat.window.threshold.show_page(TemporaryGiven("omid", "4821773019"))


@entrance("choose-own")
async def choose_own(seat: Seat, hands: KeyHands) -> None:
    given = await _with_omid(seat)
    seat.open_desk.signed_out.emit()
    await seat.until(lambda: isinstance(seat.page, SignIn))
    await seat.sign_in_as("omid", given)
    await seat.until(lambda: isinstance(seat.page, ChooseOwn))


@entrance("switch-wrong")
async def switch(seat: Seat, hands: KeyHands) -> None:
    await _with_omid(seat)
    seat.open_desk.switch_wanted.emit()
    await seat.until(lambda: isinstance(seat.page, Switch))
    await seat.press_first()


@scene("officers-full")
async def officers_full(hands: Hands) -> None:
    access = hands.desk.access
    access.admit("omid", "امید کرمی", "officer")
    access.admit("maryam", "مریم‌السادات میرمحمدی‌نژاد خراسانی", "expert", head=True)
    access.new_numbers()
    await _officers(hands)


@scene("officers-new-wrong")
async def officers_new(hands: Hands) -> None:
    page = await _officers(hands)
    card = page.findChild(OfficersCard)
    assert card is not None
    card.ask_new()
    await hands.quiet()
    (sheet,) = hands.frame.findChildren(NewOfficerSheet)
    sheet.accept()
    await hands.quiet()


@scene("officers-leaving")
async def officers_leaving(hands: Hands) -> None:
    hands.desk.access.admit("omid", "امید کرمی", "officer")
    page = await _officers(hands)
    card = page.findChild(OfficersCard)
    assert card is not None
    (omid,) = [one for one in card._officers if one.user == "omid"]
    card._on_leave(omid)
    await hands.quiet()


@scene("officers-numbers")
async def officers_numbers(hands: Hands) -> None:
    page = await _officers(hands)
    card = page.findChild(NumbersCard)
    assert card is not None
    card._on_make()
    await hands.quiet()


@scene("own-password", role="officer")
async def own_password(hands: Hands) -> None:
    hands.frame.open("settings")
    page = hands.frame.stack.page
    assert isinstance(page, SettingsPage)
    page.show_section("password")
    await hands.quiet()

"""The unit's page, its forms and the lists behind the day, in every state."""

from PySide6.QtCore import Qt

from tests.screenshots.pages import LONG
from tests.screenshots.scenes import full, scene
from tests.ui.pages.hands import CTRL, Hands
from tests.ui.pages.test_visits import take_zahra

Key = Qt.Key


@scene("unit-empty", role="expert")
async def unit_empty(hands: Hands) -> None:
    hands.frame.open("unit")
    await hands.quiet()


@scene("unit-full", user="reza")
async def unit_full(hands: Hands) -> None:
    await hands.press(Key.Key_F4)
    await hands.press(Key.Key_Return, CTRL)
    await hands.press(Key.Key_Escape)


@scene("unit-nothing", user="reza")
async def unit_nothing(hands: Hands) -> None:
    await hands.press(Key.Key_5, CTRL)


@scene("unit-draft", user="reza")
async def unit_draft(hands: Hands) -> None:
    await hands.press(Key.Key_F6)
    await hands.press(Key.Key_Tab)
    await hands.type(LONG)


@scene("unit-draft-wrong", user="reza")
async def unit_draft_wrong(hands: Hands) -> None:
    await hands.press(Key.Key_F6)
    for _ in range(2):
        await hands.press(Key.Key_Down)
    await hands.press(Key.Key_Return, CTRL)


@scene("unit-papers", user="reza")
async def unit_papers(hands: Hands) -> None:
    await hands.press(Key.Key_F7)


@scene("unit-approve", user="nasrin")
async def unit_approve(hands: Hands) -> None:
    await unit_draft(hands)
    await hands.press(Key.Key_Return, CTRL)
    await hands.press(Key.Key_F8)


@scene("request-papers-lacking", user="reza")
async def papers_lacking(hands: Hands) -> None:
    await unit_papers(hands)
    await hands.type("سند مالکیت و نقشهٔ محل")
    form = hands.request.panel.form
    assert form is not None
    form.rows.editor("reason").setFocus()
    await hands.type(LONG)
    await hands.press(Key.Key_Return, CTRL)


@scene("today-empty")
async def today_empty(hands: Hands) -> None:
    hands.frame.open("today")
    await hands.quiet()


@scene("today-full")
async def today_full(hands: Hands) -> None:
    await full(hands)
    await today_empty(hands)


@scene("today-visits")
async def today_visits(hands: Hands) -> None:
    hands.frame.open("intake")
    await take_zahra(hands)
    hands.frame.open("today")
    await hands.quiet()
    await hands.press(Key.Key_1, CTRL)


@scene("today-nothing-aside")
async def nothing_aside(hands: Hands) -> None:
    hands.frame.open("today")
    await hands.quiet()
    await hands.press(Key.Key_8, CTRL)


@scene("today-own-counter", user="omid")
async def own_counter(hands: Hands) -> None:
    hands.frame.open("today")
    await hands.quiet()

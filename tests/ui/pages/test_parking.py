"""Intakes put aside while their visitors are away: kept, shown with their age, taken up again."""

from pathlib import Path

from PySide6.QtCore import Qt

from tests.ui.pages.colleagues import signed_in_as, staffed
from tests.ui.pages.hands import CTRL, SHIFT, Hands, shown
from tests.ui.pages.office import HandClock, again, found
from tests.ui.pages.test_visits import ALI, ZAHRA, take_zahra
from ui.widgets.face import FaceButton

Key = Qt.Key


def parked(hands: Hands) -> list[str]:
    """What stands in the bar, while it is in sight."""
    bar = hands.intake.keeper.bar
    if not bar.isVisible():
        return []
    return [one.text() for one in bar.findChildren(FaceButton) if one.isVisible()]


async def tell_zahra(hands: Hands) -> None:
    await hands.type(ZAHRA)
    await hands.type("زهرا")
    await hands.press(Key.Key_Tab)
    await hands.type("محمدی‌نژاد")


async def test_one_key_puts_aside_and_one_takes_up_again(hands: Hands) -> None:
    await tell_zahra(hands)
    typed = hands.intake.form.draft()
    hands.pressed = 0
    await hands.press(Key.Key_F3, SHIFT)
    assert hands.intake.form.draft().is_empty
    assert parked(hands) == ["زهرا محمدی‌نژاد، همین حالا"]
    assert hands.focus is hands.intake.form.people.applicant.rows.editor("national_id")
    await hands.press(Key.Key_5, CTRL)
    assert hands.pressed == 2
    assert hands.intake.form.draft() == typed
    assert hands.focus is hands.intake.form.people.applicant.rows.editor("last_name")
    assert parked(hands) == []


async def test_what_is_put_aside_shows_how_long_it_waits(tmp_path: Path) -> None:
    clock = HandClock()
    async with shown(found(tmp_path, clock)) as hands:
        await tell_zahra(hands)
        await hands.press(Key.Key_F3, SHIFT)
        clock.pass_minutes(7)
        hands.intake.keeper.bar.reword()
        assert parked(hands) == ["زهرا محمدی‌نژاد، ۷ دقیقه"]


async def test_what_is_in_hand_takes_the_place_of_what_is_taken_up(hands: Hands) -> None:
    await tell_zahra(hands)
    await hands.press(Key.Key_F3, SHIFT)
    await hands.type(ALI)
    await hands.type("علی")
    await hands.press(Key.Key_5, CTRL)
    assert hands.intake.form.draft().parties[0].first_name == "زهرا"
    assert parked(hands) == ["علی، همین حالا"]
    await hands.press(Key.Key_5, CTRL)
    assert hands.intake.form.draft().parties[0].first_name == "علی"


async def test_others_are_served_while_one_is_put_aside(hands: Hands) -> None:
    await hands.type(ALI)
    await hands.type("علی")
    await hands.press(Key.Key_F3, SHIFT)
    await take_zahra(hands)
    assert len(hands.hits()) == 1
    assert len(parked(hands)) == 1
    await hands.press(Key.Key_5, CTRL)
    await hands.press(Key.Key_Return)
    await hands.type("رضایی")
    for _ in range(3):
        await hands.press(Key.Key_Return)
    await hands.type("آب")
    await hands.press(Key.Key_Return)
    await hands.press(Key.Key_F2)
    assert [hit.visitor_name for hit in hands.hits()] == ["علی رضایی", "زهرا محمدی‌نژاد"]
    assert hands.setting("draft.intake.sara") == ""


async def test_an_empty_intake_is_not_put_aside_and_there_is_an_end(hands: Hands) -> None:
    said: list[str] = []
    hands.open_desk.place.said.connect(lambda code, _: said.append(code))
    await hands.press(Key.Key_F3, SHIFT)
    assert (parked(hands), said) == ([], ["intake.parked.nothing"])
    for name in ("یک", "دو", "سه", "چهار", "پنج", "شش"):
        await hands.type(ALI)
        await hands.type(name)
        await hands.press(Key.Key_F3, SHIFT)
    assert len(parked(hands)) == 5
    assert said[1:] == ["intake.parked.full"]
    assert hands.intake.form.draft().parties[0].first_name == "شش"
    await hands.press(Key.Key_0, CTRL)
    assert hands.intake.form.draft().parties[0].first_name == "شش"


async def test_what_is_put_aside_outlives_the_program(tmp_path: Path) -> None:
    clock = HandClock()
    async with shown(found(tmp_path, clock)) as hands:
        await tell_zahra(hands)
        await hands.press(Key.Key_F3, SHIFT)
        await hands.type(ALI)
        await hands.type("علی")
    clock.pass_minutes(90)
    async with shown(again(tmp_path, clock)) as hands:
        assert parked(hands) == ["زهرا محمدی‌نژاد، ۹۰ دقیقه"]
        assert hands.intake.keeper.offer.isVisible()
        await hands.press(Key.Key_F11)
        await hands.press(Key.Key_5, CTRL)
        assert hands.intake.form.draft().parties[0].first_name == "زهرا"
        assert parked(hands) == ["علی، همین حالا"]


async def test_another_officer_is_not_shown_what_is_put_aside(tmp_path: Path) -> None:
    clock = HandClock()
    staffed(tmp_path, clock)
    async with shown(again(tmp_path, clock)) as hands:
        await tell_zahra(hands)
        await hands.press(Key.Key_F3, SHIFT)
        await tell_zahra(hands)
    async with shown(signed_in_as(tmp_path, clock, "omid")) as hands:
        assert parked(hands) == []
        assert not hands.intake.keeper.offer.isVisible()
        await hands.type(ZAHRA)
    async with shown(again(tmp_path, clock)) as hands:
        assert hands.intake.keeper.offer.isVisible()
        assert len(parked(hands)) == 1


async def test_an_offer_that_is_passed_over_waits_with_the_others(tmp_path: Path) -> None:
    clock = HandClock()
    async with shown(found(tmp_path, clock)) as hands:
        await tell_zahra(hands)
    async with shown(again(tmp_path, clock)) as hands:
        await hands.type(ALI)
        assert not hands.intake.keeper.offer.isVisible()
        assert parked(hands) == ["زهرا محمدی‌نژاد، همین حالا"]
        await hands.type("علی")
    async with shown(again(tmp_path, clock)) as hands:
        assert len(parked(hands)) == 1
        await hands.press(Key.Key_F11)
        assert hands.intake.form.draft().parties[0].first_name == "علی"


async def test_a_resumed_visitor_is_known_again(hands: Hands) -> None:
    await take_zahra(hands)
    await hands.type(ZAHRA)
    await hands.press(Key.Key_F3, SHIFT)
    await hands.type(ALI)
    await hands.press(Key.Key_5, CTRL)
    assert hands.intake.form.side.tab == "history"
    await hands.type("معرفی به")
    await hands.press(Key.Key_Return)
    assert hands.intake.recording.repeat.isVisible()


async def test_the_next_matter_of_a_visitor_is_kept_as_well(tmp_path: Path) -> None:
    clock = HandClock()
    async with shown(found(tmp_path, clock)) as hands:
        await take_zahra(hands)
        await hands.type(ZAHRA)
        await hands.type("آب")
        await hands.press(Key.Key_Return)
        await hands.press(Key.Key_F2, SHIFT)
        following = hands.intake.form.draft()
        assert following.so_far is not None
    async with shown(again(tmp_path, clock)) as hands:
        await hands.press(Key.Key_F11)
        assert hands.intake.form.draft() == following
        await hands.type("دیدار")
        await hands.press(Key.Key_Return)
        await hands.press(Key.Key_F2)
        visits = [hands.view(hit.request_id).registered["visit"] for hit in hands.hits()]
        assert visits[0] == visits[1] != visits[2]
        assert hands.day().visits == 2

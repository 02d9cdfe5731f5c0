"""A matter that is here already is shown before anything is saved: the visitor's, a relative's."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.ui.pages.hands import Hands
from tests.ui.pages.test_visits import ALI, ZAHRA, take_again, take_zahra
from ui.widgets.labels import Words

Key = Qt.Key
POSTAL = "1871612345"
MATTER = "قطعی آب روستای کهنوج"


def words(bar: QWidget) -> str:
    return " ".join(one.text() for one in bar.findChildren(Words))


async def record(hands: Hands, number: str, first: str, matter: str) -> None:
    """A visitor with a postal code and a matter of no service."""
    await tell(hands, number, first, matter)
    await hands.press(Key.Key_F2)


async def tell(hands: Hands, number: str, first: str, matter: str, postal: str = POSTAL) -> None:
    await hands.press(Key.Key_F5)
    await hands.type(number)
    await hands.type(first)
    for _ in range(6):
        await hands.press(Key.Key_Return)
    assert hands.focus is hands.intake.form.people.applicant.rows.editor("village")
    await hands.press(Key.Key_Return)
    await hands.type(postal)
    await hands.press(Key.Key_Return)
    await hands.press(Key.Key_Return)
    await hands.press(Key.Key_Return)
    await hands.type(matter)
    await hands.press(Key.Key_F5)


async def test_a_near_subject_of_the_same_visitor_is_asked_about(hands: Hands) -> None:
    await record(hands, ZAHRA, "زهرا", MATTER)
    await hands.type(ZAHRA)
    await hands.press(Key.Key_Return)
    await hands.type("قطع آب روستای کهنوج")
    bar = hands.intake.recording.repeat
    assert bar.isVisible()
    assert MATTER in words(bar)
    await hands.press(Key.Key_F2)
    assert len(hands.hits()) == 1
    await hands.press(Key.Key_F12)
    await hands.press(Key.Key_F2)
    assert len(hands.hits()) == 2


async def test_another_matter_is_not_asked_about(hands: Hands) -> None:
    await record(hands, ZAHRA, "زهرا", MATTER)
    await hands.type(ZAHRA)
    await hands.press(Key.Key_Return)
    await hands.type("وام اشتغال")
    assert not hands.intake.recording.repeat.isVisible()


async def test_two_services_are_two_matters_however_alike_they_sound(hands: Hands) -> None:
    await take_zahra(hands)
    assert await take_again(hands, "آب") == 2
    assert len(hands.hits()) == 2


async def test_a_relative_of_the_same_home_is_asked_about_by_name(hands: Hands) -> None:
    await record(hands, ZAHRA, "زهرا", MATTER)
    await tell(hands, ALI, "علی", "قطعی آب کهنوج روستای")
    bar = hands.intake.recording.repeat
    assert bar.isVisible()
    assert "زهرا" in words(bar)
    await hands.press(Key.Key_F11)
    (hit,) = hands.hits()
    assert hands.view(hit.request_id).timeline[-1].type == "Called"
    assert hands.intake.form.draft().is_empty


async def test_a_neighbour_is_not_a_relative(hands: Hands) -> None:
    await record(hands, ZAHRA, "زهرا", MATTER)
    await tell(hands, ALI, "علی", MATTER, postal="1871612346")
    assert not hands.intake.recording.repeat.isVisible()

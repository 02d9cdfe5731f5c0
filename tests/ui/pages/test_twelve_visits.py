"""Twelve visits played as real key events through the real window, and what each costs in keys.

The rule of counting: what a visitor tells and the officer types (the characters of a name, a
number, a date, a text) is content and is not counted. Every other key is one: moving between
fields, choosing, confirming, recording, a chord as one. The letters by which something is found
in a list (a service, a unit, an agency) only choose, so each of them counts as well.

No visit takes more than twelve, that of a known visitor not more than six, one that only informs
not more than four; nothing is clicked, and no test puts the cursor anywhere.
"""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication

from desk_app.ports.queries import RequestView
from tests.ui.pages.hands import CTRL, SHIFT, Hands

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
MOST, MOST_KNOWN, MOST_INFORMED = 12, 6, 4
ZAHRA, ALI, REZA = "0499370899", "0012345679", "0013542419"


class Counter:
    """Hands that keep to the rule of counting."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands

    async def tell(self, *answers: str) -> None:
        """Type answers one after the other, Enter between them."""
        for place, answer in enumerate(answers):
            if place:
                await self._hands.press(Key.Key_Return)
            await self._hands.type(answer)

    async def number(self, number: str) -> None:
        """Type a number that is complete by itself: the cursor goes on alone."""
        await self._hands.type(number)

    async def pick(self, letters: str) -> None:
        """Choose from a list by the first letters of a name."""
        self._hands.pressed += len(letters)
        await self._hands.type(letters)
        await self._hands.press(Key.Key_Return)

    async def press(self, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
        if held is None:
            await self._hands.press(key)
        else:
            await self._hands.press(key, held)

    def counted(self) -> int:
        """The keys since the last time this was asked."""
        keys, self._hands.pressed = self._hands.pressed, 0
        return keys


class _Mouse(QObject):
    """Hears of everything that is clicked."""

    clicks = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.clicks += event.type() == QEvent.Type.MouseButtonPress
        return False


@pytest.fixture(autouse=True)
def no_mouse(screen: QApplication) -> Iterator[None]:
    """Nothing was clicked when the visit is over."""
    mouse = _Mouse()
    screen.installEventFilter(mouse)
    yield
    screen.removeEventFilter(mouse)
    assert mouse.clicks == 0


@pytest_asyncio.fixture
async def keys(hands: Hands) -> AsyncIterator[Counter]:
    """Counted hands at a desk where Zahra was once."""
    counter = Counter(hands)
    await new_visitor(counter)
    counter.counted()
    yield counter


async def new_visitor(keys: Counter) -> None:
    await keys.number(ZAHRA)
    await keys.tell("زهرا", "محمدی‌نژاد", "حسن", "09121234567")
    await keys.pick("مع")
    await keys.press(Key.Key_F2)


def newest(hands: Hands) -> RequestView:
    return hands.view(hands.hits()[0].request_id)


async def test_one_a_known_visitor(hands: Hands, keys: Counter) -> None:
    await keys.number(ZAHRA)
    await keys.pick("آب")
    await keys.press(Key.Key_F2)
    assert keys.counted() <= MOST_KNOWN
    assert newest(hands).hit.visitor_name == "زهرا محمدی‌نژاد"
    assert newest(hands).hit.printed


async def test_two_a_new_visitor(hands: Hands) -> None:
    keys = Counter(hands)
    await new_visitor(keys)
    assert keys.counted() <= MOST
    person = newest(hands).parties[0].person
    assert person is not None
    assert (person.father_name, person.mobile) == ("حسن", "09121234567")


async def test_three_a_son_for_his_mother(hands: Hands, keys: Counter) -> None:
    await keys.number(ALI)
    await keys.tell("فاطمه", "رضایی", "علی", "09121234568")
    await keys.pick("آب")
    await keys.press(Key.Key_F6)
    await keys.number(REZA)
    await keys.tell("رضا", "رضایی")
    await keys.press(Key.Key_Return)
    await keys.tell("", "پسر")
    await keys.press(Key.Key_F2)
    assert keys.counted() <= MOST
    mother, son = newest(hands).parties
    assert (mother.party.role, son.party.role, son.party.relation) == (
        "applicant",
        "presenter",
        "پسر",
    )


async def test_four_a_visitor_without_a_card(hands: Hands, keys: Counter) -> None:
    await keys.press(Key.Key_2, CTRL)
    await keys.press(Key.Key_Return)
    await keys.tell("علی", "رضایی", "حسین", "09121234568")
    await keys.pick("آب")
    await keys.press(Key.Key_F2)
    assert keys.counted() <= MOST
    (party,) = newest(hands).parties
    assert (party.party.established, party.party.id_kind) == ("told", "none")
    assert party.person is not None
    assert party.person.full_name == "علی رضایی"


async def test_five_a_visitor_who_only_asks(hands: Hands, keys: Counter) -> None:
    await keys.press(Key.Key_F3)
    await keys.press(Key.Key_F2)
    assert keys.counted() <= MOST_INFORMED
    assert hands.day().by_outcome == {"taken": 1, "informed": 1}


async def test_six_a_visitor_whose_papers_are_lacking(hands: Hands, keys: Counter) -> None:
    await keys.number(ZAHRA)
    await keys.pick("آر")
    await keys.press(Key.Key_F9)
    await keys.press(Key.Key_Minus)
    await keys.press(Key.Key_F10)
    await keys.tell("14050910")
    await keys.press(Key.Key_F2)
    assert keys.counted() <= MOST
    told = newest(hands).registered
    assert (told["outcome"], len(told["papers_lacking"])) == ("papers", 1)
    assert hands.day().by_outcome == {"taken": 1, "papers": 1}


async def test_seven_a_matter_of_another_agency(hands: Hands, keys: Counter) -> None:
    await keys.press(Key.Key_F10)
    await keys.press(Key.Key_Left)
    await keys.press(Key.Key_Left)
    await keys.press(Key.Key_Return)
    await keys.pick("ثبت")
    await keys.press(Key.Key_F2)
    assert keys.counted() <= MOST
    assert hands.day().by_outcome == {"taken": 1, "agency": 1}


async def test_eight_a_complaint_about_this_office(hands: Hands, keys: Counter) -> None:
    await keys.number(ZAHRA)
    await keys.press(Key.Key_F9, SHIFT)
    await keys.tell("رفتار نامناسب")
    assert hands.intake.form.draft().matter.about_office
    assert hands.intake.form.draft().matter.kind == "complaint"
    await keys.press(Key.Key_F2)
    assert keys.counted() <= MOST
    assert hands.day().visits == 2
    # Nobody here sees it again: what was said is sealed.
    assert len(hands.hits()) == 1


async def test_nine_a_receipt_that_was_lost(hands: Hands, keys: Counter) -> None:
    before = newest(hands).follow_up
    await keys.press(Key.Key_2, ALT)
    await keys.tell("محمدی‌نژاد")
    await keys.press(Key.Key_R, CTRL)
    form = hands.request.panel.form
    assert form is not None
    told = {"national_id": ZAHRA, "mobile": "09121234567", "father_name": "حسن"}
    for fact in (form.rows.text("fact1"), form.rows.text("fact2")):
        await keys.press(Key.Key_Tab)
        await keys.tell(told[fact])
        await keys.press(Key.Key_Tab)
    await keys.tell("خود متقاضی")
    await keys.press(Key.Key_Return, CTRL)
    assert keys.counted() <= MOST
    assert newest(hands).follow_up != before


async def test_ten_a_visitor_who_comes_back_for_a_request(hands: Hands, keys: Counter) -> None:
    await keys.number(ZAHRA)
    await keys.press(Key.Key_F6, SHIFT)
    await keys.tell("پرسید کی جواب می‌دهند")
    await keys.press(Key.Key_F2)
    assert keys.counted() <= MOST_KNOWN
    assert len(hands.hits()) == 1
    called = newest(hands).timeline[-1]
    assert (called.type, called.facts["text"]) == ("Called", "پرسید کی جواب می‌دهند")
    assert hands.day().by_outcome == {"taken": 1, "followed": 1}


async def test_eleven_a_visitor_with_two_matters(hands: Hands, keys: Counter) -> None:
    await keys.number(ZAHRA)
    await keys.pick("آب")
    await keys.press(Key.Key_F2, SHIFT)
    await keys.pick("دی")
    await keys.press(Key.Key_F2)
    assert keys.counted() <= MOST
    second, first, _ = (hands.view(hit.request_id).registered["visit"] for hit in hands.hits())
    assert second == first
    assert hands.day().visits == 2


async def test_twelve_a_group(hands: Hands, keys: Counter) -> None:
    await keys.number(ZAHRA)
    await keys.pick("آب")
    for number, first in ((ALI, "علی"), (REZA, "رضا")):
        await keys.press(Key.Key_F7)
        await keys.number(number)
        await keys.tell(first, "رضایی")
    await keys.press(Key.Key_F2)
    assert keys.counted() <= MOST
    assert [party.party.role for party in newest(hands).parties] == [
        "applicant",
        "member",
        "member",
    ]

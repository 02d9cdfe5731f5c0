"""The expert's day: the unit's queue, each step by one key with its form beside, nothing else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.ui.pages.colleagues import SUBJECTS, signed_in_as, staffed
from tests.ui.pages.hands import CTRL, Hands, shown
from tests.ui.pages.office import HandClock
from ui.pages.unit.page import UnitPage
from ui.texts import say
from ui.widgets.labels import Words
from ui.widgets.messages import Banner

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


class Office:
    """The staffed office and its clock; ``ids`` are its requests, the unit's two first."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock = folder, HandClock()
        self.ids = staffed(folder, self.clock)

    @asynccontextmanager
    async def as_(self, user: str) -> AsyncIterator[Hands]:
        async with shown(signed_in_as(self.folder, self.clock, user), first="") as hands:
            yield hands


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def page_of(hands: Hands) -> UnitPage:
    page = hands.frame.stack.built("unit")
    assert isinstance(page, UnitPage)
    return page


def rows(hands: Hands) -> list[str]:
    """The rows of the queue as they are read out."""
    model = page_of(hands).queue.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def asks(hands: Hands) -> bool:
    """Whether the form of a deed is in sight."""
    return hands.request.panel.form is not None


async def test_the_queue_comes_first_by_its_due_days_and_holds_the_units_own(
    office: Office,
) -> None:
    async with office.as_("reza") as hands:
        assert hands.frame.stack.key == "unit"
        assert [SUBJECTS[1] in rows(hands)[0], SUBJECTS[0] in rows(hands)[1]] == [True, True]
        assert len(rows(hands)) == 2
        assert say("unit.stage.new") in rows(hands)[0]


async def test_only_the_pages_of_the_role_stand_in_the_rail(office: Office) -> None:
    async with office.as_("reza") as hands:
        await hands.press(Key.Key_2, ALT)
        assert hands.frame.stack.key == "find"
        assert hands.find.results.model().rowCount() == 2
        await hands.press(Key.Key_3, ALT)
        assert hands.frame.stack.key == "settings"
        await hands.press(Key.Key_4, ALT)
        assert hands.frame.stack.key == "line"
        await hands.press(Key.Key_5, ALT)
        assert hands.frame.stack.key == "stick"
        await hands.press(Key.Key_6, ALT)
        assert hands.frame.stack.key == "stick"
        with pytest.raises(KeyError):
            hands.frame.open("intake")


@pytest.mark.parametrize(
    ("user", "first", "role"),
    [
        ("omid", "intake", "role.officer"),
        ("mina", "today", "role.supervisor"),
        ("nasrin", "unit", "role.head"),
        ("sara", "settings", "role.admin"),
    ],
)
async def test_the_day_begins_where_the_role_works_and_the_window_names_it(
    office: Office, user: str, first: str, role: str
) -> None:
    async with office.as_(user) as hands:
        assert hands.frame.stack.key == first
        words = [label.text() for label in hands.frame.status.findChildren(Words)]
        assert any(text.endswith(say(role)) for text in words)


async def test_an_expert_takes_on_drafts_and_the_head_approves(office: Office) -> None:
    name = office.ids[0]
    async with office.as_("reza") as hands:
        await hands.press(Key.Key_F4)
        assert hands.frame.stack.key == "request"
        assert asks(hands)
        await hands.press(Key.Key_Return, CTRL)
        assert hands.view(name).timeline[-1].type == "Accepted"
        await hands.press(Key.Key_F6)
        await hands.press(Key.Key_Tab)
        await hands.type("با تغییر کاربری موافقت شد")
        await hands.press(Key.Key_Return, CTRL)
        assert list(hands.view(name).stages.values()) == ["drafted"]
        await hands.press(Key.Key_F8)
        assert not asks(hands)
        await hands.press(Key.Key_Escape)
        assert hands.frame.stack.key == "unit"
        assert say("unit.stage.drafted") in rows(hands)[0]
    async with office.as_("nasrin") as hands:
        await hands.press(Key.Key_4, CTRL)
        assert len(rows(hands)) == 1
        await hands.press(Key.Key_F8)
        await hands.press(Key.Key_Return, CTRL)
        view = hands.view(name)
        assert (view.hit.status, view.answers[0].actor) == ("answered", "nasrin")
        await hands.press(Key.Key_Escape)
        assert len(rows(hands)) == 0


async def test_a_draft_that_came_back_stands_in_its_form_to_be_mended(office: Office) -> None:
    name = office.ids[0]
    async with office.as_("nasrin") as hands:
        await hands.press(Key.Key_F6)
        await hands.press(Key.Key_Tab)
        await hands.type("موافقت شد")
        await hands.press(Key.Key_Return, CTRL)
        await hands.press(Key.Key_F9)
        await hands.type("مستند آن را بیاورید")
        await hands.press(Key.Key_Return, CTRL)
        assert list(hands.view(name).stages.values()) == ["sent_back"]
        await hands.press(Key.Key_F6)
        form = hands.request.panel.form
        assert form is not None
        assert form.rows.text("done") == "موافقت شد"


async def test_a_refusal_without_its_reason_is_told_at_its_fields(office: Office) -> None:
    async with office.as_("reza") as hands:
        await hands.press(Key.Key_F6)
        form = hands.request.panel.form
        assert form is not None
        for _ in range(2):
            await hands.press(Key.Key_Down)
        await hands.press(Key.Key_Return, CTRL)
        assert form.rows.row("reason").wrong is not None
        assert form.rows.row("basis").wrong is not None


async def test_papers_are_asked_for_and_what_is_not_ours_goes_back(office: Office) -> None:
    first, second, _ = office.ids
    async with office.as_("reza") as hands:
        await hands.press(Key.Key_F7)
        await hands.type("سند مالکیت")
        form = hands.request.panel.form
        assert form is not None
        form.rows.editor("reason").setFocus()
        await hands.type("مالکیت روشن نیست")
        await hands.press(Key.Key_Return, CTRL)
        view = hands.view(first)
        assert (view.hit.status, view.awaited_papers) == ("papers", ("سند مالکیت",))
        await hands.press(Key.Key_Escape)
        await hands.press(Key.Key_F5)
        await hands.type("با بخشداری است")
        await hands.press(Key.Key_Return, CTRL)
        assert hands.view(second).timeline[-1].facts["why"] == "not_ours"
        await hands.press(Key.Key_Escape)
        assert rows(hands) == []


async def test_opening_leaves_a_trace_and_a_strangers_request_does_not_open(
    office: Office,
) -> None:
    async with office.as_("reza") as hands:
        before = hands.events()
        await hands.press(Key.Key_Return)
        assert hands.events() == before + 1
        hands.open_desk.place.open_request(office.ids[2])
        await hands.quiet()
        assert hands.request.says() == ""
        assert hands.events() == before + 1


async def test_an_expert_prints_no_receipt_from_any_page(office: Office) -> None:
    async with office.as_("reza") as hands:
        await hands.press(Key.Key_2, ALT)
        await hands.press(Key.Key_P, CTRL)
        assert list((office.folder / "papers").iterdir()) == []
        assert hands.frame.findChild(Banner) is not None
        await hands.press(Key.Key_1, ALT)
        await hands.press(Key.Key_Return)
        await hands.press(Key.Key_P, CTRL)
        assert list((office.folder / "papers").iterdir()) == []


async def test_views_narrow_the_queue_by_one_key(office: Office) -> None:
    async with office.as_("reza") as hands:
        await hands.press(Key.Key_F4)
        await hands.press(Key.Key_Return, CTRL)
        await hands.press(Key.Key_Escape)
        await hands.press(Key.Key_3, CTRL)
        assert len(rows(hands)) == 1
        await hands.press(Key.Key_2, CTRL)
        assert len(rows(hands)) == 1
        await hands.press(Key.Key_4, CTRL)
        assert rows(hands) == []
        await hands.press(Key.Key_1, CTRL)
        assert len(rows(hands)) == 2
    office.clock.pass_minutes(60 * 24 * 12)
    async with office.as_("reza") as hands:
        await hands.press(Key.Key_5, CTRL)
        assert len(rows(hands)) == 1
        assert say("unit.stage.sent_back") not in rows(hands)[0]


async def test_who_leads_approves_from_the_page_of_the_request(office: Office) -> None:
    name = office.ids[0]
    async with office.as_("reza") as hands:
        await hands.press(Key.Key_F6)
        await hands.press(Key.Key_Return, CTRL)
    async with office.as_("mina") as hands:
        hands.open_desk.place.open_request(name)
        await hands.quiet()
        await hands.press(Key.Key_F8, CTRL)
        await hands.press(Key.Key_Return, CTRL)
        assert hands.view(name).hit.status == "answered"

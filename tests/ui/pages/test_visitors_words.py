"""What a visitor writes on the page outside stands on the request and waits on the day's page."""

import asyncio
from pathlib import Path

from PySide6.QtCore import Qt

from central.public.following import follow
from central.public.saying import Complaint, Question, say_on
from central.public.survey import shipped_survey
from desk_app.ports.desk import LineState
from desk_app.records.visitor_bodies import VISITOR
from tests.centres import Headquarters
from tests.ui.pages.beside import arrived, on_line, until
from tests.ui.pages.hands import CTRL, Hands
from tests.ui.pages.test_visits import take_zahra
from ui.pages.request.telling import author_of, sentence_of, text_of
from ui.pages.today.page import TodayPage
from ui.texts import say

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


def write(centre: Headquarters, request_id: str, said: Question | Complaint) -> None:
    """The visitor writes on the page of the request."""
    follow(centre.database, centre.clock.ms)
    where = (1, request_id)
    centre.database.write(lambda c: say_on(c, where, said, shipped_survey(), centre.clock.ms))


def waiting(hands: Hands) -> str:
    page = hands.frame.stack.page
    assert isinstance(page, TodayPage)
    return page.figures["unheard"].accessibleName()


def figure(count: int) -> str:
    return say("today.figure", name=say("today.unheard"), count=count)


async def test_a_visitors_words_wait_until_somebody_takes_them_up(tmp_path: Path) -> None:
    async with on_line(tmp_path) as (hands, centre, _clock):
        await take_zahra(hands)
        await until(hands, LineState.UP_TO_DATE, unsent=0)
        request_id = hands.hits()[0].request_id
        asked = Question("جواب من چه شد؟")
        await arrived(hands, lambda: asyncio.to_thread(write, centre, request_id, asked))
        await arrived(
            hands,
            lambda: asyncio.to_thread(
                write, centre, request_id, Complaint("delay", "یک ماه گذشته است")
            ),
        )
        assert hands.view(request_id).unheard
        question, complaint = hands.view(request_id).timeline[-2:]
        assert sentence_of(question) == say("event.AskedAgain")
        assert text_of(question) == "جواب من چه شد؟"
        assert say("event.Complained.delay") in sentence_of(complaint)
        assert author_of(complaint, lambda user: user) == say("event.by_visitor") != VISITOR
        await hands.press(Key.Key_3, ALT)
        assert waiting(hands) == figure(1)
        await hands.press(Key.Key_9, CTRL)
        assert hands.frame.stack.key == "find"
        assert hands.find.results.model().rowCount() == 1
        await hands.press(Key.Key_Return)
        await hands.press(Key.Key_F2)
        await hands.type("به واحد یادآوری شد")
        await hands.press(Key.Key_Return, CTRL)
        await hands.press(Key.Key_3, ALT)
        assert waiting(hands) == figure(0)
        assert not hands.view(request_id).unheard

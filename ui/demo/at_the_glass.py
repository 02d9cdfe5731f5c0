"""One visit played by keys on the intake page."""

import datetime as dt

from desk_app.records.jalali import format_jalali
from ui.demo.hands import Hands
from ui.demo.visitors import Person, Visitor
from ui.pages.intake.page import IntakePage
from ui.texts import say

USUAL_KIND = "درخواست"


class Glass:
    """Types what visitors tell; ``heard`` says how many visits the book has told of."""

    def __init__(self, hands: Hands, page: IntakePage, today: dt.date) -> None:
        self._hands, self._page, self._today = hands, page, today

    async def tell(self, visitor: Visitor) -> None:
        """Type everything a visitor tells, up to the key that records."""
        if visitor.outcome == "informed":
            await self._hands.press("F3")
            return
        if not visitor.sent_to:
            await self._people(visitor)
        await self._matter(visitor)
        if visitor.outcome:
            await self._ending(visitor)

    async def record(self, visitor: Visitor) -> None:
        """Press the key that records the visit as it stands."""
        if visitor.again:
            repeat = self._page.recording.repeat
            await self._hands.until(repeat.isVisible, "the question of a repeat")
            await self._hands.press("F11")
        else:
            await self._hands.press("Shift+F2" if visitor.stays else "F2")

    async def _people(self, visitor: Visitor) -> None:
        await self._person(visitor.person)
        if visitor.presenter is not None:
            await self._hands.press("F6")
            await self._person(visitor.presenter)
            await self._hands.fill("intake.relation", visitor.relation)
        for member in visitor.members:
            await self._hands.press("F7")
            await self._person(member)

    async def _person(self, person: Person) -> None:
        hands = self._hands
        if person.how:
            await hands.press(person.how)
        if person.legal_name:
            await hands.press("F8")
        if person.number:
            await hands.type(person.number)
        if person.number and not (person.first or person.legal_name):
            known = self._page.form
            await hands.until(
                lambda: known.draft().parties[0].first_name, "what a known visitor told before"
            )
        await hands.fill("intake.organisation", person.legal_name)
        await hands.fill("intake.first_name", person.first)
        await hands.fill("intake.last_name", person.last)
        await hands.fill("intake.mobile", person.mobile)

    async def _matter(self, visitor: Visitor) -> None:
        hands = self._hands
        if visitor.kind:
            await hands.go_to(USUAL_KIND)
            await hands.walk_to(visitor.kind)
        if visitor.service:
            await hands.pick("intake.service", visitor.service)
        await hands.fill("intake.subject", visitor.subject)
        await hands.fill("intake.body", visitor.text)

    async def _ending(self, visitor: Visitor) -> None:
        hands = self._hands
        await hands.press("F10")
        await hands.walk_to(say(f"ending.{visitor.outcome}"))
        if visitor.sent_to:
            await hands.press("F10")
            await hands.type(visitor.sent_to)
            await hands.press("Return")
        if visitor.outcome == "papers":
            await hands.press("F10")
            day = format_jalali(self._today + dt.timedelta(days=3))
            await hands.type(day.replace("/", ""))

"""A centre with one desk and the visitor's page, driven by a clock of the test's."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import httpx

from central.public.app import Manner
from central.public.following import follow
from central.public.serving import PublicPage
from central.public.survey import shipped_survey
from central.web.server import Listen
from desk_app.records import bodies as b
from desk_app.records.codes import make_code
from desk_app.records.due import DeadlineRule, promised
from desk_app.records.event import Event, Subject
from desk_app.records.ids import new_id
from desk_app.records.kinds_of_event import body_data
from desk_app.records.persons import Party
from desk_app.records.workdays import calendar_from
from desk_app.services.shipped import calendar_data
from desk_app.sync.rounds import one_round
from tests.centres import Headquarters
from tests.sync.memory_book import MemoryBook

FOLLOW_UP = "604118"
DAY_MS = 24 * 3600 * 1000
PERSON = {"id_number": "4541021153", "first_name": "شیرین", "last_name": "کاظمی"}
MATTER = {"subject": "رفع توقیف خودرو", "text": "خودروی من از خرداد توقیف است"}


@dataclass
class Receipt:
    """What the visitor took home."""

    request: str
    code: str
    event: Event
    follow_up: str = FOLLOW_UP


@dataclass
class Town:
    """One office with its desk, the centre, and the page."""

    centre: Headquarters
    desk: MemoryBook = field(init=False)
    page: PublicPage = field(init=False)
    pauses: list[float] = field(default_factory=list)
    serial: int = 0

    def open(self) -> None:
        """Enrol the desk and serve the page."""
        self.desk = MemoryBook(1, clock=self.centre.clock)
        self.centre.enrol(self.desk)
        self.serve()

    def serve(self) -> None:
        """Serve the page."""
        self.page = PublicPage(
            self.centre.database, Listen(), shipped_survey(), self.centre.clock.now_ms,
            manner=Manner(clock=lambda: self.centre.clock.ms / 1000, pause=self._pause),
        )  # fmt: skip
        self.page.__enter__()

    def close(self) -> None:
        self.page.__exit__(None, None, None)

    async def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    def take(self, **more: Any) -> Receipt:
        """A request as a counter takes it."""
        self.serial += 1
        lane = self.desk.logs[-1].lane
        request = new_id(self.desk.clock.ms, self.desk.entropy(10))
        now_ms = self.desk.clock.ms
        rule = DeadlineRule(10)
        due = promised(rule, now_ms, calendar_from(calendar_data(), 8)).day
        told: dict[str, Any] = {
            "code": make_code(lane, self.serial), "follow_up": FOLLOW_UP, "at": now_ms,
            "kind": "request", "kind_title": "درخواست", "service_title": "رفع توقیف خودرو",
            "matter": 0, "parties": (Party(role="applicant", person=1),),
            "promise": b.Promise(
                date=due.isoformat(), amount=10, unit="working_days", province=8,
                calendar=str(calendar_data()["version"]),
            ),
            "responsible": b.Responsible(
                unit="u1", unit_title="واحد حقوقی", post="p1", post_title="کارشناس حقوقی",
                holder="مریم نادری", reach="۰۲۱-۸۸۷۷ · اتاق ۱۲",
            ),
            "office_name": "فرمانداری نمونه",
        }  # fmt: skip
        body = b.Registered(**{**told, **more})
        event = self.on(request, "Registered", body, MATTER, PERSON)
        return Receipt(request, body.code, event)

    def on(self, request: str, kind: str, body: b.Body, *values: Any) -> Event:
        """Something that the office does on a request."""
        return self.desk.record(kind, Subject("request", request), body_data(body), values)

    def fact(self, kind: str, type_: str, body: b.Body) -> Event:
        """A fact of the office: a post, a closure, its names."""
        return self.desk.record(
            type_, Subject(kind, new_id(0, self.desk.entropy(10))), body_data(body)
        )

    def answer(self, receipt: Receipt, reason: str = "پلاک بررسی شد", **more: Any) -> Event:
        """The office's answer."""
        told: dict[str, Any] = {
            "result": "granted", "reason": 0, "done": 1, "letter": "۱۲۳/۴",
            "letter_date": "2026-12-14", "basis": "مادهٔ ۱۲ آیین‌نامهٔ پارکینگ‌ها",
            "objection": "تا بیست روز به هیئت حل اختلاف",
        }  # fmt: skip
        body = b.Answered(**{**told, **more})
        return self.on(receipt.request, "Answered", body, reason, "نامهٔ رفع توقیف داده شد")

    def sync(self) -> None:
        """One round of the desk, and everything shown."""
        assert one_round(self.desk, self.desk.clock, self.desk.entropy).state == "ok"
        self.follow()

    def follow(self) -> None:
        follow(self.centre.database, self.centre.clock.ms)

    def client(self, **headers: str) -> httpx.Client:
        return httpx.Client(
            base_url=self.page.url, trust_env=False, timeout=30, headers=headers,
        )  # fmt: skip

    def look(self, receipt: Receipt, **more: str) -> httpx.Response:
        """What the page says to the receipt."""
        return self.ask(receipt.code, more.get("number", receipt.follow_up), more.get("path", "/"))

    def ask(self, code: str, number: str, path: str = "/", **headers: str) -> httpx.Response:
        """What the page says to two numbers."""
        with self.client(**headers) as client:
            return client.post(path, data={"code": code, "number": number})

    def send(self, shown: httpx.Response, path: str, **fields: str) -> httpx.Response:
        """Send a form of a page that was shown."""
        handle = shown.text.split('name="handle" value="')[1].split('"')[0]
        with self.client() as client:
            return client.post(path, data={"handle": handle, **fields})

    def pass_days(self, days: int) -> None:
        self.centre.clock.ms += days * DAY_MS


def post(key: str, *holders: tuple[str, date | None, date | None]) -> b.ItemSet:
    """A post of the catalogue with its holders over time."""
    spells = [
        {"person": name, "first": first and first.isoformat(), "last": last and last.isoformat()}
        for name, first, last in holders
    ]
    data = {"key": key, "title": "کارشناس حقوقی", "unit": "u1", "holders": spells}
    return b.ItemSet(item="post", key=key, data=data)


def town_at(url: str) -> Town:
    """A town whose centre keeps to a database."""
    centre = Headquarters(url)
    centre.start()
    town = Town(centre)
    town.open()
    return town


def close_town(town: Town) -> None:
    town.close()
    town.centre.close()

"""What the page does with the database: looks up, counts guesses, writes; each in one go."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, TypeVar

from sqlalchemy import Connection

from central.public.guesses import locked_until, note_wrong
from central.public.handles import Handle, Handles
from central.public.lookup import Doubtful, Found, NotHere, Outcome, find, look_up
from central.public.saying import Complaint, Grades, Question, say_on
from central.public.standing import Standing, standing_of
from central.public.survey import Questionnaire
from central.store.database import Database, setting

T = TypeVar("T")
_THREADS: Final = 4


@dataclass(frozen=True, slots=True)
class Locked:
    """The code was guessed at and answers nobody until then (ms)."""

    until: int


class PublicDesk:
    """The page's side of the centre; its work runs in threads of its own."""

    def __init__(
        self, database: Database, now_ms: Callable[[], int], survey: Questionnaire
    ) -> None:
        self._database = database
        self.now_ms = now_ms
        self.survey = survey
        self._handles = Handles(database.read(lambda c: setting(c, "secret")).encode())
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="public")

    def close(self) -> None:
        """Let the work under way finish."""
        self._threads.shutdown()

    async def look(self, code: str, follow_up: str) -> Outcome | Locked:
        """What lies under both numbers; a wrong one is counted against the code."""

        def ask(connection: Connection) -> Outcome | Locked:
            until = locked_until(connection, code, self.now_ms())
            return Locked(until) if until else look_up(connection, code, follow_up)

        found = await self._run(lambda: self._database.read(ask))
        if isinstance(found, NotHere | Doubtful):
            await self._run(
                lambda: self._database.write(lambda c: note_wrong(c, code, self.now_ms()))
            )
        return found

    async def find(self, handle: Handle) -> Found | None:
        """The request that a handle names."""
        return await self._read(lambda c: find(c, handle.office, handle.request))

    async def standing(self, found: Found) -> Standing:
        """How a request stands now."""
        return await self._read(lambda c: standing_of(c, found, self.now_ms()))

    async def say(self, handle: Handle, said: Question | Complaint | Grades) -> None:
        """Write what a visitor said. Raises UserMistake, with nothing written."""
        where = (handle.office, handle.request)
        await self._run(
            lambda: self._database.write(
                lambda c: say_on(c, where, said, self.survey, self.now_ms())
            )
        )

    async def check(self) -> None:
        """Raise Problem ``busy`` unless the database answers."""
        await self._read(lambda c: setting(c, "secret"))

    def handle_of(self, found: Found) -> str:
        """The handle that the forms of a request's page carry."""
        return self._handles.make(found, self.now_ms())

    def read_handle(self, text: str) -> Handle | None:
        """What a handle names; None for one that is too old or not ours."""
        return self._handles.read(text, self.now_ms())

    async def _read(self, work: Callable[[Connection], T]) -> T:
        return await self._run(lambda: self._database.read(work))

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

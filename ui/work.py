"""The threads behind the window: one that writes, a few that read; answers come back here."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, Generic, TypeVar

from desk_app.records.errors import DeskError, UserMistake
from desk_app.tasks import TaskScope

T = TypeVar("T")

READERS: Final = 2
PAUSE_S: Final = 0.04
"""How long a hand must rest before what was typed is asked."""


class Work:
    """Runs deeds on the one writing thread and questions on the reading ones.

    A deed is never half done: closing waits for it. A known fault goes to ``faulted``, anything
    else that is raised to ``bugged``, each once.
    """

    def __init__(
        self,
        faulted: Callable[[DeskError], None],
        bugged: Callable[[BaseException], None],
    ) -> None:
        self._faulted, self._bugged = faulted, bugged
        self._scope = TaskScope(self._failed)
        self._closed = False
        self._tasks: set[asyncio.Task[Any]] = set()
        self._futures: set[asyncio.Future[Any]] = set()
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="writing")
        self._reading = ThreadPoolExecutor(READERS, thread_name_prefix="reading")

    def write(
        self,
        do: Callable[[], T],
        done: Callable[[T], object] | None = None,
        mistaken: Callable[[UserMistake], object] | None = None,
        ended: Callable[[], object] | None = None,
    ) -> None:
        """Do something on the writing thread; ``done`` gets what it returned, in this thread.

        ``mistaken`` gets what was entered wrongly; ``ended`` is called last, however it went.
        """
        if self._closed:
            return
        # Handed over at once: closing right after still finds it and waits.
        future = self._hand(self._writing, do)
        self.start(self._follow(future, done, mistaken, ended), name="deed")

    def read(self, ask: Callable[[], T], done: Callable[[T], object]) -> None:
        """Ask something on a reading thread; ``done`` gets the answer, in this thread."""
        self.start(self._read(ask, done), name="question")

    def start(self, work: Coroutine[Any, Any, Any], *, name: str) -> None:
        """Let a coroutine run as a task of the open desk; nothing begins once it is closed."""
        if self._closed:
            work.close()
            return
        task = self._scope.start(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def answer(self, ask: Callable[[], T]) -> T:
        """The answer of a reading thread."""
        # Cancelling never undoes a commit: the thread goes on, only the waiting ends.
        return await asyncio.shield(self._hand(self._reading, ask))

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._tasks)

    async def quiet(self) -> None:
        """Wait until nothing is under way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def written(self, seconds: float) -> bool:
        """Wait on this very thread until all that was handed over is written; False when late.

        For the one moment when the system takes the program away: nothing else may wait here.
        """
        if self._closed:
            return True
        try:
            self._writing.submit(lambda: None).result(seconds)
        except TimeoutError:
            return False
        return True

    async def close(self) -> None:
        """Begin nothing more, drop what was asked, wait for what is being written."""
        # What a thread told last may still wait in the event loop and ask for more.
        self._closed = True
        await self._scope.close()
        if self._futures:
            await asyncio.wait(self._futures)
        self._writing.shutdown(wait=False)
        self._reading.shutdown(wait=False)

    async def _follow(
        self,
        future: "asyncio.Future[T]",
        done: Callable[[T], object] | None,
        mistaken: Callable[[UserMistake], object] | None,
        ended: Callable[[], object] | None,
    ) -> None:
        try:
            result = await asyncio.shield(future)
        except UserMistake as wrong:
            if mistaken is None:
                raise
            mistaken(wrong)
        else:
            if done is not None:
                done(result)
        finally:
            if ended is not None:
                ended()

    async def _read(self, ask: Callable[[], T], done: Callable[[T], object]) -> None:
        done(await self.answer(ask))

    def _hand(self, threads: ThreadPoolExecutor, do: Callable[[], T]) -> "asyncio.Future[T]":
        future = asyncio.get_running_loop().run_in_executor(threads, do)
        self._futures.add(future)
        future.add_done_callback(self._futures.discard)
        return future

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, DeskError):
            self._faulted(error)
        else:
            self._bugged(error)


class Newest(Generic[T]):
    """Of questions that come as fast as keys, the newest alone is asked, and its answer shown."""

    def __init__(
        self, work: Work, show: Callable[[T], object], *, pause_s: float = PAUSE_S
    ) -> None:
        self._work, self._show, self._pause = work, show, pause_s
        self._question: Callable[[], T] | None = None
        self._number = 0
        self._under_way = False

    def ask(self, question: Callable[[], T]) -> None:
        """Ask this in place of everything asked before."""
        self._question = question
        self._number += 1
        if not self._under_way:
            self._under_way = True
            self._work.start(self._follow(), name="newest question")

    def drop(self) -> None:
        """No answer is wanted any more."""
        self._question = None
        self._number += 1

    async def _follow(self) -> None:
        try:
            while True:
                number = self._number
                await asyncio.sleep(self._pause)
                if number != self._number:
                    continue
                if self._question is None:
                    return
                answer = await self._work.answer(self._question)
                if number == self._number:
                    self._show(answer)
                    return
        finally:
            self._under_way = False

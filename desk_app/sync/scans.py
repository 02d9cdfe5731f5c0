"""Scans on the line: sent once the events are up to date, fetched when somebody wants them.

A person who waits comes first, then what waits to be sent, then what may be wanted later. On a
thin line the previews of all scans go before the scans, and nothing comes unasked.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Final

from desk_app.ports.scan_line import ScanFile, ScanShelf, ScanView, Waiting
from desk_app.protocol.blobs import PIECE
from desk_app.protocol.problems import Problem
from desk_app.records.errors import MachineFault
from desk_app.records.scan_names import preview_name
from desk_app.sync.scan_moves import Download, LineRate, Move, Upload
from desk_app.sync.session import Session

PAUSE_S: Final = 300.0
"""How long nothing is sent after the centre had no room, or takes no scans."""
FIRST_AGAIN_S: Final = 20.0
LAST_AGAIN_S: Final = 600.0
"""What may be wanted later is often not at the centre yet: it is asked for again after the first
span, then after twice as long each time, up to the last."""
_MOST_BEHIND: Final = 1000
_MOST_HEARD: Final = 500
_MOST_MISSED: Final = 200
_NO_ROOM: Final = frozenset({"quota", "not_found", "busy"})
_NEVER: Final = frozenset({"blob_differs", "too_large", "bad_range", "bad_digest"})


class ScanTraffic:
    """The scans of one desk for as long as it is open; used by the sync thread's loop alone.

    ``on_view`` is called with each new view. ``quiet`` is set while no event waits to be sent.
    """

    def __init__(
        self,
        shelf: ScanShelf,
        on_view: Callable[[ScanView], None] = lambda view: None,
        rate: LineRate | None = None,
    ) -> None:
        self._shelf = shelf
        self._on_view = on_view
        self._rate = rate or LineRate()
        self._due = asyncio.Event()
        self._stale = True
        self._queue: list[Waiting] = []
        self._sent = 0
        self._pictured: set[str] = set()
        self._refused: dict[str, str] = {}
        self._code = ""
        self._paused_until = 0.0
        self._wanted: dict[ScanFile, None] = {}
        self._absent: dict[str, str] = {}
        self._heard: deque[str] = deque(maxlen=_MOST_HEARD)
        self._behind: deque[ScanFile] = deque(maxlen=_MOST_BEHIND)
        self._missed: deque[ScanFile] = deque(maxlen=_MOST_MISSED)
        self._again_at = 0.0
        self._again_s = FIRST_AGAIN_S
        self._came = 0
        self._up: Upload | None = None
        self._down: Download | None = None
        self._view = ScanView()
        self.quiet = asyncio.Event()
        self.quiet.set()

    def look(self) -> None:
        """Something was recorded here: perhaps a scan."""
        self._stale = True
        self._due.set()

    def want(self, files: Sequence[ScanFile]) -> None:
        """Somebody waits for these."""
        for file in files:
            self._wanted[file] = None
            self._absent.pop(file.name, None)
        self._due.set()
        self._tell()

    def hear(self, requests: Iterable[str]) -> None:
        """These requests changed: their scans may be wanted."""
        self._heard.extend(requests)
        self._due.set()

    async def offer_anew(self) -> None:
        """The centre lost something: ask it again for every file."""
        await asyncio.to_thread(self._shelf.forget_held)
        self._pictured.clear()
        self._stale = True

    async def attend(self, session: Session) -> None:
        """Carry on until cancelled. Raises Problem or Unreachable; what came through stays."""
        while True:
            self._due.clear()
            await self.carry(session)
            with suppress(TimeoutError):
                async with asyncio.timeout_at(self._next_time()):
                    await self._due.wait()

    async def carry(self, session: Session) -> None:
        """Move what waits until nothing does; raises as ``attend``."""
        self._up = self._down = None
        try:
            while (move := await self._next(session)) is not None:
                await self.quiet.wait()
                if await self._moved(move):
                    self._put_away(move)
                self._tell()
        finally:
            self._up = self._down = None
            self._tell()

    def _next_time(self) -> float | None:
        """When there is something to do again by itself, on the loop's clock."""
        times = [self._paused_until] if self._paused_until else []
        if self._missed and not self._rate.is_thin:
            times.append(self._again_at)
        return min(times, default=None)

    async def count(self) -> None:
        """Count what waits, while there is no line."""
        await self._refresh()
        self._tell()

    async def _moved(self, move: Move) -> bool:
        """Whether a move is over, one way or the other."""
        try:
            over = await move.step()
        except Problem as problem:
            settle = self._not_sent if isinstance(move, Upload) else self._not_fetched
            if not settle(move, problem):
                raise
        except MachineFault as fault:
            if isinstance(move, Upload):
                raise
            self._absent[move.file.name] = fault.code
        else:
            if over and isinstance(move, Download):
                self._came += 1
                self._absent.pop(move.file.name, None)
            return over
        return True

    def _not_sent(self, move: Move, problem: Problem) -> bool:
        """Whether a refusal is about this file or its room, and not about the line."""
        name = move.file.name
        if problem.code in _NO_ROOM:
            now = asyncio.get_running_loop().time()
            self._paused_until = now + PAUSE_S
            self._code = f"line.{problem.code}"
        elif problem.code == "blob_erased":
            # Its erasure is on its way here, or the same paper came again: another day it may go.
            self._refused[name] = ""
        elif problem.code in _NEVER:
            self._refused[name] = self._code = f"line.{problem.code}"
        else:
            return False
        return True

    def _not_fetched(self, move: Move, problem: Problem) -> bool:
        if problem.code == "not_found" and move.file not in self._wanted:
            self._miss(move.file)
        elif problem.code == "not_found":
            self._absent[move.file.name] = "scan.not_at_centre"
            self._miss(move.file)
        elif problem.code in _NEVER:
            self._absent[move.file.name] = f"line.{problem.code}"
        else:
            return False
        return True

    def _miss(self, file: ScanFile) -> None:
        """Ask for a file again later, with all others that were missed."""
        if not self._missed:
            self._again_at = asyncio.get_running_loop().time() + self._again_s
            self._again_s = min(2 * self._again_s, LAST_AGAIN_S)
        if file not in self._missed:
            self._missed.append(file)

    def _put_away(self, move: Move) -> None:
        if isinstance(move, Upload):
            self._up = None
            if not move.file.preview and not self._is_paused():
                self._queue = [each for each in self._queue if each.name != move.file.name]
                self._sent += move.size
                self._pictured.discard(move.file.name)
        else:
            self._down = None
            self._wanted.pop(move.file, None)
            if move.file in self._behind:
                self._behind.remove(move.file)

    async def _next(self, session: Session) -> Move | None:
        """What is to be moved now; a piece of it, then this is asked again."""
        wanted = next(iter(self._wanted), None)
        if wanted is None and not self._is_paused():
            await self._refresh()
            if self._up is None:
                file = await asyncio.to_thread(self._next_to_send)
                if file is not None:
                    self._up = Upload(file, self._shelf, session, self._rate)
            if self._up is not None:
                return self._up
        file = wanted or await self._unasked()
        if file is None:
            return None
        if self._down is None or self._down.file != file:
            self._down = Download(file, self._shelf, session, self._rate)
        return self._down

    def _next_to_send(self) -> ScanFile | None:
        """The next file to be sent; of each scan its preview first, on a thin line of all."""
        ahead = self._queue[:1] if self._rate.is_brisk else self._queue
        for scan in ahead:
            if scan.name not in self._pictured:
                self._pictured.add(scan.name)
                preview = self._shelf.make_preview(scan.name)
                if preview is not None and preview.name not in self._refused:
                    return preview
        return ScanFile(self._queue[0].name) if self._queue else None

    async def _unasked(self) -> ScanFile | None:
        """What may be wanted later, where the line has room for it."""
        if self._rate.is_thin:
            return None
        if self._missed and asyncio.get_running_loop().time() >= self._again_at:
            self._behind.extend(self._missed)
            self._missed.clear()
        if self._heard:
            heard, wanted = list(self._heard), self._behind
            self._heard.clear()
            for scan in await asyncio.to_thread(self._shelf.lacking, heard):
                files = [ScanFile(scan.name)]
                if scan.size > PIECE:
                    files.insert(0, ScanFile(preview_name(scan.name), preview=True))
                wanted.extend(file for file in files if file not in wanted)
        while self._behind:
            file = self._behind[0]
            here = await asyncio.to_thread(self._shelf.is_here, file)
            if not here and file not in self._missed:
                return file
            self._behind.popleft()
        return None

    async def _refresh(self) -> None:
        """Read again what waits, if something may have come."""
        if self._stale:
            self._stale = False
            found = await asyncio.to_thread(self._shelf.waiting)
            self._queue = [scan for scan in found if scan.name not in self._refused]
            if not self._queue:
                self._sent = 0

    def _is_paused(self) -> bool:
        if self._paused_until and asyncio.get_running_loop().time() >= self._paused_until:
            self._paused_until, self._code = 0.0, ""
        return bool(self._paused_until)

    def _tell(self) -> None:
        """Pass a view on when it differs."""
        sending, coming = self._up, self._down
        going = sending.at if sending is not None and not sending.file.preview else 0
        done, left = self._sent + going, sum(each.size for each in self._queue) - going
        view = ScanView(
            waiting=len(self._queue),
            percent=done * 100 // (done + left) if done + left > 0 else 0,
            arriving={
                file.name: coming.percent if coming is not None and coming.file == file else 0
                for file in self._wanted
            },
            absent=dict(self._absent),
            code=self._code,
            came=self._came,
        )
        if not self._queue:
            self._sent = 0
        if view != self._view:
            self._view = view
            self._on_view(view)

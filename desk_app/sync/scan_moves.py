"""One file on its way, a piece at a time: up to the centre, or down from it."""

import asyncio
from abc import ABC, abstractmethod
from typing import Final

from desk_app.ports.scan_line import Described, ScanFile, ScanShelf
from desk_app.protocol.blobs import MAX_BLOB, PIECE, Piece
from desk_app.protocol.problems import Problem
from desk_app.records.errors import Unreachable
from desk_app.sync.session import Session

THIN: Final = 128 * 1024
"""Bytes a second below which a line is thin: previews go before scans, and nothing unasked."""
_TELLING: Final = 4 * 1024
"""A piece of fewer bytes tells nothing of a line."""
_WEIGHT: Final = 0.3


class LineRate:
    """How many bytes a second the line carried lately, measured by the pieces themselves."""

    def __init__(self) -> None:
        self._rate: float | None = None

    def went(self, count: int, seconds: float) -> None:
        """A piece of so many bytes went over in that time."""
        if count >= _TELLING:
            now = count / max(seconds, 1e-6)
            known = now if self._rate is None else self._rate
            self._rate = known + _WEIGHT * (now - known)

    @property
    def is_thin(self) -> bool:
        """Whether the line is known to be thin."""
        return self._rate is not None and self._rate < THIN

    @property
    def is_brisk(self) -> bool:
        """Whether the line is known not to be thin."""
        return self._rate is not None and not self.is_thin


class Move(ABC):
    """A file being moved in one conversation; ``at`` of ``size`` bytes are over."""

    def __init__(self, file: ScanFile, shelf: ScanShelf, session: Session, rate: LineRate) -> None:
        self.file = file
        self.at = 0
        self.size = 0
        self._shelf = shelf
        self._session = session
        self._rate = rate

    @property
    def percent(self) -> int:
        """How far it is."""
        return self.at * 100 // self.size if self.size else 0

    @abstractmethod
    async def step(self) -> bool:
        """Move one piece; whether that was the last. Raises Problem, Unreachable, MachineFault."""


class Upload(Move):
    """A file going up: asked for what is held of it first, then piece after piece."""

    _whole: Described | None = None

    async def step(self) -> bool:
        """Send one piece; done as well when the centre holds it, or it was erased here."""
        if self._whole is None:
            return await self._begin()
        data = await asyncio.to_thread(self._shelf.read, self.file, self.at, PIECE)
        if not data:
            return True
        piece = Piece(self.at, data, self._whole.size, self._whole.digest)
        clock = asyncio.get_running_loop()
        started = clock.time()
        line = self._session.line
        try:
            told = await self._session.asked(lambda t: line.put_piece(t, self.file.name, piece))
        except Problem as problem:
            self._go_on_at(problem)
            return False
        self._rate.went(len(data), clock.time() - started)
        if told.held <= self.at:
            raise Unreachable("line.not_a_centre")
        return await self._reached(told.held, whole=told.whole)

    async def _begin(self) -> bool:
        self._whole = await asyncio.to_thread(self._shelf.describe, self.file)
        if self._whole is None:
            return True
        self.size = self._whole.size
        line = self._session.line
        held = await self._session.asked(lambda token: line.blob_held(token, self.file.name))
        if held is None:
            return False
        if (held.size, held.digest) != (self._whole.size, self._whole.digest):
            if held.whole:
                raise Problem("blob_differs")
            return False
        return await self._reached(held.held, whole=held.whole)

    async def _reached(self, held: int, *, whole: bool) -> bool:
        self.at = min(held, self.size)
        if whole:
            await asyncio.to_thread(self._shelf.note_held, self.file.name)
        return whole

    def _go_on_at(self, problem: Problem) -> None:
        """Take up what the centre holds, or raise the problem."""
        held = problem.params.get("held")
        known = isinstance(held, int) and 0 <= held < self.size and held != self.at
        if problem.code != "blob_offset" or not isinstance(held, int) or not known:
            raise problem
        self.at = held


class Download(Move):
    """A file coming down, taken up where it broke off."""

    _again = False

    async def step(self) -> bool:
        """Fetch one piece; Problem ``bad_digest`` where the whole file is damaged."""
        self.at = await asyncio.to_thread(self._shelf.begun, self.file)
        clock = asyncio.get_running_loop()
        started = clock.time()
        line = self._session.line
        try:
            piece = await self._session.asked(
                lambda token: line.get_piece(token, self.file.name, self.at)
            )
        except Problem as problem:
            await self._begin_anew(problem)
            return False
        self._rate.went(len(piece.data), clock.time() - started)
        if not piece.data or piece.size > MAX_BLOB:
            raise Unreachable("line.not_a_centre")
        await asyncio.to_thread(self._shelf.take, self.file, self.at, piece.data)
        self.at, self.size = self.at + len(piece.data), piece.size
        if self.at < self.size:
            return False
        if not await asyncio.to_thread(self._shelf.finish, self.file, piece.digest):
            raise Problem("bad_digest")
        return True

    async def _begin_anew(self, problem: Problem) -> None:
        """What lies here is as long as the file or longer: fetch it from the start, once."""
        if problem.code != "bad_range" or self._again or not self.at:
            raise problem
        self._again = True
        await asyncio.to_thread(self._shelf.take, self.file, 0, b"")

"""ESC/POS roll printers: pages as raster bands, and what the printer says about itself.

Commands and status bits are those of Epson's ESC/POS reference, which nearly every roll
printer follows. Real-time questions (DLE EOT) are answered at once, even when paper is out;
``GS r`` is answered in its turn, after everything before it has been printed.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Final

import numpy as np

from desk_app.ports.printers import PrinterKind, PrinterSetting, PrintJob, PrintOutcome
from desk_app.printing.papers import PAPERS
from desk_app.printing.raster import Bits, roll_bitmaps
from desk_app.printing.transports import Transport
from desk_app.records.errors import MachineFault

BAND: Final = 255  # rows; small printers hold no more of a picture at once

_PIECE: Final = 2048
_BITS_A_BYTE: Final = 12  # ten on the wire, and room for pauses

_RESET: Final = b"\x1b@"
_NO_AUTOMATIC_STATUS: Final = b"\x1da\x00"
_FENCE: Final = b"\x1dr\x01"
_ANSWER_SECONDS: Final = 1.0
_FENCE_SECONDS: Final = 20.0


def bands(black: Bits, rows: int = BAND) -> Iterator[bytes]:
    """The bitmap as ``GS v 0`` commands of at most ``rows`` rows each; width in whole bytes."""
    packed = np.packbits(black, axis=1)
    width = packed.shape[1]
    for top in range(0, packed.shape[0], rows):
        band = packed[top : top + rows]
        yield (
            b"\x1dv0\x00"
            + width.to_bytes(2, "little")
            + band.shape[0].to_bytes(2, "little")
            + band.tobytes()
        )


def ending(setting: PrinterSetting) -> bytes:
    """Feed past the tear bar, and cut where there is a knife."""
    feed = b"\x1bd" + bytes([setting.feed])
    return feed + (b"\x1dVB\x00" if setting.cut else b"")


class _Talk:
    """Questions to the printer, and its answers told apart by their fixed bits.

    An answer to DLE EOT has bits 1 and 4 set and 0 and 7 clear; one to GS r has 4 and 7 clear.
    Stray answers are expected: DLE EOT may stand by chance within a picture.
    """

    def __init__(self, line: Transport, name: str, now: Callable[[], float]) -> None:
        self._line = line
        self._name = name
        self._now = now
        self.fence = -1
        self.paper_low = False

    def _listen(self, seconds: float) -> int | None:
        """The latest real-time answer that came; an answer to GS r is kept in ``fence``."""
        latest = None
        for byte in self._line.read(seconds):
            if byte & 0x93 == 0x12:
                latest = byte
            elif byte & 0x90 == 0:
                self.fence = byte
        return latest

    def ask(self, what: int) -> int | None:
        """The real-time status ``what`` (1 to 4), or None from a printer that keeps silent."""
        self._listen(0)
        self._line.write(b"\x10\x04" + bytes([what]))
        end = self._now() + _ANSWER_SECONDS
        while (left := end - self._now()) > 0:
            if (answer := self._listen(left)) is not None:
                return answer
        return None

    def check(self) -> bool:
        """Whether the printer answers at all; raises what stops it from printing."""
        printer = self.ask(1)
        if printer is None:
            return False
        paper = self.ask(4) or 0
        if printer & 0x08:
            self._raise_cause(paper)
        if paper & 0x60:
            raise MachineFault("printer.paper_out", printer=self._name)
        self.paper_low = bool(paper & 0x0C)
        return True

    def _raise_cause(self, paper: int) -> None:
        cause = self.ask(2) or 0
        error = (self.ask(3) or 0) if cause & 0x40 else 0
        code = "printer.offline"
        if cause & 0x04:
            code = "printer.cover_open"
        elif cause & 0x20 or paper & 0x60:
            code = "printer.paper_out"
        elif error & 0x08:
            code = "printer.cutter"
        elif cause & 0x40:
            code = "printer.fault"
        raise MachineFault(code, printer=self._name)

    def everything_printed(self, limit: float) -> bool:
        """Whether the printer reported the end of all that was sent; raises what stopped it."""
        self._line.write(_FENCE)
        end = self._now() + limit
        answers = True
        while not self._fenced() and (left := end - self._now()) > 0:
            self._listen(min(left, _ANSWER_SECONDS))
            # A question may lie behind the picture in a full buffer: silence counts at the end.
            answers = self._fenced() or self.check()
        if not answers:
            raise MachineFault("printer.partial", printer=self._name)
        if self._fenced() and self.fence & 0x0C:
            raise MachineFault("printer.paper_out", printer=self._name)
        return self._fenced()

    def _fenced(self) -> bool:
        return self.fence >= 0


class EscPosPrinter:
    """A roll printer at the end of a line of bytes."""

    def __init__(
        self,
        setting: PrinterSetting,
        connect: Callable[[], Transport],
        now: Callable[[], float] = time.monotonic,
        fence_seconds: float = _FENCE_SECONDS,
    ) -> None:
        self._setting = setting
        self._connect = connect
        self._now = now
        self._fence_seconds = fence_seconds
        self._fenced = True

    def print_job(self, job: PrintJob, document: bytes) -> PrintOutcome:
        """Check, send, and wait for the end; a line that breaks midway is printer.partial."""
        setting = self._setting
        dots = setting.dots or PAPERS[setting.paper].dots
        pages = roll_bitmaps(document, dots, setting.threshold)
        picture = b"".join(band for page in pages for band in bands(page))
        with closing(self._connect()) as line:
            talk = _Talk(line, setting.name, self._now)
            line.write(_RESET)
            answers = setting.answers and talk.check()
            if answers:
                line.write(_NO_AUTOMATIC_STATUS)
            self._send(line, picture + ending(setting))
            if answers:
                return self._answered(line, talk)
            if not line.finish() and setting.answers:
                raise MachineFault("printer.unconfirmed", printer=setting.name)
            return PrintOutcome(confirmed=False)

    def _send(self, line: Transport, data: bytes) -> None:
        """All of it within the time limit, and what a serial port needs at its speed besides."""
        serial = self._setting.kind is PrinterKind.ESCPOS_SERIAL
        needed = len(data) * _BITS_A_BYTE / self._setting.baud if serial else 0.0
        end = self._now() + self._setting.time_limit + needed
        for start in range(0, len(data), _PIECE):
            line.write(data[start : start + _PIECE])
            if self._now() > end:
                raise MachineFault("printer.partial", printer=self._setting.name)

    def _answered(self, line: Transport, talk: _Talk) -> PrintOutcome:
        """The end as the printer tells it; one that knows no GS r is not asked twice."""
        if self._fenced:
            self._fenced = talk.everything_printed(self._fence_seconds)
        elif not talk.check():
            raise MachineFault("printer.partial", printer=self._setting.name)
        line.finish()
        return PrintOutcome(confirmed=self._fenced, paper_low=talk.paper_low)

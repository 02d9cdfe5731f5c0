"""A day at the desk, played by keys through the real window, with pictures, papers and counts."""

import asyncio
import faulthandler
import json
import logging
import shutil
import sys
import time
from pathlib import Path
from typing import Final

from desk_app.ports.desk import Entrance
from ui.demo.day import Day
from ui.demo.hands import DayFailedError, Hands
from ui.demo.pictures import SCREEN, Pictures, reduced
from ui.demo.watched import WatchedEntrance
from ui.desk_window import DeskWindow
from ui.help.guide import write_fields
from ui.loop import run
from ui.program import Sitting, now
from ui.stall import StallWatch
from ui.texts import language, say
from ui.theme import look

LONGEST_S: Final = 150
"""A day that takes longer has failed; on two cores it takes about half a minute."""
STUCK_S: Final = 200
"""After so long the program itself stands still: it says where, and ends."""
_GUIDE: Final = {
    "first-run": "first-run-light",
    "sign-in": "sign-in-light",
    "intake": "visit-known-light",
    "papers": "visit-papers-lacking-light",
    "recorded": "recorded-light",
    "find": "find-light",
    "request": "request-light",
    "answer": "answer-light",
    "no-line": "no-line-light",
    "today": "today-light",
    "locked": "locked-light",
    "printers": "settings-light",
    "catalogue": "catalogue-light",
    "calendar": "calendar-light",
}
"""The pictures of the guide and those of the day that they are."""


class _Bugs(logging.Handler):
    """Counts what went to the place where bugs are shown: a day with one has failed."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(record.getMessage())


class _Stage:
    """The window on which the day is played, and what came of it."""

    def __init__(self, out: Path, entrance: Entrance) -> None:
        self.shots, self.papers = out / "screenshots", out.resolve() / "receipts"
        for folder in (self.shots, self.papers):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        self._entrance = WatchedEntrance(entrance)
        self.counts: dict[str, int | float] = {}
        self.failures: list[str] = []

    async def live(self, window: DeskWindow, end: asyncio.Event) -> None:
        """Play the day from the first paint to the end of every thread."""
        _put_on_screen(window)
        sitting, watch = Sitting(window, self._entrance), StallWatch(window)
        pictures = Pictures(window, self.shots, watch)
        day = Day(window, Hands(window), pictures, self.papers)
        self._entrance.hear = day.take
        sitting.begin()
        began = time.monotonic()
        try:
            await asyncio.wait_for(day.play(), LONGEST_S)
        except (DayFailedError, TimeoutError) as failed:
            self.failures.append(str(failed) or "the day took too long")
            window.grab().save(str(self.shots / "failed.png"))
        finally:
            watch.stop()
            self.counts.update(day.counts)
            self.counts["longest_stall_ms"] = round(watch.beats().longest, 1)
            self.counts["p99_beat_ms"] = round(watch.beats().p99, 1)
            self.counts["seconds"] = round(time.monotonic() - began, 1)
            pictures.end()
            await sitting.close()


def main(out: Path, entrance: Entrance, guide: Path | None = None) -> int:
    """Play the day into a folder; 0 when every count agrees, 1 otherwise.

    Leaves ``screenshots/``, ``receipts/``, ``counts.json`` and ``counts.txt`` in ``out``; with
    ``guide``, the guide's pictures and its part on fields there. ``entrance`` must lead to an
    empty data folder.
    """
    stage, bugs = _Stage(out, entrance), _Bugs()
    logging.getLogger("ui").addHandler(bugs)
    faulthandler.dump_traceback_later(STUCK_S, exit=True)
    try:
        run([], out, lambda: DeskWindow(now), stage.live)
    finally:
        faulthandler.cancel_dump_traceback_later()
        logging.getLogger("ui").removeHandler(bugs)
    failures = stage.failures + bugs.told
    _leave(out, stage.counts, failures)
    if guide is not None and not failures:
        for name, picture in _GUIDE.items():
            shot = next(stage.shots.glob(f"*-{picture}.png"))
            reduced(shot, guide / "pictures" / f"{name}.png")
        write_fields(guide)
    return 1 if failures else 0


def _put_on_screen(window: DeskWindow) -> None:
    language().speak("fa")
    look().wear(dark=False, factor=1.0)
    window.showNormal()
    window.resize(SCREEN)
    window.activateWindow()


def _leave(out: Path, counts: dict[str, int | float], failures: list[str]) -> None:
    """Write the counts for programs and for people, and say where everything lies."""
    told = {**counts, "agree": not failures, "failures": failures}
    (out / "counts.json").write_text(
        json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    lines = [f"{say(f'demo.{name}')}: {value}" for name, value in counts.items()]
    lines += [say("demo.agree") if not failures else say("demo.failed"), *failures]
    text = "\n".join(lines) + "\n"
    (out / "counts.txt").write_text(text, encoding="utf-8")
    sys.stdout.write(text + say("demo.where", folder=str(out)) + "\n")

"""From the start of a process to its first paint: the sign-in page against a bare PySide6 window.

Runs are interleaved, each in a process of its own; the figure and its floor are medians. The page
is the real one with two officers to choose from, which the desk itself paints only after a
lighter page that says it is opening.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 15
BOUND = 1.7
ENTRY = ("ui.entrance.sign_in", "SignIn")
"""The page that is measured, by module and name."""

_BARE = """
import sys, time
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        painted.append(time.monotonic())
painted = []
app = QApplication([])
window = Window()
window.setCentralWidget(QLabel("Mizban"))
window.resize(1366, 768)
window.show()
while not painted:
    app.processEvents()
print(painted[0])
"""

_DESK = """
import time
from ui.desk_window import DeskWindow
from ui.loop import application
from ui.program import now
from {module} import {page}
class Window(DeskWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        painted.append(time.monotonic())
painted = []
app = application([])
window = Window(now)
window.threshold.show_page({page}(["maryam", "zahra"]))
window.resize(1366, 768)
window.show()
while not painted:
    app.processEvents()
print(painted[0])
"""


def first_paint(program: str) -> float:
    """Milliseconds from starting a program to the first paint it reports."""
    here = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    # An installed program has its bytecode; the first run leaves it for those that are measured.
    here.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).resolve().parents[1],
        env=here,
        capture_output=True,
        text=True,
        check=True,
    )
    return (float(done.stdout) - began) * 1000


def measure(rounds: int = ROUNDS) -> dict[str, str | float]:
    """The medians of both windows, in milliseconds, as the runner reads them."""
    desk_program = _DESK.format(module=ENTRY[0], page=ENTRY[1])
    for program in (_BARE, desk_program):
        first_paint(program)
    bare, desk = [], []
    for _ in range(rounds):
        bare.append(first_paint(_BARE))
        desk.append(first_paint(desk_program))
    return {
        "figure": "start to first paint of the sign-in page, against a bare PySide6 window",
        "value": round(statistics.median(desk), 1),
        "unit": "ms",
        "floor": round(statistics.median(bare), 1),
        "bound": BOUND,
    }


if __name__ == "__main__":
    print(json.dumps(measure()))

"""From the start of a process to its first paint: the desk's window against a bare PySide6 one.

Runs are interleaved, each in a process of its own; prints one line of JSON with both medians in
milliseconds and their ratio.
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
import datetime, sys, time
from ui.frame.page import PageSpec
from ui.frame.window import MainWindow
from ui.loop import application
def entry():
    from {module} import {page}
    return {page}()
class Window(MainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        painted.append(time.monotonic())
painted = []
app = application([])
specs = [PageSpec("entry", "frame.title", "intake", entry)]
window = Window(specs, lambda: datetime.datetime.now(datetime.UTC))
window.open("entry")
window.resize(1366, 768)
window.show()
while not painted:
    app.processEvents()
print(painted[0])
"""

ENTRY = ("ui.frame.page", "Page")


def first_paint(program: str) -> float:
    """Milliseconds from starting a program to the first paint it reports."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).resolve().parents[1],
        env=os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")},
        capture_output=True,
        text=True,
        check=True,
    )
    return (float(done.stdout) - began) * 1000


def measure(rounds: int = ROUNDS) -> dict[str, str | float]:
    """The medians of both windows and how many times longer the desk's takes."""
    desk_program = _DESK.format(module=ENTRY[0], page=ENTRY[1])
    for program in (_BARE, desk_program):
        first_paint(program)
    bare, desk = [], []
    for _ in range(rounds):
        bare.append(first_paint(_BARE))
        desk.append(first_paint(desk_program))
    floor, ours = statistics.median(bare), statistics.median(desk)
    return {
        "bench": "window",
        "figure": "start to first paint, against a bare PySide6 window",
        "value": round(ours, 1),
        "unit": "ms",
        "floor": round(floor, 1),
        "bound": BOUND,
        "ratio": round(ours / floor, 2),
    }


if __name__ == "__main__":
    print(json.dumps(measure()))

"""The Qt wheel keeps the reference counts of None and True.

PySide6 6.12.0 loses one reference at every call that returns nothing and at every signal; before
Python 3.12, where these objects became immortal, the interpreter aborts after some hundred calls.
"""

import subprocess
import sys

import pytest

COUNT_LOST_REFERENCES = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, QPointF, Signal

class Bell(QObject):
    rung = Signal(str)

CALLS = 200
app, bell, point = QCoreApplication([]), Bell(), QPointF()
for act in (
    lambda: bell.rung.emit("now"),
    lambda: bell.setObjectName("bell"),
    lambda: point.setX(1.0),
    app.processEvents,
):
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(CALLS):
        act()
    after = sys.getrefcount(None), sys.getrefcount(True)
    lost = max(b - a for b, a in zip(before, after))
    if lost > CALLS // 4:
        sys.exit(f"{lost} references lost in {CALLS} calls")
"""


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None and True are immortal from 3.12 on")
def test_qt_calls_lose_no_reference_to_none_or_true() -> None:
    counted = subprocess.run(
        [sys.executable, "-c", COUNT_LOST_REFERENCES], capture_output=True, text=True, check=False
    )
    assert counted.returncode == 0, counted.stderr

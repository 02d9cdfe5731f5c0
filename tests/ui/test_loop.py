"""The desk starts with its window and ends cleanly however it is told to."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PROGRAM = """
import asyncio, datetime, os, signal, sys
from pathlib import Path
from desk_app.tasks import TaskScope
from ui.frame.page import Page, PageSpec
from ui.frame.window import MainWindow
from ui.loop import run

def opened():
    assert "qasync" not in sys.modules
    specs = [PageSpec("one", "frame.title", "intake", Page)]
    window = MainWindow(specs, lambda: datetime.datetime.now(datetime.UTC), Path(sys.argv[1]))
    window.open("one")
    return window

async def live(window, end):
    def failed(error):
        print("failed", error)
    scope = TaskScope(failed)
    async def works():
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            print("task ended")
    scope.start(works(), name="works")
    await asyncio.sleep(0)
    {how}
    await end.wait()
    await scope.close()
    print("lived")

code = run(["mizban"], Path(sys.argv[1]), opened, live)
print("code", code)
"""


SESSION_ENDS = """
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QSessionManager
    from PySide6.QtWidgets import QApplication
    from shiboken6 import getCppPointer, wrapInstance
    # Only the system makes a session manager; whoever hears of it here looks at none of it.
    stand_in = QObject()
    manager = wrapInstance(getCppPointer(stand_in)[0], QSessionManager)
    QApplication.instance().commitDataRequest.emit(manager)
"""


def run_desk(folder: Path, how: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.replace("{how}", how), str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    "how",
    [
        "window.close()",
        pytest.param(SESSION_ENDS, id="the session ends"),
        pytest.param(
            "os.kill(os.getpid(), signal.SIGTERM)",
            marks=pytest.mark.skipif(sys.platform == "win32", reason="no SIGTERM to oneself"),
        ),
    ],
)
def test_tasks_end_before_the_desk_does(tmp_path: Path, how: str) -> None:
    done = run_desk(tmp_path, how)
    assert done.stdout.splitlines() == ["task ended", "lived", "code 0"], done.stderr
    assert done.returncode == 0
    assert (tmp_path / "window.json").exists()


def test_a_bug_in_a_slot_is_told_and_the_desk_goes_on(tmp_path: Path) -> None:
    how = """
    import logging
    logging.basicConfig(stream=sys.stdout, format="%(levelname)s %(message)s")
    from PySide6.QtCore import QTimer
    from ui.widgets.dialog import Dialog
    def breaks():
        raise LookupError("x")
    QTimer.singleShot(0, breaks)
    while window.findChild(Dialog) is None:
        await asyncio.sleep(0)
    window.close()
"""
    done = run_desk(tmp_path, how)
    assert done.stdout.startswith("ERROR bug "), done.stderr
    assert "LookupError: x" in done.stdout
    assert done.stdout.splitlines()[-3:] == ["task ended", "lived", "code 0"]

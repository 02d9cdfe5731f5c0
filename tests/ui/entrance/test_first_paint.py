"""Before the first paint nothing is loaded that the first page does not need."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
HEAVY = (
    "asyncio",
    "cryptography",
    "db",
    "desk_app.ports",
    "desk_app.services",
    "msgspec",
    "qasync",
    "sqlalchemy",
    "ui.pages",
    "ui.signed_in",
)
PROGRAM = f"""
import sys
from ui.loop import application
from ui.desk_window import DeskWindow
from ui.program import now
from ui.entrance.sign_in import SignIn
app = application([])
window = DeskWindow(now)
window.threshold.show_page(SignIn(["zahra"]))
window.show()
app.processEvents()
print([name for name in {HEAVY!r} if name in sys.modules])
"""


def test_the_first_paint_waits_for_neither_storage_nor_loop() -> None:
    painted = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    assert painted.stdout.strip() == "[]"

"""The pictures that are looked at: every widget, and every page in every state.

``python -m tests.screenshots`` draws them all into ``build/screenshots``: by day and by night, in
both languages, at the usual size and at 150 %.
"""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "build" / "screenshots"
SCALES = ("1", "1.5")
NOON = dt.datetime(2026, 11, 21, 10, 24, tzinfo=dt.UTC)


def draw(scale: str) -> None:
    """Draw every gallery in one process, whose scale is set by the environment."""
    from PySide6.QtWidgets import QApplication

    from ui.frame.page import PageSpec
    from ui.frame.window import MainWindow
    from ui.gallery import GALLERIES
    from ui.loop import application
    from ui.texts import language
    from ui.theme import look

    app = application([])
    icons = {"fields": "intake", "showing": "list", "empty": "search"}
    specs = [PageSpec(key, "gallery.record", icons[key], build) for key, build in GALLERIES.items()]
    window = MainWindow(specs, lambda: NOON)
    window.resize(1366, 768)
    window.status.show_line("up")
    window.status.show_unsent(12)
    window.status.show_office("فرمانداری ری", "3")
    window.status.show_officer("مریم احمدی")
    window.show()
    for tongue in ("fa", "en"):
        language().speak(tongue)
        for dark in (False, True):
            look().wear(dark=dark)
            for key in GALLERIES:
                window.open(key)
                for _ in range(3):
                    QApplication.processEvents()
                app.processEvents()
                mode = "dark" if dark else "light"
                window.grab().save(str(FOLDER / f"{key}-{tongue}-{mode}-{scale}.png"))
    window.leave()


def main() -> None:
    """Draw widgets at each scale in a process of its own, as Qt reads it once; then the pages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for scale in SCALES:
        settings = {"QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
        subprocess.run(
            [sys.executable, "-m", "tests.screenshots", scale],
            env=os.environ | settings,
            check=True,
        )
    for pages in ("pages", "glass"):
        subprocess.run([sys.executable, "-m", f"tests.screenshots.{pages}"], check=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        draw(sys.argv[1])
    else:
        main()

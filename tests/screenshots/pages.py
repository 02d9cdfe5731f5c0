"""Pictures of every page in every state, from the table of scenes.

``python -m tests.screenshots.pages`` draws all of them into ``build/screenshots``: by day and by
night, Persian and English, 1366×768 and 911×512, which is that at 150 %. With names, only those.
"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.screenshots.__main__ import FOLDER

SIZES: Final = ((1366, 768), (911, 512))
LONG: Final = (
    "شکایت از تأخیر در پاسخ به درخواست پروانهٔ ساختمانی پلاک ثبتی ۱۲۳۴ فرعی از ۵۶ اصلی بخش ده"
)


async def draw(root: Path, names: list[str]) -> None:
    """Play each scene and keep its pictures; a sheet over the window has a picture of its own."""
    from tests.screenshots.access import SCENES
    from tests.screenshots.scenes import VARIANTS, wear
    from ui.texts import language
    from ui.theme import look

    for one in SCENES:
        if names and one.name not in names:
            continue
        language().speak("fa")
        look().wear(dark=False)
        folder = root / one.name
        folder.mkdir()
        async with one.shown(folder) as stage:
            for variant in VARIANTS:
                await wear(stage, variant)
                for number, shown in enumerate(stage.roots()):
                    over = f"-sheet{number}" if number else ""
                    picture = FOLDER / f"{one.name}{over}-{variant.name}.png"
                    shown.grab().save(str(picture))


def main() -> None:
    """Draw in this process: sizes are logical, so that one scale does."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    import qasync

    from ui.garbage import GarbageRound
    from ui.loop import application

    FOLDER.mkdir(parents=True, exist_ok=True)
    app = application([])
    garbage = GarbageRound(app)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    with tempfile.TemporaryDirectory() as folder, loop:
        loop.run_until_complete(draw(Path(folder), sys.argv[1:]))
    garbage.stop()


if __name__ == "__main__":
    main()

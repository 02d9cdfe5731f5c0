"""The pages of an open desk in every state, for the pictures that are looked at.

``python -m tests.screenshots.pages`` draws them into ``build/screenshots``: empty, full, wrong,
long; by day and night; Persian and English; 1366×768 and 911×512, which is that at 150 %.
"""

import asyncio
import os
import tempfile
from pathlib import Path
from typing import Final

from tests.screenshots.__main__ import FOLDER

SIZES: Final = ((1366, 768), (911, 512))
LONG: Final = (
    "شکایت از تأخیر در پاسخ به درخواست پروانهٔ ساختمانی پلاک ثبتی ۱۲۳۴ فرعی از ۵۶ اصلی بخش ده"
)


async def draw(folder: Path) -> None:
    """Play a morning and keep a picture of each state."""
    from PySide6.QtCore import Qt

    from tests.ui.pages.hands import CTRL, open_desk
    from tests.ui.pages.test_visits import ZAHRA, take_again, take_zahra
    from ui.texts import language
    from ui.theme import look

    key = Qt.Key
    async with open_desk(folder) as hands:

        async def keep(name: str) -> None:
            for tongue, dark in (("fa", False), ("fa", True), ("en", False)):
                language().speak(tongue)
                look().wear(dark=dark)
                for width, height in SIZES:
                    hands.frame.resize(width, height)
                    await hands.quiet()
                    for _ in range(9):
                        await asyncio.sleep(0)
                    mode = "dark" if dark else "light"
                    picture = FOLDER / f"{name}-{tongue}-{mode}-{width}x{height}.png"
                    hands.frame.grab().save(str(picture))
            language().speak("fa")
            look().wear(dark=False)
            hands.frame.resize(*SIZES[0])
            await hands.quiet()

        await keep("intake-empty")
        await take_zahra(hands)
        await keep("intake-saved")
        await hands.type(ZAHRA)
        await hands.type("معرفی به")
        await hands.press(key.Key_Return)
        await keep("intake-repeat")
        await hands.press(key.Key_F9)
        await keep("intake-papers")
        await hands.press(key.Key_F12)
        hands.intake.form.matter.rows.set_text("subject", LONG)
        hands.intake.form.people.applicant.rows.set_text("mobile", "0912")
        await hands.press(key.Key_F5)
        await hands.press(key.Key_F2)
        await keep("intake-wrong")
        hands.intake.form.people.applicant.rows.set_text("mobile", "09121234567")
        await hands.press(key.Key_F2)
        await take_again(hands, "آب")
        hands.frame.open("find")
        await keep("find-newest")
        await hands.type("هیچ‌کس")
        await keep("find-nothing")
        hands.find.line.clear()
        await hands.type("42150700012313")
        await keep("find-elsewhere")
        hands.open_desk.place.open_request(hands.hits()[1].request_id)
        await keep("request")
        await hands.press(key.Key_F6)
        await hands.press(key.Key_Down)
        await hands.press(key.Key_Return, CTRL)
        await keep("request-wrong")
        hands.frame.open("today")
        await keep("today")


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
        loop.run_until_complete(draw(Path(folder)))
    garbage.stop()


if __name__ == "__main__":
    main()

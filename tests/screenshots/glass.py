"""Preview, papers that are not out, printer assistant and what visitors see, to be looked at.

``python -m tests.screenshots.glass`` draws them into ``build/screenshots`` by day and night, in
Persian and English; pages at 1366×768 and 911×512, sheets in their own size.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from tests.screenshots.__main__ import FOLDER
from tests.screenshots.pages import LONG, SIZES
from tests.ui.pages.hands import CTRL, SHIFT, Hands, open_desk
from tests.ui.pages.test_visits import ZAHRA, take_again, take_zahra

Keep = Callable[[str, QWidget], Awaitable[None]]


def keeper(hands: Hands) -> Keep:
    """Keeps a widget in every mode; the whole window also on the small screen."""

    async def keep(name: str, widget: QWidget) -> None:
        from ui.texts import language
        from ui.theme import look

        sizes = SIZES if widget is hands.frame else ((widget.width(), widget.height()),)
        for tongue, dark in (("fa", False), ("fa", True), ("en", False)):
            language().speak(tongue)
            look().wear(dark=dark)
            for width, height in sizes:
                widget.resize(width, height)
                await hands.quiet()
                for _ in range(9):
                    await asyncio.sleep(0)
                mode = "dark" if dark else "light"
                picture = FOLDER / f"{name}-{tongue}-{mode}-{width}x{height}.png"
                widget.grab().save(str(picture))
        language().speak("fa")
        look().wear(dark=False)
        hands.frame.resize(*SIZES[0])
        await hands.quiet()

    return keep


async def draw_preview(hands: Hands, keep: Keep) -> None:
    """The receipt beside the form: usual, long, and where there is none."""
    from PySide6.QtCore import Qt

    await hands.type(ZAHRA)
    await hands.type("معرفی به")
    await hands.press(Qt.Key.Key_Return)
    hands.intake.form.side.turn_to("preview")
    await keep("preview", hands.frame)
    hands.intake.form.matter.rows.set_text("subject", LONG)
    await keep("preview-long", hands.frame)
    await hands.press(Qt.Key.Key_F3)
    await keep("preview-none", hands.frame)
    hands.intake.clear()


async def draw_papers(hands: Hands, keep: Keep, papers: Path) -> None:
    """What failed, in the frame and listed; the code to be copied by hand."""
    from PySide6.QtCore import Qt

    from ui.glass.by_hand import ByHand
    from ui.pages.unprinted import UnprintedSheet

    away = papers.with_name("away")
    shutil.move(papers, away)
    await take_zahra(hands)
    await take_again(hands, "آب")
    await keep("papers-failed", hands.frame)
    await hands.press(Qt.Key.Key_J, CTRL)
    (sheet,) = hands.frame.findChildren(UnprintedSheet)
    await keep("unprinted", sheet)
    sheet.copy_by_hand()
    await hands.quiet()
    (by_hand,) = sheet.findChildren(ByHand)
    await keep("by-hand", by_hand)
    by_hand.reject()
    shutil.move(away, papers)
    sheet.print_all()
    await hands.quiet()
    await keep("unprinted-none", sheet)
    sheet.reject()


async def draw_glass(hands: Hands, keep: Keep) -> None:
    """What the visitor sees, and the request read back."""
    from PySide6.QtCore import Qt

    from ui.glass.reading import Reading

    await hands.press(Qt.Key.Key_G, CTRL)
    display = hands.open_desk.glass.display
    assert display is not None
    display.showNormal()
    for size in SIZES:
        display.resize(*size)
        await keep("visitor", display)
    display.close()
    await hands.press(Qt.Key.Key_G, CTRL | SHIFT)
    (reading,) = hands.frame.findChildren(Reading)
    await keep("reading", reading)
    reading.reject()


async def draw_assistant(hands: Hands, keep: Keep, folder: Path) -> None:
    """The three steps of adding a printer, and the two printers."""
    from desk_app.ports.printers import PrinterKind
    from ui.settings.new_printer import NewPrinter
    from ui.settings.page import SettingsPage
    from ui.settings.printers import PrintersCard

    hands.frame.open("settings")
    page = hands.frame.stack.page
    assert isinstance(page, SettingsPage)
    page.show_section("printers")
    await hands.quiet()
    card = hands.frame.findChild(PrintersCard)
    assert card is not None
    card.ask_new()
    await hands.quiet()
    (sheet,) = hands.frame.findChildren(NewPrinter)
    sheet.accept()
    await keep("printer-which-wrong", sheet)
    sheet.which.way.choose(sheet.which.option(PrinterKind.FOLDER))
    sheet.which.target.set_value(str(folder))
    await keep("printer-which", sheet)
    for step in ("printer-in-it", "printer-trial", "printer-advice"):
        sheet.accept()
        await hands.quiet()
        await keep(step, sheet)
    sheet.accept()
    await hands.quiet()
    await keep("printers", hands.frame)


async def draw(folder: Path) -> None:
    """Play it and keep a picture of each state."""
    second = folder / "second"
    second.mkdir()
    async with open_desk(folder) as hands:
        keep = keeper(hands)
        await draw_preview(hands, keep)
        await draw_papers(hands, keep, folder / "papers")
        await draw_glass(hands, keep)
        await draw_assistant(hands, keep, second)


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

"""The start and the end of the desk on the screen: Qt first, asyncio after the first paint."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from desk_app.texts import user_language
from ui.frame.remembered import Remembered, recall
from ui.texts import language
from ui.theme import dress

if TYPE_CHECKING:
    import asyncio

    from ui.frame.shell import Shell

Window = TypeVar("Window", bound="Shell")

_SIGNALS_SEEN_MS = 200


def application(argv: Sequence[str], folder: Path | None = None) -> QApplication:
    """The Qt application in the remembered language, palette and letter size."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        # By its name: asking for the style object loads a large class that nothing here needs.
        app = QApplication([*(argv or ["mizban"]), "-style", "Fusion"])
    app.setApplicationName("Mizban")
    app.setQuitOnLastWindowClosed(False)
    habits = recall(folder) if folder else Remembered()
    language().speak(habits.language or user_language())
    dress(app, dark=habits.dark, factor=habits.letters)
    return app


def run(
    argv: Sequence[str],
    folder: Path,
    open_window: Callable[[], Window],
    live: Callable[[Window, "asyncio.Event"], Awaitable[None]],
) -> int:
    """Open the window, then live until it is closed or the program is told to end.

    ``live`` is what the desk does meanwhile; it returns when the event is set and all is ended.

    The window is painted before asyncio, services and storage are imported. Ends cleanly on
    closing, SIGTERM and SIGINT: ``live`` is asked to stop by its event and waited for.
    """
    app = application(argv, folder)
    window = open_window()
    window.bugs.install()
    window.show_as_remembered()
    app.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

    import asyncio

    import qasync

    from ui.garbage import GarbageRound

    garbage = GarbageRound(app)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    try:
        with loop:
            loop.set_exception_handler(_told_to(window))
            QTimer.singleShot(0, garbage, garbage.settle)
            loop.run_until_complete(_until_closed(window, live))
    finally:
        garbage.stop()
        window.leave()
    return 0


async def _until_closed(
    window: Window, live: Callable[[Window, "asyncio.Event"], Awaitable[None]]
) -> None:
    import asyncio
    import signal

    end = asyncio.Event()
    loop = asyncio.get_running_loop()
    window.closing.connect(end.set)
    # The system that shuts down, or replaces the program, waits for this and for nothing later.
    # A slot that took the session manager would have it copied, and it cannot be.
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.commitDataRequest.connect(window.session_ending)
    # Python runs signal handlers between bytecodes: an idle Qt loop executes none.
    awake = QTimer()
    awake.timeout.connect(lambda: None)
    awake.start(_SIGNALS_SEEN_MS)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(end.set))
    try:
        await live(window, end)
    finally:
        awake.stop()
        app.commitDataRequest.disconnect(window.session_ending)


def _told_to(window: "Shell") -> Callable[["asyncio.AbstractEventLoop", dict[str, Any]], None]:
    def forgotten(loop: "asyncio.AbstractEventLoop", context: dict[str, Any]) -> None:
        error = context.get("exception")
        window.bugs.caught(
            error if isinstance(error, BaseException) else RuntimeError(str(context["message"]))
        )

    return forgotten

"""Every test of the screen begins in Persian, by day, with letters of the usual size."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["mizban", "-style", "Fusion"]


@pytest.fixture(autouse=True)
def screen(qapp: QApplication) -> Iterator[QApplication]:
    from ui.texts import language
    from ui.theme import dress

    language().speak("fa")
    dress(qapp)
    yield qapp
    for window in QApplication.topLevelWidgets():
        window.hide()
        # A popup belongs to its field and goes with it.
        if window.windowType() != Qt.WindowType.Popup:
            window.deleteLater()
    # Without a running loop nothing else carries a deletion out.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    def on_qt() -> Any:
        import qasync

        app = QApplication.instance() or QApplication(["mizban", "-style", "Fusion"])
        assert isinstance(app, QApplication)
        # The last window of a test may close; the loop goes on.
        app.setQuitOnLastWindowClosed(False)
        return qasync.QEventLoop(app)

    return {"qasync": on_qt}

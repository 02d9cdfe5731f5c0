"""Pictures of the window as it stands: by day, by night, and on a small screen at 150 %."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from ui.stall import StallWatch
from ui.texts import language
from ui.theme import look

SCREEN: Final = QSize(1366, 768)
SMALL: Final = QSize(911, 512)
"""The same screen at 150 %, in the pixels that widgets are measured in."""
COLOURS: Final = 256
"""As many as one byte a pixel names."""


class Pictures:
    """Numbered pictures in a folder; taking them is not held against the window's beat."""

    def __init__(self, window: QWidget, folder: Path, watch: StallWatch) -> None:
        self._window, self._folder, self._watch = window, folder, watch
        self._number = 0
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="pictures")
        folder.mkdir(parents=True, exist_ok=True)

    def end(self) -> None:
        """Wait until every picture is on the disk."""
        self._writing.shutdown()

    def take(self, name: str, *, small: bool = False, english: bool = False) -> None:
        """Keep the window by day and by night, perhaps small and in English too.

        The palette that was put on last is worn until the next picture: half as many changes.
        """
        self._number += 1
        stem = f"{self._number:02d}-{name}"
        for dark in (look().dark, not look().dark):
            if dark is not look().dark:
                look().wear(dark=dark)
            self._keep(f"{stem}-{'dark' if dark else 'light'}")
        if english:
            language().speak("en")
            self._keep(f"{stem}-english")
            language().speak("fa")
        if small:
            self._keep_small(f"{stem}-150")
        self._settle()
        self._watch.overlook()

    def _keep(self, name: str) -> None:
        self._settle()
        self._save(self._composed(1.0), name)

    def _keep_small(self, name: str) -> None:
        self._window.resize(SMALL)
        self._settle()
        self._save(self._composed(1.5), name)
        self._window.resize(SCREEN)

    def _composed(self, ratio: float) -> QImage:
        """The window with the sheets that stand over it, as a screen shows them together."""
        size = self._window.size()
        image = QImage(size * ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(look().colour("canvas"))
        self._window.render(image)
        for sheet in QApplication.topLevelWidgets():
            over = sheet is not self._window and sheet.isVisible() and not sheet.isHidden()
            if over and sheet.windowType() in (Qt.WindowType.Dialog, Qt.WindowType.Popup):
                place = sheet.geometry().translated(-self._window.geometry().topLeft())
                sheet.render(image, place.topLeft())
                _frame(image, place)
        return image

    def _save(self, image: QImage, name: str) -> None:
        self._writing.submit(image.save, str(self._folder / f"{name}.png"))

    def _settle(self) -> None:
        """Layouts of layouts come to rest after a few rounds."""
        for _ in range(3):
            QApplication.sendPostedEvents()
            self._window.ensurePolished()


def _frame(image: QImage, place: QRect) -> None:
    """Where no window manager does it, a sheet gets an edge."""
    painter = QPainter(image)
    painter.setPen(look().colour("field_line"))
    painter.drawRect(place.adjusted(-1, -1, 0, 0))
    painter.end()


def reduced(picture: Path, target: Path) -> None:
    """A picture made small for the guide: as large, in its 256 commonest colours."""
    whole = QImage(str(picture)).convertToFormat(QImage.Format.Format_RGB32)
    pixels = Counter(memoryview(whole.constBits()).cast("B").cast("I"))
    colours = [colour for colour, _ in pixels.most_common(COLOURS)]
    flags = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    target.parent.mkdir(parents=True, exist_ok=True)
    few = whole.convertToFormat(QImage.Format.Format_Indexed8, colours, flags)
    few.save(str(target))

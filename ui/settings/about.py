"""What this program is, where help is found, and the diagnosis that may be sent to support."""

import json
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from PySide6.QtCore import QDir, Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from desk_app.records.errors import MachineFault
from ui.actions.workplace import Workplace
from ui.texts import Worded, language, say, shown
from ui.theme import look
from ui.widgets.buttons import Button
from ui.widgets.labels import Words
from ui.widgets.showing import Card

_NAME = "mizban-diagnosis.json"


class AboutCard(Card, Worded):
    """Name, version, licence; the sheet of keys."""

    def __init__(self, show_help: Callable[[], object]) -> None:
        super().__init__("settings.about")
        self._version = Words(wrap=True)
        self.body.addWidget(self._version)
        self.body.addWidget(Words("settings.about.licence", tone="muted", wrap=True))
        self.body.addWidget(Words("office.about.libraries", tone="muted", wrap=True))
        self.body.addWidget(Words("settings.about.help", tone="muted", wrap=True))
        keys = Button("frame.help", icon="keyboard", keys="F1")
        keys.clicked.connect(show_help)
        self.add_beside_title(keys)
        self.reword()

    def reword(self) -> None:
        """Say the version in the digits of the language in force."""
        told = f"\u2066{shown(version('mizban'))}\u2069"
        self._version.setText(say("settings.about.version", version=told))


class DiagnosisCard(Card):
    """One key writes a file for support: states, figures and codes, nobody's data."""

    def __init__(self, place: Workplace) -> None:
        super().__init__("office.diagnosis")
        self._place = place
        write = Button("office.diagnosis.write", icon="report", keys="Ctrl+B")
        write.clicked.connect(self.ask)
        row = QHBoxLayout()
        row.addWidget(write)
        row.addStretch()
        self.body.addWidget(Words("office.diagnosis.sentence", wrap=True))
        self.body.addWidget(Words("office.diagnosis.without", tone="muted", wrap=True))
        self.body.addLayout(row)

    def ask(self) -> None:
        """Ask where the file is written."""
        sheet = QFileDialog(
            self.window(), say("office.diagnosis.write"), QDir.homePath(), "JSON (*.json)"
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        sheet.setDefaultSuffix("json")
        sheet.selectFile(_NAME)
        sheet.fileSelected.connect(lambda path: self.write(Path(path)))
        sheet.open()

    def write(self, path: Path) -> None:
        """Write the file, off the window's thread."""
        safety, window = self._place.desk.safety, _window()

        def gather() -> str:
            told = json.dumps(
                {**safety.diagnosis(), "window": window}, ensure_ascii=False, indent=2
            )
            try:
                path.write_text(told + "\n", encoding="utf-8")
            except OSError as error:
                raise MachineFault("paper.not_written") from error
            return path.name

        self._place.work.read(
            gather, lambda name: self._place.say("office.diagnosis.written", file=name)
        )


def _window() -> dict[str, object]:
    """How the window is shown."""
    screen = QGuiApplication.primaryScreen()
    size = screen.size()
    return {
        "qt": qVersion(),
        "platform": QGuiApplication.platformName(),
        "screen": [size.width(), size.height()],
        "scale": screen.devicePixelRatio(),
        "language": language().name,
        "dark": look().dark,
        "letters": look().factor,
    }

"""What this program is, and where help is found."""

from collections.abc import Callable
from importlib.metadata import version

from ui.texts import Worded, say, shown
from ui.widgets.buttons import Button
from ui.widgets.labels import Words
from ui.widgets.showing import Card


class AboutCard(Card, Worded):
    """Name, version, licence; the sheet of keys."""

    def __init__(self, show_help: Callable[[], object]) -> None:
        super().__init__("settings.about")
        self._version = Words(wrap=True)
        self.body.addWidget(self._version)
        self.body.addWidget(Words("settings.about.licence", tone="muted", wrap=True))
        self.body.addWidget(Words("settings.about.help", tone="muted", wrap=True))
        keys = Button("frame.help", icon="keyboard", keys="F1")
        keys.clicked.connect(show_help)
        self.add_beside_title(keys)
        self.reword()

    def reword(self) -> None:
        """Say the version in the digits of the language in force."""
        told = f"\u2066{shown(version('mizban'))}\u2069"
        self._version.setText(say("settings.about.version", version=told))

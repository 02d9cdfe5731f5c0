"""How the window looks and speaks, chosen by hand."""

from typing import Final

from ui.texts import Worded, language
from ui.theme import Dressed, look
from ui.widgets.columns import FieldGrid
from ui.widgets.field import FieldRow
from ui.widgets.segments import Segments
from ui.widgets.showing import Card

_LETTERS: Final = ("0.85", "1.0", "1.15", "1.3", "1.5")


class HabitsCard(Card, Worded, Dressed):
    """Language, palette and letters; each takes effect at once."""

    def __init__(self) -> None:
        super().__init__("settings.habits")
        self._language = Segments({"fa": "settings.language.fa", "en": "settings.language.en"})
        self._palette = Segments({"day": "settings.palette.day", "night": "settings.palette.night"})
        self._letters = Segments({size: f"settings.letters.{size}" for size in _LETTERS})
        grid = FieldGrid(2)
        for code, editor in (
            ("settings.language", self._language),
            ("settings.palette", self._palette),
        ):
            grid.add(FieldRow(code, editor, steady=False))
        grid.add(FieldRow("settings.letters", self._letters, steady=False), 2)
        self.body.addWidget(grid)
        self.restyle()
        self.reword()
        self._language.chosen.connect(language().speak)
        self._palette.chosen.connect(lambda value: look().wear(dark=value == "night"))
        self._letters.chosen.connect(lambda value: look().wear(factor=float(value)))

    def reword(self) -> None:
        """Show the language in force."""
        _show(self._language, language().name)

    def restyle(self) -> None:
        """Show palette and letters in force."""
        _show(self._palette, "night" if look().dark else "day")
        nearest = min(_LETTERS, key=lambda size: abs(float(size) - look().factor))
        _show(self._letters, nearest)


def _show(segments: Segments, value: str) -> None:
    """Choose without telling anybody that it was chosen."""
    segments.blockSignals(True)
    segments.choose(value)
    segments.blockSignals(False)

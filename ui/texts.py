"""What the screen says: sentences of the chosen language, changed while windows are open.

A widget is given codes with ``worded``; when the language changes every worded widget says the
same in the other language, reading direction and Qt's own dialogs follow.
"""

import re
from typing import Final
from unicodedata import bidirectional

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTranslator, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desk_app import texts
from ui.digits import grouped

CODE_GROUPS: Final = (6, 6, 2)
_WORDS: Final = "wornWords"
_GROUPS: Final = re.compile(r"(?<![\u2066\d])\d+(?:[-–*•]+\d+)+")
"""Numbers parted by signs that the bidi algorithm lets the text around them turn."""
_SETTERS: Final = {
    "text": "setText",
    "name": "setAccessibleName",
    "description": "setAccessibleDescription",
    "tip": "setToolTip",
    "placeholder": "setPlaceholderText",
    "window": "setWindowTitle",
}


class Worded:
    """A widget that makes its words itself and is told when the language changes."""

    def reword(self) -> None:
        """Say everything anew in the language in force."""
        raise NotImplementedError


class Language(QObject):
    """The language on the screen, ``fa`` or ``en``, with its reading direction."""

    changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._name = "fa"
        self._dialogs: QTranslator | None = None

    @property
    def name(self) -> str:
        """``fa`` or ``en``."""
        return self._name

    @property
    def direction(self) -> Qt.LayoutDirection:
        """Right to left in Persian."""
        if self._name == "fa":
            return Qt.LayoutDirection.RightToLeft
        return Qt.LayoutDirection.LeftToRight

    @property
    def start(self) -> Qt.AlignmentFlag:
        """The side where a line begins, whatever the text in it."""
        side = Qt.AlignmentFlag.AlignRight if self._name == "fa" else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignAbsolute

    def speak(self, name: str) -> None:
        """Change the language of every open window; ValueError for one that is not written."""
        if name not in texts.LANGUAGES:
            raise ValueError(name)
        self._name = name
        persian = QLocale(QLocale.Language.Persian, QLocale.Country.Iran)
        QLocale.setDefault(persian if name == "fa" else QLocale(QLocale.Language.English))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._translate_dialogs(app)
            app.setLayoutDirection(self.direction)
            for widget in app.allWidgets():
                _say_all(widget)
                if isinstance(widget, Worded):
                    widget.reword()
        self.changed.emit(name)

    def _translate_dialogs(self, app: QApplication) -> None:
        if self._dialogs is not None:
            app.removeTranslator(self._dialogs)
        self._dialogs = QTranslator(app)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._dialogs.load(f"qtbase_{self._name}", folder):
            app.installTranslator(self._dialogs)


_language: Final = Language()


def language() -> Language:
    """The language of the running application."""
    return _language


def say(code: str, /, **params: str | int) -> str:
    """The sentence of a code in the language on the screen."""
    held = {
        name: isolated(value) if isinstance(value, str) else value for name, value in params.items()
    }
    return texts.say(code, _language.name, **held)


def isolated(text: str) -> str:
    """A name or other data fit to stand in a sentence of the language on the screen.

    Latin in Persian and Persian in English are isolated (UAX #9) so that they turn nothing
    around them; numbers in groups keep their order.
    """
    text = ordered(text)
    foreign = "L" if _language.name == "fa" else ("R", "AL")
    if any(bidirectional(sign) in foreign for sign in text):
        return f"\u2068{text}\u2069"
    return text


def ordered(text: str) -> str:
    """A text whose numbers in groups (``021-8877``, ``007****922``) are not turned around."""
    return _GROUPS.sub("\u2066\\g<0>\u2069", text)


def reads_right_to_left(text: str) -> bool:
    """Whether a text begins at the right: always in Persian, by its first letter in English."""
    if _language.name == "fa":
        return True
    strong = (bidirectional(sign) for sign in text)
    return next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L"


def shown(value: str | int) -> str:
    """A value with its ASCII digits in the digits of the language on the screen."""
    return texts.digits(str(value), _language.name)


def listed(*parts: str) -> str:
    """The parts that are there, parted as the language on the screen does; names isolated."""
    there = [isolated(part) for part in parts if part]
    return ("، " if _language.name == "fa" else ", ").join(there)


def shown_code(code: str) -> str:
    """A tracking code in its groups, in the digits of the screen."""
    return shown(grouped(code, CODE_GROUPS))


def worded(widget: QWidget, params: dict[str, str | int] | None = None, /, **codes: str) -> None:
    """Give a widget words that follow the language.

    Codes by place: ``text``, ``name`` (accessible name), ``description``, ``tip``,
    ``placeholder``, ``window`` (title); places not named keep what they have.
    """
    unknown = codes.keys() - _SETTERS.keys()
    if unknown:
        raise TypeError(f"no such place for words: {', '.join(sorted(unknown))}")
    held = widget.property(_WORDS) or {}
    held.update({place: [code, params or {}] for place, code in codes.items()})
    widget.setProperty(_WORDS, held)
    _say_all(widget)


def _say_all(widget: QWidget) -> None:
    for place, (code, params) in (widget.property(_WORDS) or {}).items():
        getattr(widget, _SETTERS[place])(say(code, **params))

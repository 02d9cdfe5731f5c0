"""A PDF file being drawn: text lines, rules and filled shapes on reportlab's canvas.

Lengths are points, measured from the top left corner of the page. The same calls give the same
bytes. Only our own faces are embedded.
"""

from functools import cache
from io import BytesIO
from typing import Any, Final

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from desk_app.printing.embedding import Embedded, add_to, embedded_font
from desk_app.printing.fonts import SHARED, Coded, CodeTable, code_run, program, shared_font
from desk_app.printing.glyphs import Key, Run
from desk_app.printing.lines import Line, Style, operators_of

_FONT_DICTIONARY: Final = "BasicFonts"
MM: Final = 72 / 25.4
"""Points in a millimetre."""


class _BareCanvas(Canvas):
    """reportlab's canvas without the Helvetica that it would name in every file."""

    _doc: Any
    _code: list[str]

    def _make_preamble(self) -> None:
        self._preamble = "1 0 0 1 0 0 cm"


@cache
def _shared(name: str) -> Embedded:
    font = shared_font(name)
    return embedded_font(font.face, font.program)


class _FaceInFile:
    """The fonts of one face in one file: the shared one, and those for this file's rare glyphs."""

    def __init__(self, name: str) -> None:
        self.shared = shared_font(name)
        self.tables: list[CodeTable] = []
        self._rare: dict[Key, tuple[int, str]] = {}

    def coded(self, run: Run) -> Coded:
        codes = [self._code(placed.key) for placed in run.glyphs]
        return code_run(run, codes, self.shared.face.per_mille)

    def _code(self, key: Key) -> tuple[int, str]:
        code = self.shared.table.codes.get(key)
        if code is not None:
            return SHARED, code
        if key not in self._rare:
            if not self.tables or self.tables[-1].full:
                self.tables.append(CodeTable(len(self.tables) + 1))
            table = self.tables[-1]
            self._rare[key] = (table.index, table.add(key))
        return self._rare[key]

    def name(self, index: int) -> str:
        return f"{self.shared.face.name}{'' if index == SHARED else f'.{index}'}"

    def names(self) -> dict[int, str]:
        return {index: self.name(index) for index in range(len(self.tables) + 1)}

    def embedded(self) -> dict[str, Embedded]:
        face = self.shared.face
        found = {self.name(SHARED): _shared(face.name)}
        for table in self.tables:
            rare = program(face, list(table.codes))
            found[self.name(table.index)] = embedded_font(face, rare)
        return found


class PdfCanvas:
    """Pages drawn one after another; ``finished`` gives the file."""

    def __init__(self, title: str, width: float, height: float) -> None:
        rl_config.useA85 = 0
        self._height = height
        self._buffer = BytesIO()
        self._canvas = _BareCanvas(
            self._buffer,
            pagesize=(width, height),
            pageCompression=1,
            invariant=1,
            pdfVersion=(1, 4),
            lang="fa-IR",
        )
        self._canvas.setTitle(title)
        self._faces: dict[str, _FaceInFile] = {}
        self._operators: list[str] = []
        self._texts: list[str] = []
        self._style: Style | None = None

    def line(self, line: Line, x: float, y: float) -> None:
        """Draw a line of text with its left end and baseline at a point."""
        style = line.style
        fonts = self._faces.get(style.face)
        if fonts is None:
            fonts = self._faces[style.face] = _FaceInFile(style.face)
        if style is not self._style:
            self._texts.append(f"/{style.face} {style.size:g} Tf")
            self._style = style
        operators = line.operators
        if operators is None:
            face = fonts.shared.face
            runs = [fonts.coded(face.run(text, reverse)) for text, reverse in line.runs]
            operators = operators_of(runs, style, fonts.names())
        self._texts.append(f"1 0 0 1 {x:.2f} {self._height - y:.2f} Tm {operators}")
        for glyph, right, up in line.inks:
            face = fonts.shared.face
            scale = style.size * face.per_mille / 1000
            self.fill(face.outline(glyph), x + right * scale, y - up * scale, scale, scale)

    def rule(self, x1: float, y1: float, x2: float, y2: float, width: float) -> None:
        """Draw a straight rule."""
        top = self._height
        self._operators.append(f"{width:g} w {x1:.2f} {top - y1:.2f} m {x2:.2f} {top - y2:.2f} l S")

    def dashed_rule(self, x1: float, y1: float, x2: float, y2: float, width: float) -> None:
        """Draw a dashed rule, where paper is to be cut."""
        self._operators.append("q [3 3] 0 d")
        self.rule(x1, y1, x2, y2, width)
        self._operators.append("Q")

    def frame(self, x: float, y: float, width: float, height: float, line_width: float) -> None:
        """Draw the outline of a rectangle given by its top left corner."""
        bottom = self._height - y - height
        box = f"{x:.2f} {bottom:.2f} {width:.2f} {height:.2f}"
        self._operators.append(f"{line_width:g} w {box} re S")

    def fill(self, path: str, x: float, y: float, x_scale: float, y_scale: float) -> None:
        """Fill a path, drawn upwards from a point; scales are points to the path's units."""
        origin = f"{x_scale:.6f} 0 0 {y_scale:.6f} {x:.4f} {self._height - y:.4f} cm"
        self._operators.append(f"q {origin} {path} f Q")

    def next_page(self) -> None:
        """End this page and begin another of the same size."""
        self._end_page()
        self._canvas.showPage()

    def finished(self) -> bytes:
        """The whole file; nothing can be drawn after this."""
        self._end_page()
        self._canvas.showPage()
        fonts = self._canvas._doc.idToObject[_FONT_DICTIONARY].dict
        for face in self._faces.values():
            for name, embedded in face.embedded().items():
                fonts[name] = add_to(self._canvas._doc, f"font.{name}", embedded)
        self._canvas.save()
        return self._buffer.getvalue()

    def _end_page(self) -> None:
        if self._texts:
            self._operators += ["BT", *self._texts, "ET"]
        self._canvas._code.append("\n".join(self._operators))
        self._operators, self._texts, self._style = [], [], None

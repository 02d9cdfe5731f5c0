"""Subset, embedded, searchable fonts for PDF files.

A file's font is Type 0 with Identity-H. A CID stands for one glyph with one source character, so
ToUnicode gives the text back as it was typed. Each face has a *repertoire* of Persian, Arabic and
Latin whose subset is made once and shared by all files; whatever lies outside of it goes into a
further font of that file alone. So a file never depends on those made before it.
"""

import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

import uharfbuzz as hb

from desk_app.printing import repertoire
from desk_app.printing.glyphs import LONGEST_REMEMBERED, REMEMBERED_RUNS, Face, Ink, Key, Run, face

SHARED: Final = 0
"""The index of a face's shared font; those of one file alone count from 1."""
MOST_KEYS: Final = 60_000
_UNUSED_TABLES: Final = (
    "GSUB", "GPOS", "GDEF", "STAT", "DSIG", "gasp", "post", "name", "OS/2", "cmap", "BASE", "JSTF",
)  # fmt: skip
_APART: Final = frozenset("0123456789۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩•:/- ")
_CMAP_HEAD: Final = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
    "/CIDSystemInfo <</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def "
    "/CMapName /Adobe-Identity-UCS def /CMapType 2 def "
    "1 begincodespacerange <0000> <FFFF> endcodespacerange"
)
_CMAP_TAIL: Final = "endcmap CMapName currentdict /CMap defineresource pop end end"


class Part(NamedTuple):
    """The inside of one TJ: the font's index, the rise in font units, strings and adjustments."""

    font: int
    rise: int
    body: str


class Coded(NamedTuple):
    """A run as CIDs, its width in font units, and the marks drawn as shapes."""

    parts: tuple[Part, ...]
    width: int
    inks: tuple[Ink, ...] = ()


@dataclass(frozen=True, slots=True)
class Program:
    """The compressed streams of one embedded font, and its widths as a PDF array."""

    font_file: bytes
    font_file_length: int
    to_unicode: bytes
    cid_to_glyph: bytes
    widths: str


class CodeTable:
    """CIDs for keys, in order of appearance; CID 0 stays free for .notdef."""

    def __init__(self, index: int, keys: Iterable[Key] = ()) -> None:
        self.index = index
        self.codes: dict[Key, str] = {}
        for key in keys:
            self.add(key)

    def add(self, key: Key) -> str:
        """The four hexadecimal digits of a key's CID, given now if it had none."""
        return self.codes.setdefault(key, f"{len(self.codes) + 1:04X}")

    @property
    def full(self) -> bool:
        """Whether no further key fits below 16 bits."""
        return len(self.codes) >= MOST_KEYS


class SharedFont:
    """A face with the repertoire that all files share."""

    def __init__(self, source: Face) -> None:
        self.face = source
        self.table = CodeTable(SHARED, repertoire.keys(source))
        self.program = program(source, list(self.table.codes))
        self._remembered = lru_cache(REMEMBERED_RUNS)(self._coded)
        self._apart = {one: source.fresh_run(one, False).glyphs[0].key for one in _APART}

    def coded(self, text: str, right_to_left: bool) -> Coded | None:
        """The run in shared CIDs; None when it needs a glyph outside of the repertoire.

        Digits and what stands between them neither join nor kern in our faces, so a number is
        made of glyphs already known.
        """
        if not right_to_left and len(text) > 1 and _APART.issuperset(text) and "//" not in text:
            return self._number(text)
        if len(text) > LONGEST_REMEMBERED:
            return self._coded(text, right_to_left)
        return self._remembered(text, right_to_left)

    def _number(self, text: str) -> Coded:
        body, width = "", 0
        for character in text:
            key = self._apart[character]
            body += self.table.codes[key]
            width += key[2]
        return Coded((Part(SHARED, 0, f"<{body}>"),), width)

    def _coded(self, text: str, right_to_left: bool) -> Coded | None:
        run = self.face.run(text, right_to_left)
        codes = self.table.codes
        if any(placed.key not in codes for placed in run.glyphs):
            return None
        return code_run(run, [(SHARED, codes[one.key]) for one in run.glyphs], self.face.per_mille)


@cache
def shared_font(name: str) -> SharedFont:
    """The shared font of a shipped face."""
    return SharedFont(face(name))


def code_run(run: Run, codes: Sequence[tuple[int, str]], per_mille: float) -> Coded:
    """The run as the insides of TJ operators; ``codes`` are each glyph's font index and CID."""
    parts: list[Part] = []
    body: list[str] = []
    font, rise = SHARED, 0
    offset = 0
    """How far the pen of the file stands behind the pen of the shaped run."""
    for placed, (wanted_font, code) in zip(run.glyphs, codes, strict=True):
        if (wanted_font, placed.rise) != (font, rise):
            _close(parts, body, font, rise)
            font, rise = wanted_font, placed.rise
        move = offset + placed.shift
        if move:
            body.append(f"{-move * per_mille:.2f}")
        body.append(f"<{code}>")
        offset = placed.advance - placed.key[2] - placed.shift
    if offset:
        body.append(f"{-offset * per_mille:.2f}")
    _close(parts, body, font, rise)
    return Coded(tuple(parts), run.width, run.inks)


def _close(parts: list[Part], body: list[str], font: int, rise: int) -> None:
    if body:
        parts.append(Part(font, rise, "".join(body).replace("><", "")))
        body.clear()


def program(source: Face, keys: Sequence[Key]) -> Program:
    """Subset the face to these keys; CIDs count from 1 in their order."""
    wanted: Any = hb.SubsetInput()
    wanted.glyph_set.update({glyph for glyph, _, _ in keys})
    wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING
    tags = {int.from_bytes(tag.encode("ascii"), "big") for tag in _UNUSED_TABLES}
    wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(tags)
    font_file: bytes = hb.subset(source.font_face, wanted).blob.data
    glyphs = [0, *(glyph for glyph, _, _ in keys)]
    widths = ["500", *(f"{width * source.per_mille:.2f}" for _, _, width in keys)]
    return Program(
        zlib.compress(font_file, 9),
        len(font_file),
        zlib.compress(_to_unicode(keys).encode("ascii"), 9),
        zlib.compress(struct.pack(f">{len(glyphs)}H", *glyphs), 9),
        f"[0 [{' '.join(widths)}]]",
    )


def _to_unicode(keys: Sequence[Key]) -> str:
    rows = [
        f"<{cid:04X}> <{character.encode('utf-16-be').hex().upper()}>"
        for cid, (_, character, _) in enumerate(keys, 1)
        if character
    ]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    mapped = [f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks]
    return "\n".join([_CMAP_HEAD, *mapped, _CMAP_TAIL])

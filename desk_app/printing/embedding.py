"""Fonts as objects of a PDF file, written for reportlab's document."""

from typing import Any, Final, NamedTuple

from reportlab.pdfbase import pdfdoc

from desk_app.printing.fonts import Program
from desk_app.printing.glyphs import Face

_SUBSET_TAG: Final = "MIZBAN"


class Embedded(NamedTuple):
    """An object's bytes with ``%s`` for a reference to each part; without parts, as they are."""

    data: bytes
    parts: tuple["Embedded", ...] = ()


class _FontObject(pdfdoc.PDFObject):
    """An embedded object in one document, which gives its parts their numbers."""

    __RefOnly__ = 1

    def __init__(self, name: str, embedded: Embedded) -> None:
        self._name, self._embedded = name, embedded

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        data, parts = self._embedded
        if not parts:
            return data
        names = (f"{self._name}/{number}" for number in range(len(parts)))
        references = (add_to(document, *pair) for pair in zip(names, parts, strict=True))
        return data % tuple(reference.format(document) for reference in references)


def add_to(document: Any, name: str, embedded: Embedded) -> Any:
    """A reference to the object, now part of reportlab's document under this name."""
    return document.Reference(_FontObject(name, embedded), name)


def embedded_font(face: Face, program: Program) -> Embedded:
    """The Type 0 font of a program."""
    base = f"/{_SUBSET_TAG}+{face.name}"
    descriptor = (
        f"<</Type /FontDescriptor /FontName {base} /Flags 4 /FontBBox [-700 -600 2600 1300] "
        f"/ItalicAngle 0 /Ascent {face.ascent:.0f} /Descent {face.descent:.0f} /CapHeight 700 "
        "/StemV 80 /FontFile2 %s>>"
    )
    descendant = (
        f"<</Type /Font /Subtype /CIDFontType2 /BaseFont {base} /DW 0 /W {program.widths} "
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> "
        "/CIDToGIDMap %s /FontDescriptor %s>>"
    )
    whole = (
        f"<</Type /Font /Subtype /Type0 /BaseFont {base} /Encoding /Identity-H "
        "/DescendantFonts [%s] /ToUnicode %s>>"
    )
    file = _stream(program.font_file, b"/Length1 %d " % program.font_file_length)
    described = Embedded(descriptor.encode("ascii"), (file,))
    glyphs = _stream(program.cid_to_glyph)
    descends = Embedded(descendant.encode("ascii"), (glyphs, described))
    return Embedded(whole.encode("ascii"), (descends, _stream(program.to_unicode)))


def _stream(data: bytes, more: bytes = b"") -> Embedded:
    head = b"<</Filter /FlateDecode %s/Length %d>>\nstream\n" % (more, len(data))
    return Embedded(head + data + b"\nendstream")

"""Fonts as objects of a PDF file, written for reportlab's document."""

from typing import Any, Final

from reportlab.pdfbase import pdfdoc

from desk_app.printing.fonts import Program
from desk_app.printing.glyphs import Face

_SUBSET_TAG: Final = "MIZBAN"


class _Stream(pdfdoc.PDFObject):
    """A stream that is already compressed."""

    __RefOnly__ = 1

    def __init__(self, data: bytes, uncompressed: int | None = None) -> None:
        length1 = b"" if uncompressed is None else b"/Length1 %d " % uncompressed
        head = b"<</Filter /FlateDecode %s/Length %d>>\nstream\n" % (length1, len(data))
        self._bytes = head + data + b"\nendstream"

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        return self._bytes


class _Dictionary(pdfdoc.PDFObject):
    """A dictionary whose text is known but for the references to its parts."""

    __RefOnly__ = 1

    def __init__(self, name: str, template: str, *parts: pdfdoc.PDFObject) -> None:
        self._name, self._template, self._parts = name, template, parts

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        refer: Any = document.Reference
        references = (
            refer(part, f"{self._name}.{number}").format(document).decode("ascii")
            for number, part in enumerate(self._parts)
        )
        return (self._template % tuple(references)).encode("ascii")


def font_object(name: str, face: Face, program: Program) -> pdfdoc.PDFObject:
    """The Type 0 font of a program; usable in any number of documents."""
    base = f"/{_SUBSET_TAG}+{face.name}"
    descriptor = _Dictionary(
        f"{name}.descriptor",
        f"<</Type /FontDescriptor /FontName {base} /Flags 4 /FontBBox [-700 -600 2600 1300] "
        f"/ItalicAngle 0 /Ascent {face.ascent:.0f} /Descent {face.descent:.0f} /CapHeight 700 "
        "/StemV 80 /FontFile2 %s>>",
        _Stream(program.font_file, program.font_file_length),
    )
    descendant = _Dictionary(
        f"{name}.cid",
        f"<</Type /Font /Subtype /CIDFontType2 /BaseFont {base} /DW 0 /W {program.widths} "
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> "
        "/CIDToGIDMap %s /FontDescriptor %s>>",
        _Stream(program.cid_to_glyph),
        descriptor,
    )
    return _Dictionary(
        name,
        f"<</Type /Font /Subtype /Type0 /BaseFont {base} /Encoding /Identity-H "
        "/DescendantFonts [%s] /ToUnicode %s>>",
        descendant,
        _Stream(program.to_unicode),
    )

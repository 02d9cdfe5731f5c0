"""Small pictures of scans: of all that can be attached, none of what cannot be drawn."""

from io import BytesIO

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from desk_app.printing.scan_picture import SIDE, scan_picture


def encoded(picture: Image.Image, kind: str, **how: object) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def page(mode: str = "L") -> Image.Image:
    """A white page of A4 at 100 dots an inch with a black block in its upper half."""
    picture = Image.new("L", (827, 1169), 255)
    picture.paste(0, (100, 100, 700, 500))
    return picture.convert(mode)


def pdf() -> bytes:
    canvas = Canvas("unused.pdf", pagesize=(595, 842))
    canvas.rect(72, 482, 432, 288, fill=1)
    canvas.showPage()
    return bytes(canvas.getpdfdata())  # type: ignore[no-untyped-call]


SCANS = {
    "photograph": encoded(page("RGB"), "JPEG", quality=90),
    "picture": encoded(page(), "PNG"),
    "fax": encoded(page("1"), "TIFF", compression="group4"),
    "palette": encoded(page("P"), "PNG"),
    "document": pdf(),
}


@pytest.mark.parametrize("kind", SCANS)
def test_a_scan_is_seen_whole_and_small(kind: str) -> None:
    small = scan_picture(SCANS[kind])
    assert small.startswith(b"\xff\xd8\xff")
    assert len(small) < 20_000
    picture = Image.open(BytesIO(small))
    assert max(picture.size) <= SIDE
    wide, high = picture.size
    assert picture.convert("L").getpixel((wide // 2, high // 4)) < 80  # type: ignore[operator]
    assert picture.convert("L").getpixel((wide // 2, high * 3 // 4)) > 200  # type: ignore[operator]


def test_a_photograph_stands_upright() -> None:
    turned = page("RGB").rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = Image.open(BytesIO(scan_picture(encoded(turned, "JPEG", exif=exif))))
    assert picture.height > picture.width


def test_what_is_transparent_is_paper() -> None:
    clear = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    picture = Image.open(BytesIO(scan_picture(encoded(clear, "PNG"))))
    assert picture.convert("L").getpixel((50, 50)) == 255


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\nbroken",
        b"%PDF-1.7 broken",
        b"age-encryption.org/v1",
        b"\xff\xd8\xff",
    ],
)
def test_what_cannot_be_drawn_has_no_picture(data: bytes) -> None:
    assert scan_picture(data) == b""

"""A small picture of a scan, to be seen before the scan itself has come over a thin line."""

from io import BytesIO
from typing import TYPE_CHECKING, Final

from desk_app.printing.raster import Grey, grey_page, page_sizes
from desk_app.records.errors import MachineFault

if TYPE_CHECKING:
    from PIL import Image

SIDE: Final = 360
"""The longer side, in dots."""
_MOST_DOTS: Final = 200_000_000
"""A page of A4 scanned at 1200 dots an inch has 140 million."""
_QUALITY: Final = 55


def scan_picture(data: bytes) -> bytes:
    """A JPEG of a scan's first page, in grey and a few KB; empty for what cannot be drawn."""
    # Only here: nothing else of the desk draws pictures.
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = _MOST_DOTS
    try:
        if data.startswith(b"%PDF"):
            picture = Image.fromarray(_page(data))
        else:
            picture = Image.open(BytesIO(data))
            if picture.width * picture.height > _MOST_DOTS:
                return b""
            # A photograph is read at the size that is wanted, many times faster.
            picture.draft("L", (SIDE, SIDE))
            ImageOps.exif_transpose(picture, in_place=True)
        small = _on_white(picture)
        small.thumbnail((SIDE, SIDE))
        out = BytesIO()
        small.save(out, "JPEG", quality=_QUALITY, optimize=True)
    except (Image.DecompressionBombError, MachineFault, OSError, ValueError, SyntaxError):
        return b""
    return out.getvalue()


def _page(document: bytes) -> Grey:
    """The first page of a PDF, its longer side about twice as many dots as are wanted."""
    size = page_sizes(document)[0]
    return grey_page(document, 0, 2 * SIDE / max(size.width, size.height, 1))


def _on_white(picture: "Image.Image") -> "Image.Image":
    """The picture in grey; what is transparent in it is paper."""
    from PIL import Image

    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        paper = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(paper, seen).convert("L")
    return picture.convert("L")

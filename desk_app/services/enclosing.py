"""Scans that come with a request: kept, encrypted and durable, in the stroke that names them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from desk_app.ports.book import Book, Pen
from desk_app.ports.scans import Scans
from desk_app.records.bodies import Documented
from desk_app.records.errors import MachineFault, Mistake, UserMistake
from desk_app.records.event import Draft, Event
from desk_app.records.kinds_of_event import body_data
from desk_app.records.sealed import seal_file
from desk_app.services.acting import told
from desk_app.services.guard import LINE_LENGTH, optional

LARGEST_SCAN: Final = 20 * 1024 * 1024
"""In bytes."""
MEDIA: Final = {
    b"%PDF": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG": "image/png",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A scan that is on the disk: the name under which it is found, and its own key."""

    name: str
    key: str


Keep = Callable[[bytes, str], Kept]
"""Keeps a scan for an audience, empty for the office."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A scan that is not recorded yet; ``paper`` is which needed paper it is, if any."""

    data: bytes
    title: str = ""
    paper: str = ""


def media_of(data: bytes) -> str:
    """The media type of a scan; UserMistake ``scan.empty``, ``scan.too_large``, ``scan.kind``."""
    if not data:
        raise UserMistake(Mistake("file", "scan.empty"))
    if len(data) > LARGEST_SCAN:
        raise UserMistake(Mistake("file", "scan.too_large", {"most": LARGEST_SCAN // 2**20}))
    media = next((kind for start, kind in MEDIA.items() if data.startswith(start)), "")
    if not media:
        raise UserMistake(Mistake("file", "scan.kind"))
    return media


def keep_in(book: Book, scans: Scans) -> Keep:
    """The way to the desk's own scans.

    What is for an audience is sealed to it first: the key of the desk's scans opens nothing of
    it. Raises MachineFault ``audience.no_key``.
    """

    def keep(data: bytes, audience: str) -> Kept:
        if audience:
            keys = book.queries.audience_keys(audience)
            if not keys:
                raise MachineFault("audience.no_key")
            data = seal_file(data, keys)
        name = scans.keep(data)
        return Kept(name, scans.key_of(name))

    return keep


def documented(
    keep: Keep, enclosure: Enclosure, audience: str
) -> tuple[Documented, tuple[str, ...]]:
    """What is written of a scan, and its personal values; it is kept when this returns.

    Its own key is one of them: whoever may read the record can open the file, and an erasure
    closes every copy of it.
    """
    media = media_of(enclosure.data)
    title = optional(enclosure.title, "title", LINE_LENGTH)
    named = optional(enclosure.paper, "paper", LINE_LENGTH)
    kept = keep(enclosure.data, audience)
    (title_at, key_at), values = told(title, kept.key)
    body = Documented(
        blob=kept.name, title=title_at, media=media, size=len(enclosure.data), paper=named,
        key=key_at,
    )  # fmt: skip
    return body, values


def enclose(pen: Pen, registered: Event, enclosures: Iterable[Enclosure], keep: Keep) -> None:
    """Add scans to a request that was just written."""
    for each in enclosures:
        body, values = documented(keep, each, registered.audience)
        pen.write(
            Draft(
                subject=registered.subject,
                type="Documented",
                body=body_data(body),
                values=values,
                parents=(registered.id,),
                audience=registered.audience,
            )
        )

"""The scans of a request as a desk has them: here, only a small picture, or at another counter."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from desk_app.ports.book import Book
from desk_app.ports.queries import RequestView, TimelineItem
from desk_app.ports.scan_line import ScanFile
from desk_app.ports.scans import Scans
from desk_app.records.roles import may
from desk_app.records.scan_names import preview_name

SMALL: Final = 64 * 1024
"""A scan of so few bytes comes as quickly as its preview would."""


@dataclass(frozen=True, slots=True)
class ScanStanding:
    """How one scan of a request stands at this desk.

    ``preview`` is a small JPEG, empty where none is here; ``counter`` is where it was attached,
    empty where that is not known; ``wanted`` is what would give something to see of a scan that
    is not here, if anything can before the scan itself is asked for.
    """

    name: str
    here: bool
    preview: bytes = b""
    counter: str = ""
    wanted: ScanFile | None = None


def scan_standings(book: Book, scans: Scans, request_id: str) -> tuple[ScanStanding, ...]:
    """How each scan of a request stands, in the order of its documents; none for who may not look.

    That somebody looked was recorded when the request was opened.
    """
    view = book.queries.request(request_id) if may(book.officer.role, "look") else None
    if view is None:
        return ()
    counter_of = book.queries.counter_of
    return tuple(_standing(scans, view, document, counter_of) for document in view.documents)


def _standing(
    scans: Scans, view: RequestView, document: TimelineItem, counter_of: Callable[[str], str]
) -> ScanStanding:
    name = str(document.facts.get("blob") or "")
    if scans.is_here(name):
        return ScanStanding(name, True)
    key, counter = str(document.facts.get("key") or ""), counter_of(document.log)
    if view.audience or not key:
        # Of a sealed scan there is no picture, and one without its key opens nowhere else.
        return ScanStanding(name, False, counter=counter)
    preview = scans.preview(name, key)
    wanted = None if preview else ScanFile(preview_name(name), preview=True)
    if int(document.facts.get("size") or 0) <= SMALL:
        wanted = ScanFile(name)
    return ScanStanding(name, False, preview, counter, wanted)

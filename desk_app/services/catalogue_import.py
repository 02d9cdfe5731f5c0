"""A catalogue file taken in whole: good rows recorded, wrong ones named."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from desk_app.ports.book import Book
from desk_app.records.catalogue import Catalogue, item_type
from desk_app.records.errors import Mistake
from desk_app.records.workdays import Closure
from desk_app.services.catalogue_columns import Entry
from desk_app.services.catalogue_sheet import RowError, read_catalogue
from desk_app.services.guard import allow
from desk_app.services.office import announce_closure, set_items


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a catalogue file."""

    entries: tuple[Entry, ...]
    """The good rows, new or as they stood."""
    written: int
    """How many of them changed the catalogue or the calendar."""
    errors: tuple[RowError, ...]
    broken: tuple[Mistake, ...]
    """Items of the centre that the file would change, and keys named that the catalogue lacks."""


def import_catalogue(book: Book, path: Path, province: int) -> Imported:
    """Take the good rows of a catalogue file; a closure without a province is for ``province``.

    Raises NotAllowed, or UserMistake ``xlsx.…`` for a file that cannot be read as a whole.
    """
    allow(book.officer, "catalogue")
    entries, errors = read_catalogue(path)
    standing = book.queries.catalogue()
    items = [entry for entry in entries if not isinstance(entry, Closure)]
    central = [item for item in items if standing.is_of_centre(item_type(item), item.key)]
    known = set(standing)
    changed = [item for item in central if item not in known]
    written = set_items(book, (item for item in items if item not in central))
    closures = [entry for entry in entries if isinstance(entry, Closure)]
    written += _announce(book, closures, province)
    broken = [Mistake("key", "item.of_centre", {"key": item.key}) for item in changed]
    broken += Catalogue(book.queries.catalogue()).broken_references()
    return Imported(tuple(entries), written, tuple(errors), tuple(broken))


def _announce(book: Book, closures: Iterable[Closure], own: int) -> int:
    """Announce the closures that do not stand yet; returns how many."""
    announced = 0
    for closure in closures:
        province = closure.province or own
        standing = book.queries.calendar(province).closures.get(closure.day)
        if standing is not None and standing.hours == closure.hours:
            continue
        announce_closure(
            book,
            province,
            closure.day.isoformat(),
            closure.reason,
            closure.instrument,
            closure.hours,
        )
        announced += 1
    return announced

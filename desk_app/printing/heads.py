"""What papers begin and end with: agency and counter, title, running head, page numbers."""

from collections.abc import Sequence
from functools import lru_cache, partial

from desk_app.printing.canvas import MM
from desk_app.printing.column import HAIRLINE, Column
from desk_app.printing.contents import Desk, Mark
from desk_app.printing.flow import Margins
from desk_app.printing.rows import Row, gap, moved, one_row
from desk_app.printing.wording import label, mark_of, place_of
from desk_app.texts import digits


@lru_cache(32)
def letterhead(column: Column, desk: Desk) -> Sequence[Row]:
    """Agency, office, address; the counter's number large at the left end."""
    scale = column.scale
    number = digits(desk.counter)
    side = scale.counter.size * 1.5 if number else 0.0
    names = column.part(column.width - side - 2 * MM * bool(number), 0)
    office = f"{desk.office} ({digits(desk.office_code)})" if desk.office_code else desk.office
    rows = [
        *names.text(desk.agency, scale.small),
        *names.text(office, scale.strong._replace(size=scale.body.size * 1.15)),
        *names.text(place_of(desk), scale.small),
    ]
    if number:
        counter = column.part(side, column.width - side)
        stack = [
            *counter.text(label("counter"), scale.small, "centre"),
            *counter.fitted(number, scale.counter, "centre"),
        ]
        first, second = one_row(rows), one_row(stack)
        rows = [Row(max(first.height, second.height), first.drawings + second.drawings)]
    return [*rows, *column.rule(0.8)]


def title_rows(column: Column, title: str, moment: str, copy: int, mark: Mark) -> list[Row]:
    """The paper's name with the number of a copy, the mark of an invalid one, and the time."""
    scale = column.scale
    copied = label("copy", copy=copy) if copy > 1 else ""
    head = column.ends(title, "", scale.title)
    if copied:
        beside = column.ends("", copied, scale.strong)
        drop = scale.title.baseline - scale.strong.baseline
        head = head._replace(drawings=head.drawings + moved(beside, drop))
    rows = [head, *column.text(moment, scale.small)]
    sentence = mark_of(mark)
    if sentence:
        inner = column.inside(2 * MM).text(sentence, scale.strong, "centre")
        rows = [gap(scale.gap), *column.framed(inner, MM, 1.0), gap(scale.gap), *rows]
    return rows


def running(column: Column, name: str) -> Margins:
    """Page numbers at the foot, and the paper's name at the head from the second page on."""
    return Margins(partial(_head, column, name), partial(_foot, column))


def _head(column: Column, name: str, page: int, pages: int) -> Sequence[Row]:
    if page == 1:
        return []
    return [*column.text(name, column.scale.small), *column.rule(HAIRLINE)]


def _foot(column: Column, page: int, pages: int) -> Sequence[Row]:
    words = label("page", page=page, pages=pages)
    return [gap(column.scale.gap), *column.text(words, column.scale.small, "left")]

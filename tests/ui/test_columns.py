"""Fields stand in as many columns as there is room for."""

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from ui.texts import language
from ui.theme import look
from ui.widgets.columns import FieldGrid


def things(grid: FieldGrid, count: int) -> list[QWidget]:
    made = [QWidget() for _ in range(count)]
    for thing in made:
        thing.setMinimumHeight(40)
        thing.setFixedHeight(40)
        grid.add(thing)
    return made


def lines(grid: FieldGrid, width: int, placed: list[QWidget]) -> list[int]:
    grid.resize(width, grid.heightForWidth(width))
    grid.show()
    QApplication.processEvents()
    return [thing.y() for thing in placed if thing.isVisible()]


@pytest.mark.parametrize(
    ("width", "expected"),
    [(1000, [0, 0, 0, 0]), (660, [0, 0, 0, 48]), (440, [0, 0, 48, 48]), (220, [0, 48, 96, 144])],
)
def test_a_narrow_window_has_fewer_columns(width: int, expected: list[int]) -> None:
    grid = FieldGrid()
    placed = things(grid, 4)
    assert lines(grid, width, placed) == expected


def test_larger_letters_have_fewer_columns() -> None:
    grid = FieldGrid()
    placed = things(grid, 4)
    look().wear(factor=1.5)
    assert lines(grid, 1000, placed) == [0, 0, 0, 52]


def test_a_hidden_row_leaves_no_gap() -> None:
    grid = FieldGrid()
    placed = things(grid, 5)
    placed[1].hide()
    assert lines(grid, 1000, placed) == [0, 0, 0, 0]


def test_a_row_spans_columns_where_there_are_as_many() -> None:
    grid = FieldGrid()
    placed = things(grid, 2)
    wide = QWidget()
    wide.setFixedHeight(40)
    grid.add(wide, 4)
    lines(grid, 880, [*placed, wide])
    assert (wide.width(), wide.y()) == (880, 48)
    lines(grid, 300, [*placed, wide])
    assert wide.width() == 300


def test_the_first_field_stands_at_the_reading_side() -> None:
    grid = FieldGrid()
    placed = things(grid, 2)
    lines(grid, 1000, placed)
    assert placed[0].x() > placed[1].x()
    language().speak("en")
    lines(grid, 1000, placed)
    assert placed[0].x() < placed[1].x()

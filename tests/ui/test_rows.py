"""A list of 1.2 million rows holds a few pages and walks right to left."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.ui.keys import press
from ui.models.lines import Line
from ui.models.pages import PAGE, PAGES_KEPT, Pages
from ui.models.rows import ROW_ROLE, Column, RowsModel
from ui.models.views import LinesView, RowsView

MANY = 1_200_000


class Shelf:
    """Rows by their number, with a list of the pages asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def load(self, first: int, count: int) -> list[Line]:
        self.asked.append(first)
        return [Line(str(n), f"درخواست {n}") for n in range(first, min(first + count, MANY))]


def model_of(shelf: Shelf) -> RowsModel[Line]:
    model: RowsModel[Line] = RowsModel([Column("gallery.name", lambda line: line.title)])
    model.show_rows(MANY, shelf.load)
    return model


def test_every_row_is_counted_and_only_pages_asked_for_are_read() -> None:
    shelf = Shelf()
    model = model_of(shelf)
    assert model.rowCount() == MANY
    assert shelf.asked == []
    assert model.data(model.index(MANY - 1, 0)) == f"درخواست {MANY - 1}"
    assert shelf.asked == [(MANY - 1) // PAGE * PAGE]


def test_a_screenful_reads_few_pages() -> None:
    shelf = Shelf()
    view = LinesView("gallery.list")
    view.setModel(model_of(shelf))
    view.resize(600, 700)
    view.show()
    QApplication.processEvents()
    view.go_to(MANY // 2)
    view.grab()
    assert len(set(shelf.asked)) <= 3
    assert len(shelf.asked) == len(set(shelf.asked))


def test_the_least_used_page_leaves_first() -> None:
    shelf = Shelf()
    pages = Pages(shelf.load)
    for number in range(PAGES_KEPT):
        pages.row(number * PAGE)
    pages.row(0)
    pages.row(PAGES_KEPT * PAGE)
    shelf.asked.clear()
    pages.row(0)
    assert shelf.asked == []
    pages.row(PAGE)
    assert shelf.asked == [PAGE]


def test_a_page_on_the_way_is_asked_for_once_and_shown_when_it_comes() -> None:
    asked: list[int] = []

    def later(first: int, count: int) -> None:
        asked.append(first)

    model: RowsModel[Line] = RowsModel([Column("gallery.name", lambda line: line.title)])
    model.show_rows(1000, later)
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda top, low: changed.append((top.row(), low.row())))
    assert model.data(model.index(300, 0)) == "…"
    assert model.data(model.index(301, 0)) == "…"
    assert asked == [256]
    model.arrive(256, [Line(str(n), f"ردیف {n}") for n in range(256, 512)])
    assert changed == [(256, 511)]
    assert model.data(model.index(300, 0)) == "ردیف 300"


def test_reading_again_keeps_the_place() -> None:
    shelf = Shelf()
    view = RowsView("gallery.table")
    model = model_of(shelf)
    view.setModel(model)
    view.go_to(500)
    shelf.asked.clear()
    model.read_again(MANY)
    assert view.currentIndex().row() == 500
    assert model.row(500) == Line("500", "درخواست 500")
    assert shelf.asked == [256]


def test_keys_walk_and_open_rows() -> None:
    view = RowsView("gallery.table")
    view.setModel(model_of(Shelf()))
    opened: list[Line] = []
    view.opened.connect(opened.append)
    view.show()
    view.go_to(0)
    press(view, Qt.Key.Key_Down)
    press(view, Qt.Key.Key_Return)
    press(view, Qt.Key.Key_End)
    press(view, Qt.Key.Key_Return)
    assert [line.id for line in opened] == ["1", str(MANY - 1)]


def test_the_row_under_the_cursor_is_told() -> None:
    view = RowsView("gallery.table")
    view.setModel(model_of(Shelf()))
    moved: list[Line] = []
    view.moved.connect(moved.append)
    view.go_to(7)
    assert [line.id for line in moved] == ["7"]


def test_a_row_says_itself_to_a_screen_reader() -> None:
    line = Line("1", "زهرا محمدی", "درخواست", "۱۴۰۵/۰۸/۳۰", "", "در انتظار", "warn")
    model = RowsModel([Column("gallery.name", Line.spoken)])
    model.show_rows(1, lambda first, count: [line])
    index = model.index(0, 0)
    assert index.data() == "زهرا محمدی، درخواست، در انتظار، ۱۴۰۵/۰۸/۳۰"
    assert index.data(ROW_ROLE) == line


def test_a_drawn_row_leaves_ink_at_both_ends() -> None:
    line = Line("1", "زهرا محمدی", "درخواست", "۱۴۰۵/۰۸/۳۰", "", "در انتظار", "warn")
    view = LinesView("gallery.list")
    model = RowsModel([Column("gallery.name", Line.spoken)], view)
    model.show_rows(1, lambda first, count: [line])
    view.setModel(model)
    view.resize(600, 60)
    picture = QImage(view.size(), QImage.Format.Format_RGB32)
    view.render(picture)
    ground = picture.pixel(300, 20)
    for left, right in ((10, 120), (480, 590)):
        assert any(picture.pixel(x, y) != ground for x in range(left, right) for y in range(5, 50))

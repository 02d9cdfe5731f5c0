"""The beginning and the end of the book are read ahead, each byte once."""

from pathlib import Path

from db.read_ahead import read_ahead


def test_beginning_and_end_are_read_and_no_more_than_was_asked(tmp_path: Path) -> None:
    book = tmp_path / "book.db"
    book.write_bytes(bytes(1_000))
    assert read_ahead(book, head=100, tail=500, at_once=200) == 600


def test_a_small_book_is_read_whole_and_once(tmp_path: Path) -> None:
    book = tmp_path / "book.db"
    for size in (0, 1, 100, 150, 599, 600):
        book.write_bytes(bytes(size))
        assert read_ahead(book, head=100, tail=500, at_once=70) == size


def test_a_book_that_is_not_there_is_for_whoever_opens_it_to_tell(tmp_path: Path) -> None:
    assert read_ahead(tmp_path / "book.db") == 0

"""The end of the book is read ahead, each byte once."""

from pathlib import Path

from db.read_ahead import ReadAhead


def steps(path: Path, most: int, at_once: int) -> list[int]:
    ahead = ReadAhead(path, most, at_once)
    found = []
    while size := ahead.step():
        found.append(size)
    return found


def test_the_end_is_read_in_parts_and_no_more_than_was_asked(tmp_path: Path) -> None:
    book = tmp_path / "book.db"
    book.write_bytes(bytes(1_000))
    assert steps(book, most=500, at_once=200) == [200, 200, 100]


def test_a_small_book_is_read_whole(tmp_path: Path) -> None:
    book = tmp_path / "book.db"
    book.write_bytes(bytes(150))
    assert steps(book, most=500, at_once=100) == [100, 50]


def test_an_empty_file_has_nothing_to_read(tmp_path: Path) -> None:
    book = tmp_path / "book.db"
    book.touch()
    assert steps(book, most=500, at_once=100) == []


def test_a_book_that_became_shorter_ends_the_reading_at_its_end(tmp_path: Path) -> None:
    book = tmp_path / "book.db"
    book.write_bytes(bytes(300))
    ahead = ReadAhead(book, most=300, at_once=100)
    book.write_bytes(bytes(250))
    assert [ahead.step() for _ in range(4)] == [50, 100, 100, 0]

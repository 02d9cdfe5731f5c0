"""The benchmarks of the line carry a small book through, whatever the speed."""

import pytest

from tests.benchmarks.running import figures_of


def test_a_small_book_goes_through_every_centre_and_is_projected() -> None:
    figures = figures_of("line", "--turns=1", rows=30)
    for name in ("PostgreSQL", "SQLite"):
        assert figures[f"push through a centre on {name}"]["floor"] > 0
        assert figures[f"pull through a centre on {name}"]["floor"] > 0
        assert figures[f"projection behind a pull from {name}"]["floor"] > 0
        assert figures[f"bytes of an event towards {name}"]["value"] > 0


@pytest.mark.soak
def test_a_small_book_goes_through_a_thin_line() -> None:
    figures = figures_of("line_thin", rows=30)
    assert {*figures} == {
        "push through a thin line",
        "push through a thin line, one connection",
        "pull through a thin line",
    }
    assert all(figure["value"] > 0.3 for figure in figures.values())

"""Pages as dots."""

import numpy as np
import pytest

from desk_app.printing.raster import black_dots, grey_page, page_sizes, roll_bitmaps
from desk_app.records.errors import MachineFault
from tests.unit.printers.papers import CODE, codes_in, paper


def test_a_page_is_as_large_as_the_pdf_says() -> None:
    (size,) = page_sizes(paper(72, 120))

    assert (round(size.width, 3), round(size.height, 3)) == (72, 120)


@pytest.mark.parametrize(("width", "dots"), [(72, 576), (48, 384), (80, 576), (58, 384)])
def test_a_roll_page_fills_the_head_and_its_code_is_read(width: float, dots: int) -> None:
    (bits,) = roll_bitmaps(paper(width), dots)

    assert bits.shape[1] == dots
    assert codes_in(bits) == [CODE]


def test_the_margins_of_a_page_as_wide_as_the_roll_are_cut_not_scaled() -> None:
    (whole,) = roll_bitmaps(paper(80, left=8), 640)
    (cut,) = roll_bitmaps(paper(80, left=8), 576)

    assert np.array_equal(whole[:, 32:-32], cut)


def test_a_page_with_ink_in_its_margins_shrinks_and_loses_none() -> None:
    (bits,) = roll_bitmaps(paper(80, left=1), 576)

    columns = np.flatnonzero(bits.any(axis=0))
    assert columns[0] == pytest.approx(8 * 0.9, abs=1)
    assert codes_in(bits) == [CODE]


def test_a_sheet_shrinks_to_the_roll() -> None:
    (bits,) = roll_bitmaps(paper(148, 210, left=100), 576)

    assert bits.shape[1] == 576
    assert bits.any()


def test_no_paper_runs_out_white_below_the_last_line() -> None:
    (short,) = roll_bitmaps(paper(72, 120), 576)
    (long,) = roll_bitmaps(paper(72, 300), 576)

    assert abs(long.shape[0] - short.shape[0]) <= 2
    assert long.shape[0] < 100 * 8


def test_every_page_of_the_document_is_drawn() -> None:
    assert len(list(roll_bitmaps(paper(pages=3), 576))) == 3


def test_a_shaded_field_keeps_its_tone_and_black_and_white_stay_pure() -> None:
    tones = np.repeat(np.array([0, 64, 128, 192, 250, 255], dtype=np.uint8), 64)
    burnt = black_dots(np.tile(tones, (64, 1)))
    share = [burnt[8:-8, start + 8 : start + 56].mean() for start in range(0, 384, 64)]

    assert share[0] == 1
    assert share[4:] == [0, 0]
    assert share[1:4] == pytest.approx([0.75, 0.5, 0.25], abs=0.06)


def test_letters_and_bars_are_cut_by_the_threshold_alone() -> None:
    grey = grey_page(paper(), 0, 8)
    code = grey[30 * 8 - 4 : 45 * 8, 8 * 8 : 24 * 8]
    assert np.array_equal(black_dots(code)[2:-2, 2:-2], (code < 160)[2:-2, 2:-2])


@pytest.mark.parametrize("document", [b"", b"%PDF-1.4 cut", b"\x00" * 100])
def test_what_is_no_pdf_is_a_bad_document(document: bytes) -> None:
    with pytest.raises(MachineFault) as fault:
        list(roll_bitmaps(document, 576))
    assert fault.value.code == "printer.bad_document"

"""Bodies are inflated within bounds, or refused."""

import gzip
import os
import zlib

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from desk_app.protocol.problems import Problem
from desk_app.protocol.squeeze import ENCODINGS, inflate, squeeze

LIMIT = 100_000


def code_of(data: bytes, encoding: str) -> str:
    with pytest.raises(Problem) as found:
        inflate(data, encoding, LIMIT)
    return found.value.code


@given(st.binary(max_size=5000), st.sampled_from([*ENCODINGS, "identity"]))
def test_what_was_squeezed_inflates_to_the_same(data: bytes, encoding: str) -> None:
    squeezed = data if encoding == "identity" else squeeze(data, encoding)
    assert inflate(squeezed, encoding) == data


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_bomb_is_refused_before_it_is_inflated(encoding: str) -> None:
    bomb = (
        zstandard.ZstdCompressor().compress(bytes(300_000_000))
        if encoding == "zstd"
        else gzip.compress(bytes(50_000_000))
    )
    assert len(bomb) < 100_000
    assert code_of(bomb, encoding) == "too_large"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_exactly_the_limit_is_taken_and_one_more_is_not(encoding: str) -> None:
    assert len(inflate(squeeze(bytes(LIMIT), encoding), encoding, LIMIT)) == LIMIT
    assert code_of(squeeze(bytes(LIMIT + 1), encoding), encoding) == "too_large"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_cut_body_is_refused_at_every_class_of_place(encoding: str) -> None:
    whole = squeeze(os.urandom(3000), encoding)
    for kept in (0, 1, 5, len(whole) // 2, len(whole) - 4, len(whole) - 1):
        assert code_of(whole[:kept], encoding) == "bad_encoding"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_something_behind_the_body_is_refused(encoding: str) -> None:
    assert code_of(squeeze(b"one", encoding) + b"x", encoding) == "bad_encoding"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_flipped_byte_is_refused_or_changes_what_is_read(encoding: str) -> None:
    data = os.urandom(2000)
    whole = bytearray(squeeze(data, encoding))
    whole[len(whole) // 2] ^= 1
    try:
        assert inflate(bytes(whole), encoding) != data
    except Problem as problem:
        assert problem.code == "bad_encoding"


def test_an_unknown_coding_is_refused() -> None:
    assert code_of(zlib.compress(b"x"), "deflate") == "bad_media"

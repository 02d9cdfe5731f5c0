"""Answers of print servers, right and wrong ones."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.printing import ipp

JOB = (
    b"\x02\x00\x00\x00\x00\x00\x00\x01\x01\x47\x00\x12attributes-charset\x00\x05utf-8"
    b"\x02\x23\x00\x09job-state\x00\x04\x00\x00\x00\x09"
    b"\x44\x00\x11job-state-reasons\x00\x04none\x44\x00\x00\x00\x05later\x03"
)


@contextmanager
def server(status: int, body: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """One that gives this answer to whatever it is asked."""
    asked: list[bytes] = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        log_message: Callable[..., None] = lambda *_: None

    with HTTPServer(("127.0.0.1", 0), Answer) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"127.0.0.1:{running.server_port}", asked
        finally:
            running.shutdown()
            thread.join()


def ask(address: str) -> ipp.Values:
    wanted = ipp.wanted("job-state", "job-state-reasons")
    return ipp.Server(address).ask(ipp.GET_JOB, "job-uri", "ipp://localhost/jobs/7", wanted)


def test_a_question_and_its_answer_are_of_the_standards_form() -> None:
    with server(200, JOB) as (address, asked):
        answer = ask(address)

    assert answer["job-state"] == [9]
    assert answer["job-state-reasons"] == ["none", "later"]
    assert asked == [
        b"\x02\x00\x00\x09\x00\x00\x00\x01\x01"
        b"\x47\x00\x12attributes-charset\x00\x05utf-8"
        b"\x48\x00\x1battributes-natural-language\x00\x02en"
        b"\x45\x00\x07job-uri\x00\x16ipp://localhost/jobs/7"
        b"\x44\x00\x14requested-attributes\x00\x09job-state"
        b"\x44\x00\x00\x00\x11job-state-reasons\x03"
    ]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, JOB),
        (401, b""),
        (200, b""),
        (200, JOB[:2] + b"\x04\x06" + JOB[4:]),
        (200, JOB[:40]),
    ],
)
def test_an_error_or_a_cut_answer_is_no_answer(status: int, body: bytes) -> None:
    with server(status, body) as (address, _), pytest.raises(ipp.IppError):
        ask(address)


@pytest.mark.parametrize("address", ["127.0.0.1:1", "[::1]:1", "/nowhere/cups.sock"])
def test_nobody_at_the_address_is_no_answer(address: str) -> None:
    with pytest.raises(ipp.IppError):
        ask(address)


@given(st.binary(max_size=60))
def test_no_bytes_make_the_reader_fall(tail: bytes) -> None:
    try:
        values = ipp._values(JOB[:8] + tail)
    except ipp.IppError:
        return
    assert all(isinstance(name, str) for name in values)

"""A paper that no printer takes waits inside the book and nowhere else."""

import logging
import socket
import threading
from pathlib import Path

import pytest

from desk_app.cli.desk_printing import DeskQueue
from desk_app.ports.printers import JobState, PrinterKind, PrinterSetting, PrintJob
from desk_app.records.ids import new_id
from tests.db.desks import KEY, Desk
from tests.privacy.following import taken
from tests.privacy.markers import PERSON, files_in, told_by, words_of
from tests.privacy.opening import pages_of

NAME = words_of([PERSON["last_name"]])
PATIENCE_S = 30


def test_a_failed_receipt_leaves_no_word_outside_the_book(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    request = taken(desk.book)
    queue = DeskQueue(desk.book, desk.clock, None)
    failed = threading.Event()
    queue.subscribe(lambda job: failed.set() if job.state is JobState.FAILED else None)
    queue.printers.set_up(
        [PrinterSetting("roll", PrinterKind.ESCPOS_NETWORK, f"127.0.0.1:{port}", "80mm")]
    )
    now = desk.clock.now_ms()
    job = PrintJob(new_id(now, desk.entropy(10)), "roll", "80mm", "receipt", now, request)
    queue.submit(job, b"%PDF-1.7 " + PERSON["last_name"].encode())
    assert failed.wait(PATIENCE_S)
    queue.close()
    assert [each.state for each in queue.pending()] == [JobState.FAILED]
    assert told_by({"book": pages_of(desk.engines.path, KEY)}, NAME) == {"book": NAME}
    assert told_by(files_in(tmp_path) | {"log": caplog.text.encode()}, NAME) == {}

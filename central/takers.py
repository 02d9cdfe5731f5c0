"""Processes that read and store pushed batches beside the one that answers.

Reading a batch (hashes, signatures, JSON) keeps one core busy; with a few processes all cores take
part. Each has the database open for itself; who pushes, and what is told, stays with the line.
"""

import gc
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection

from central.store.append import EarlyHere, Taken
from central.store.database import Database
from central.store.devices import Device, device_of_token, note_seen
from central.store.taking import take_batch
from desk_app.protocol.batch import read_batch
from desk_app.protocol.line import Parcel
from desk_app.protocol.problems import Problem
from desk_app.protocol.squeeze import inflate

WORTH_BYTES: Final = 4096
"""A smaller body is taken where it arrived: handing it over would cost more than reading it."""
MOST_TAKERS: Final = 8


@dataclass(frozen=True, slots=True)
class _Refused:
    """A refusal on its way between processes, where an exception would lose its members."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    early: bool = False


class Takers:
    """A few processes over one database; safe from any thread."""

    def __init__(self, url: str, processes: int) -> None:
        self._url = url
        self._processes = processes
        self._lock = threading.Lock()
        self._pool = self._made()
        # What is pushed first shall not wait for processes to begin.
        wait([self._pool.submit(_is_ready) for _ in range(processes)])

    def take(self, token: str, parcel: Parcel, now_ms: int) -> Taken:
        """Read and store a batch. Raises as ``take_batch`` and ``read_batch``.

        Problem ``busy`` when the process that took it has died: nothing or all of it is durable.
        """
        pool = self._pool
        try:
            found = pool.submit(_take, token, parcel.data, parcel.encoding, now_ms).result()
        except (BrokenProcessPool, RuntimeError) as error:
            self._replace(pool)
            raise Problem("busy", retry_after=1) from error
        if isinstance(found, Taken):
            return found
        if found.early:
            raise EarlyHere(**found.params)
        raise Problem(found.code, **found.params)

    def close(self) -> None:
        """Let what is under way finish, and end the processes."""
        self._pool.shutdown()

    def _made(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._processes, mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin, initargs=(self._url,),
        )  # fmt: skip

    def _replace(self, broken: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is broken:
                broken.shutdown(wait=False)
                self._pool = self._made()


_database: Database | None = None


def _begin(url: str) -> None:
    """Open the database in a process of its own, which ends with the one that began it."""
    global _database  # noqa: PLW0603  a process of a pool keeps its state nowhere else
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _database = Database(url)
    # The libraries' objects stay; looking through them at each batch took a third of the time.
    gc.freeze()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _is_ready() -> bool:
    return _database is not None


def _take(token: str, data: bytes, encoding: str, now_ms: int) -> Taken | _Refused:
    assert _database is not None

    def bringer(connection: Connection) -> Device:
        device = device_of_token(connection, token, now_ms)
        note_seen(connection, device, now_ms)
        return device

    try:
        return take_batch(_database, bringer, read_batch(inflate(data, encoding)), now_ms)
    except EarlyHere as early:
        return _Refused(early.code, early.params, early=True)
    except Problem as problem:
        return _Refused(problem.code, problem.params)

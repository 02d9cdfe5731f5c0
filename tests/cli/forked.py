"""The program begun by forking a process that has it loaded: seconds less for every run.

What a run does is the same from ``main`` to its end, in a process of its own; only reading the
program's files is spared. Where there is no fork, runs are begun in the usual way.
"""

import gc
import importlib
import json
import os
import socket
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

_LANGUAGE = "fa"
"""Help texts are made while the program is loaded, in the language of that moment."""
_MOST = 1 << 20


class Ended(NamedTuple):
    """How a run ended and what it said."""

    code: int
    out: bytes
    err: bytes


def can_fork(environment: dict[str, str]) -> bool:
    """Whether a run in this environment may be forked."""
    plain = not {"COVERAGE_PROCESS_START", "PYTHONPATH"} & set(environment)
    return sys.platform == "linux" and plain and environment.get("MIZBAN_LANG") == _LANGUAGE


def run_forked(
    arguments: Sequence[str], environment: dict[str, str], given: bytes | None, timeout_s: float
) -> Ended:
    """One run of ``mizban``; raises TimeoutError after killing it."""
    with (
        tempfile.TemporaryFile() as inward,
        tempfile.TemporaryFile() as outward,
        tempfile.TemporaryFile() as wrong,
        socket.socket(socket.AF_UNIX) as line,
    ):
        inward.write(given or b"")
        inward.seek(0)
        line.settimeout(timeout_s)
        line.connect(_address())
        told = json.dumps([list(arguments), environment, str(Path.cwd())]).encode()
        socket.send_fds(line, [told], [file.fileno() for file in (inward, outward, wrong)])
        line.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: line.recv(64), b""))
        outward.seek(0)
        wrong.seek(0)
        return Ended(int(answer), outward.read(), wrong.read())


@cache
def _address() -> str:
    """Start the process to fork from; it ends with this one."""
    folder = tempfile.mkdtemp(prefix="mizban-forked-")
    address = str(Path(folder) / "line")
    began, ready = os.pipe()
    os.set_inheritable(ready, True)
    # Not Popen, which wants to be waited for: it ends by itself after this process.
    os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "tests.cli.forked", address, str(ready), str(os.getpid())],
        os.environ | {"MIZBAN_LANG": _LANGUAGE},
    )
    os.close(ready)
    answer = os.read(began, 1)
    os.close(began)
    assert answer == b"1", "the process to fork from did not start"
    return address


def _serve(address: str, ready: int, owner: int) -> None:
    """Fork for each who connects, until the owner is gone; returns in the forked processes."""
    importlib.import_module("desk_app.cli.commands")
    gc.freeze()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen()
        listening.settimeout(1)
        os.write(ready, b"1")
        os.close(ready)
        while os.getppid() == owner:
            _reap()
            try:
                line, _ = listening.accept()
            except TimeoutError:
                continue
            with line:
                if os.fork() == 0:
                    if (run := os.fork()) == 0:
                        listening.close()
                        _become(line)
                        return
                    line.sendall(str(os.waitstatus_to_exitcode(os.waitpid(run, 0)[1])).encode())
                    os._exit(0)
    os._exit(0)


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return


def _become(line: socket.socket) -> None:
    """Take on what a run was given: its words, environment, folder and three files."""
    told, files, _, _ = socket.recv_fds(line, _MOST, 3)
    line.close()
    arguments, environment, folder = json.loads(told)
    for place, file in enumerate(files):
        os.dup2(file, place)
        os.close(file)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    import desk_app.__main__ as program

    sys.modules["__main__"] = program
    sys.argv = [str(program.__file__), *arguments]


if __name__ == "__main__":
    _serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    from desk_app.__main__ import main

    main()

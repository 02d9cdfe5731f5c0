"""The witness: torn writes, its lock, its machine; who else has the book open."""

import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import msgspec
import pytest
from platformdirs.api import PlatformDirsABC
from platformdirs.macos import MacOS
from platformdirs.unix import Unix
from platformdirs.windows import Windows, get_win_folder_from_env_vars

from db.holders import Holder, others, require_alone
from db.witness import Witness, WitnessRecord, witness_home, witnesses
from desk_app.cli.opened import usual_folder
from desk_app.records.errors import MachineFault

FIRST = WitnessRecord(
    book="b", log="log", seq=1, head=bytes(32), lane=900_001, serial=0, spare_lanes=(900_002,)
)


def at(seq: int) -> WitnessRecord:
    return msgspec.structs.replace(FIRST, seq=seq, head=seq.to_bytes(32, "big"))


def test_the_last_record_written_is_read(home: Path) -> None:
    witness = Witness(home, "b")
    assert witness.read() is None
    for seq in range(1, 6):
        witness.write(at(seq))
        assert Witness(home, "b").read() == at(seq)


def test_a_write_torn_anywhere_leaves_the_record_before_it(home: Path) -> None:
    witness = Witness(home, "b")
    witness.write(at(1))
    witness.write(at(2))
    path = witness.folder / "witness"
    before = path.read_bytes()
    witness.write(at(3))
    after = path.read_bytes()
    chance = random.Random(5)
    changed = [i for i in range(len(after)) if after[i] != before[i]]
    for _ in range(100):
        kept = set(chance.sample(changed, chance.randrange(len(changed))))
        torn = bytes(after[i] if i in kept else before[i] for i in range(len(after)))
        path.write_bytes(torn)
        assert witness.read() == at(2)


def test_a_witness_of_another_machine_says_nothing(home: Path) -> None:
    witness = Witness(home, "b")
    witness.write(FIRST)
    other = Witness(home, "b")
    other._machine = b"another machine"
    assert other.read() is None


def test_every_witness_of_this_machine_is_found(home: Path) -> None:
    for book in ("one", "two"):
        Witness(home, book).write(msgspec.structs.replace(FIRST, book=book))
    (home / "empty").mkdir()
    assert [record.book for _, record in witnesses(home)] == ["one", "two"]


def test_the_place_of_witnesses_can_be_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert witness_home() == home
    monkeypatch.delenv("MIZBAN_WITNESS_DIR")
    assert witness_home().name == "mizban-witness"


@pytest.mark.parametrize("system", [Windows, MacOS, Unix])
def test_witnesses_lie_outside_the_usual_data_folder_on_every_system(
    system: type[PlatformDirsABC], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MIZBAN_WITNESS_DIR", raising=False)
    monkeypatch.setenv("LOCALAPPDATA", "/accounts/local")
    monkeypatch.setattr("platformdirs.windows.get_win_folder", get_win_folder_from_env_vars)
    monkeypatch.setattr("platformdirs.PlatformDirs", system)
    data = usual_folder()
    assert data.name == "mizban"
    assert data not in (witness_home(), *witness_home().parents)


def test_a_second_thread_waits_for_the_lock_and_then_says_so(home: Path) -> None:
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with Witness(home, "b").lock():
            held.set()
            done.wait()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    with pytest.raises(MachineFault) as locked, Witness(home, "b", wait_s=0.05).lock():
        pass
    assert locked.value.code == "book.locked"
    done.set()
    holder.join()
    with Witness(home, "b", wait_s=0.05).lock():
        pass


_HOLD = """
import sys; from pathlib import Path; from db.holders import Holder; from db.witness import Witness
witness = Witness(Path(sys.argv[1]), "b")
holder = Holder(witness.folder / "holders", "window")
with witness.lock():
    print("held", flush=True); sys.stdin.readline()
"""


def test_a_killed_process_holds_neither_lock_nor_book(home: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline().strip() == b"held"
    witness = Witness(home, "b", wait_s=0.05)
    holders = witness.folder / "holders"
    with pytest.raises(MachineFault), witness.lock():
        pass
    with pytest.raises(MachineFault) as in_use:
        require_alone(holders)
    assert in_use.value.code == "book.in_use.window"
    assert in_use.value.params == {"process": process.pid}
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()
    with witness.lock():
        require_alone(holders)
    assert list(holders.iterdir()) == []


def test_a_holder_is_alone_with_itself_until_another_comes(home: Path) -> None:
    first = Holder(home, "window")
    require_alone(home, first)
    second = Holder(home, "sync")
    assert others(home, first) == [("sync", os.getpid())]
    second.leave()
    require_alone(home, first)
    first.leave()


def test_a_record_too_long_for_its_place_is_refused(home: Path) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        Witness(home, "b").write(
            msgspec.structs.replace(FIRST, spare_lanes=tuple(range(900_000, 901_000)))
        )

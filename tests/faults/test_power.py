"""The power goes at any point: what was synced is there, what was not may be torn or missing."""

import random
import shutil
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pytest

from db.check import check
from tests.db_safety.desks import Desk, codes_in, register
from tests.faults.writing import acknowledged_in, run

SIZES = ((60, 30), pytest.param(600, 400, marks=pytest.mark.soak))
"""Records made, and points at which the power goes."""
SECTOR = 512
WRITTEN, SYNCED, CUT, ACKNOWLEDGED = 1, 2, 3, 4


class Step(NamedTuple):
    """One thing that the disk was told."""

    kind: int
    path: str
    offset: int
    data: bytes


@dataclass
class Disk:
    """What is certainly on the disk, and what may be."""

    durable: dict[str, bytearray] = field(default_factory=dict)
    pending: dict[str, list[Step]] = field(default_factory=dict)

    def take(self, step: Step) -> None:
        if step.kind == SYNCED:
            for waiting in self.pending.pop(step.path, []):
                self.apply(waiting)
        elif step.kind in (WRITTEN, CUT):
            self.pending.setdefault(step.path, []).append(step)

    def apply(self, step: Step) -> None:
        content = self.durable.setdefault(step.path, bytearray())
        end = step.offset + len(step.data)
        if step.kind == CUT:
            del content[step.offset :]
        content.extend(bytes(max(0, end - len(content))))
        content[step.offset : end] = step.data

    def lose_power(self, chance: random.Random) -> None:
        """Of what was not synced nothing, everything or any sectors have reached the disk."""
        share = chance.choice((0.0, 0.5, 0.5, 0.9))
        for waiting in self.pending.values():
            for step in waiting:
                if step.kind == CUT:
                    if chance.random() < share:
                        self.apply(step)
                    continue
                for at in range(0, len(step.data), SECTOR):
                    if chance.random() < share:
                        part = step.data[at : at + SECTOR]
                        self.apply(Step(WRITTEN, step.path, step.offset + at, part))
        self.pending.clear()


def steps_in(log: Path) -> Iterator[Step]:
    data, at = log.read_bytes(), 0
    while at < len(data):
        kind, path, offset, length = struct.unpack_from("=IIQQ", data, at)
        at += 24
        name = data[at : at + path].decode()
        at += path
        size = length if kind in (WRITTEN, ACKNOWLEDGED) else 0
        yield Step(kind, name, offset, data[at : at + size])
        at += size


@pytest.mark.parametrize(("records", "images"), SIZES)
def test_no_acknowledged_row_is_lost_when_the_power_goes(
    desk: Desk, disk: Path, tmp_path: Path, records: int, images: int
) -> None:
    watched = tmp_path / "disk"
    before = tmp_path / "before"
    shutil.copytree(watched, before)
    log = tmp_path / "log"
    run(
        "write_some", desk.folder, desk.around.home or Path(), watched / "acknowledged",
        LD_PRELOAD=str(disk), DISK_WATCH=str(watched), DISK_LOG=str(log), RECORDS=str(records),
    )  # fmt: skip
    steps = list(steps_in(log))
    acknowledged = acknowledged_in(watched / "acknowledged")
    assert len(acknowledged) == records
    assert any(step.path.endswith("/witness") for step in steps)
    first = next(at for at, step in enumerate(steps) if step.kind == ACKNOWLEDGED)
    chance = random.Random(12)
    for _ in range(images):
        point = chance.randrange(first + 1, len(steps))
        sure = sum(step.kind == ACKNOWLEDGED for step in steps[:point]) - 1
        put_together(watched, before, steps[:point], chance)
        session = desk.open()
        assert session.book.read_only_reason is None
        assert set(acknowledged[:sure]) - codes_in(session) == set()
        assert register(session) not in acknowledged[:sure]
        assert check(session) == []
        session.close()


def put_together(watched: Path, before: Path, steps: list[Step], chance: random.Random) -> None:
    """What lies on the disk after the power went at this point."""
    shutil.rmtree(watched)
    shutil.copytree(before, watched)
    disk = Disk({str(path): bytearray(path.read_bytes())
                 for path in watched.rglob("*") if path.is_file()})  # fmt: skip
    for step in steps:
        disk.take(step)
    disk.lose_power(chance)
    for name, content in disk.durable.items():
        if name.endswith(("/book.db", "/book.db-wal", "/witness")):
            Path(name).write_bytes(content)

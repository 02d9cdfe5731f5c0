"""Carrying in: answers into the book, and other desks' files to the centre over this desk's line.

What is for the centre and finds no line is kept in the desk's folder until there is one.
"""

import asyncio
from base64 import urlsafe_b64decode
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from desk_app.ports.carry import CarriedIn, CarryNotes, MissingFile, Progress, RefusedFile
from desk_app.ports.clock import Clock, Entropy
from desk_app.ports.line import Enrolment, LineBook
from desk_app.ports.scan_line import ScanShelf
from desk_app.protocol.bundle import BUNDLE_SUFFIX, Label, open_bundle, read_label
from desk_app.protocol.bundle_files import (
    as_damage,
    make_room_sure,
    read_bundle,
    remove_files,
    sorted_bundles,
    write_bundles,
)
from desk_app.protocol.line import LineProtocol
from desk_app.protocol.messages import BundleReply
from desk_app.protocol.problems import Problem
from desk_app.records.errors import CentralFault, DataDamaged, MachineFault, Refused, Unreachable
from desk_app.sync.carry_answers import Answers
from desk_app.sync.rounds import Connect, over_http
from desk_app.sync.session import as_fault, signed_in

_LATER: Final = ("gap", "gap_before_set")
"""Reasons that end once another file has come."""


@dataclass(frozen=True, slots=True)
class CarryMeans:
    """What carrying in needs besides the book; ``kept`` is the folder of files that wait."""

    clock: Clock
    entropy: Entropy
    kept: Path
    app: str = ""
    connect: Connect = over_http
    shelf: ScanShelf | None = None


class CarryIn:
    """Files of one stick, taken one by one."""

    def __init__(self, book: LineBook, notes: CarryNotes, means: CarryMeans) -> None:
        self._book = book
        self._notes = notes
        self._means = means
        self._answers = Answers(book, notes, means.clock, means.entropy, means.shelf)
        self._found = CarriedIn()
        self._labels: dict[str, Label] = {}
        self._own_sets: set[str] = set()

    def read(self, files: Sequence[Path], progress: Progress | None = None) -> CarriedIn:
        """Take what can be taken of the files, in the order in which they were made.

        Raises Refused ``line.not_enrolled``; each file that is refused is in the result.
        """
        enrolment = self._book.enrolment()
        if enrolment is None:
            raise Refused("line.not_enrolled")
        self._found, self._labels = CarriedIn(), {}
        self._own_sets = {made.set for made in self._notes.carrying().sets}
        outward: list[Path] = []
        ordered = sorted_bundles(files)
        for done, path in enumerate(ordered, 1):
            try:
                self._take(path, enrolment, outward)
            except MachineFault as fault:
                if fault.code == "bundle.passing":
                    passing = (*self._found.passing, path.name)
                    self._found = replace(self._found, passing=passing)
                else:
                    self._refuse(path, as_damage(path, fault))
            if progress is not None:
                progress(done, len(ordered))
        self._book.catch_up()
        self._deliver(enrolment, outward)
        missing = tuple(
            MissingFile(label.set, number, label.of)
            for label in self._labels.values()
            for number in self._answers.missing(label)
        )
        return replace(self._found, missing=missing)

    def deliver_kept(self) -> CarriedIn:
        """Send what waits here to the centre; nothing is lost while it cannot be reached."""
        enrolment = self._book.enrolment()
        self._found = CarriedIn()
        if enrolment is not None:
            self._deliver(enrolment, [])
        return self._found

    def _take(self, path: Path, enrolment: Enrolment, outward: list[Path]) -> None:
        data = read_bundle(path)
        label = read_label(data)
        if label.set in self._own_sets:
            # What the centre lacks of it goes over the line itself.
            raise MachineFault("bundle.passing")
        if label.to == enrolment.carry_recipient and label.kind != "answer":
            outward.append(path)
            return
        opened = open_bundle(data, enrolment.age_identity)
        if label.kind != "answer":
            raise MachineFault("bundle.wrong_kind")
        taken = self._answers.take(opened, enrolment)
        self._labels[label.set] = label
        found = self._found
        self._found = replace(
            found,
            files=found.files + 1,
            events=found.events + taken.events,
            known=found.known + taken.known,
            acknowledged=found.acknowledged + taken.acknowledged,
        )

    def _refuse(self, path: Path, fault: MachineFault | Problem) -> None:
        refused = RefusedFile(path.name, fault.code, fault.params, isinstance(fault, DataDamaged))
        self._found = replace(self._found, refused=(*self._found.refused, refused))

    def _deliver(self, enrolment: Enrolment, outward: list[Path]) -> None:
        """Send the files and those kept before; what does not reach the centre is kept."""
        kept = self._kept()
        names = {path.name for path in outward}
        waiting = sorted_bundles([*outward, *(path for path in kept if path.name not in names)])
        answers: dict[str, tuple[Path, str]] = {}
        try:
            if waiting:
                asyncio.run(self._send(enrolment, waiting, answers))
        except Unreachable:
            self._keep([path for path in waiting if path not in kept])
        except CentralFault:
            self._keep([path for path in waiting if path not in kept])
            raise
        self._put_answers(answers)
        self._found = replace(self._found, waiting=len(self._kept()))

    async def _send(
        self, enrolment: Enrolment, waiting: list[Path], answers: dict[str, tuple[Path, str]]
    ) -> None:
        """Send the first of those that wait until none does."""
        async with self._means.connect(enrolment) as line:
            try:
                session = await signed_in(line, enrolment, self._means.app, {})
                while waiting:
                    reply = await self._send_one(line, session.token, waiting[0])
                    if reply is not None and reply.answer:
                        answers[reply.set] = (waiting[0].parent, reply.answer)
                    del waiting[0]
            except Problem as problem:
                raise as_fault(problem) from problem

    async def _send_one(self, line: LineProtocol, token: str, path: Path) -> BundleReply | None:
        """What the centre answered; None where it refused this very file."""
        name = ""
        try:
            data = read_bundle(path)
            name = read_label(data).file_name
            reply = await line.bundle(token, data)
        except Problem as problem:
            if problem.code != "bad_bundle":
                raise
            reason = str(problem.params.pop("reason", ""))
            fault = MachineFault(f"bundle.{reason}", **problem.params)
            self._refuse(path, as_damage(path, fault))
            if reason not in _LATER:
                self._forget(name)
            return None
        except MachineFault as fault:
            self._refuse(path, fault)
            return None
        self._forget(name)
        found = self._found
        self._found = replace(
            found,
            files=found.files + 1,
            events=found.events + reply.new,
            known=found.known + (not reply.new),
            delivered=found.delivered + 1,
        )
        return reply

    def _kept(self) -> list[Path]:
        return sorted(self._means.kept.glob("*" + BUNDLE_SUFFIX))

    def _keep(self, paths: list[Path]) -> None:
        """Copy files into the desk's folder; the stick may be pulled out."""
        if paths:
            make_room_sure(self._means.kept, sum(path.stat().st_size for path in paths))
            # Under their own names, whatever people called them: two of one name are not one.
            found = map(read_bundle, paths)
            files = ((read_label(data).file_name, data) for data in found)
            for _ in write_bundles(self._means.kept, files):
                pass

    def _forget(self, name: str) -> None:
        """Take a delivered file out of those that wait here."""
        remove_files([self._means.kept / name])

    def _put_answers(self, answers: dict[str, tuple[Path, str]]) -> None:
        """Put what the centre says to other desks beside their files, where that can be written."""
        for folder, answer in answers.values():
            data = urlsafe_b64decode(answer + "=" * (-len(answer) % 4))
            if folder != self._means.kept:
                with suppress(MachineFault):
                    for _ in write_bundles(folder, [(read_label(data).file_name, data)]):
                        pass

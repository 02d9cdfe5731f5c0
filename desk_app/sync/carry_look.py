"""What lies on a stick, read from the labels of its files alone."""

from pathlib import Path

import pyrage

from desk_app.ports.carry import Carrying, OnStick
from desk_app.ports.line import LineBook
from desk_app.protocol.bundle import BUNDLE_SUFFIX, read_label
from desk_app.protocol.bundle_files import free_bytes, read_bundle
from desk_app.records.errors import MachineFault

MOST_FILES = 5000
"""Files of a stick that are looked at."""


def bundles_in(folder: Path) -> list[Path]:
    """The bundles in a folder, by name."""
    found = sorted(path for path in folder.glob("*" + BUNDLE_SUFFIX) if path.is_file())
    return found[:MOST_FILES]


def look_at(folder: Path, book: LineBook, carrying: Carrying) -> OnStick:
    """What lies in a folder; raises MachineFault ``carry.gone`` when it is not there."""
    free = free_bytes(folder)
    enrolment = book.enrolment()
    own = ""
    if enrolment is not None:
        own = str(pyrage.x25519.Identity.from_str(enrolment.age_identity).to_public())
    mine = {made.set: made for made in carrying.sets}
    ours: set[str] = set()
    answers, others, damaged, files = [], [], [], 0
    for path in bundles_in(folder):
        try:
            label = read_label(read_bundle(path))
        except MachineFault:
            damaged.append(path.name)
            continue
        if label.set in mine:
            ours.add(label.set)
            files += 1
        elif label.kind == "answer" and label.to == own:
            answers.append(path)
        elif label.kind != "answer" and enrolment and label.to == enrolment.carry_recipient:
            others.append(path)
    sets = [mine[name] for name in ours]
    return OnStick(
        free=free, ours=files, answers=tuple(answers), others=tuple(others),
        damaged=tuple(damaged),
        unacknowledged=max(
            (max(0, one.reach - book.acknowledged(one.log)) for one in sets), default=0
        ),
        written_at=max((one.at for one in sets), default=0),
    )  # fmt: skip

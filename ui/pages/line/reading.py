"""What the page of the line reads at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from desk_app.ports.desk import Desk, LineView
from desk_app.ports.line_page import AtRisk, LineStanding, RoundTold, WaitingRecord
from desk_app.ports.scan_line import ScanView

MOST: Final = 500
MOST_ROUNDS: Final = 200


@dataclass(frozen=True, slots=True)
class LineRead:
    """The line as of one moment; what an office alone records does not wait for anybody."""

    view: LineView
    standing: LineStanding
    waiting: Sequence[WaitingRecord]
    rounds: Sequence[RoundTold]
    risk: AtRisk
    scans: ScanView = field(default_factory=ScanView)


def read_line(desk: Desk) -> LineRead:
    """Read everything the page shows; not on the window's thread."""
    standing, reads = desk.joining.standing(), desk.line_reads
    return LineRead(
        view=desk.line.view(),
        standing=standing,
        waiting=reads.waiting(MOST) if standing.enrolled else (),
        rounds=reads.rounds(MOST_ROUNDS),
        risk=reads.at_risk(),
        scans=desk.line.scans.view(),
    )

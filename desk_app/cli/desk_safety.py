"""The mirror and the health of the open desk, and the diagnosis that may be sent to support."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from db.check import check
from db.mirror import mirrors_on
from db.segments import segments
from db.session import Session
from desk_app.cli.desk_backups import DeskBackups
from desk_app.cli.desk_line import DeskLine
from desk_app.cli.diagnosis import diagnosis
from desk_app.cli.mirror_keeper import MIRROR_FAULT, MIRROR_FOLDER, mirror_in
from desk_app.cli.tending import Tending
from desk_app.ports.desk import MirrorView
from desk_app.records.errors import DataDamaged, DeskError, MachineFault

WAIT_S: Final = 120.0
"""How long somebody who asked for the mirror waits for it."""


class DeskSafety:
    """Implements ``ports.desk.Safety``."""

    def __init__(
        self, session: Session, tending: Tending, backups: DeskBackups, line: DeskLine
    ) -> None:
        self._session, self._tending = session, tending
        self._backups, self._line = backups, line

    def mirror(self) -> MirrorView:
        """How the mirror stands; when it was written last is told by the stick itself."""
        book = self._session.book
        folder = book.setting(MIRROR_FOLDER)
        fault = book.setting(MIRROR_FAULT) if folder else ""
        return MirrorView(folder, _written_at(Path(folder)) if folder else 0, fault)

    def mirror_in(self, folder: Path | None) -> None:
        """Choose the stick's folder; raises MachineFault ``mirror.gone``, ``.same_folder``."""
        mirror_in(self._session, folder)

    def mirror_now(self) -> MirrorView:
        """Bring the mirror up to date on its own thread, and wait for it.

        Raises MachineFault ``mirror.no_folder``, or what keeps the mirror back.
        """
        if not self.mirror().folder:
            raise MachineFault("mirror.no_folder")
        tried = self._tending.mirror.ask()
        self._tending.tend()
        view = self.mirror() if tried.wait(WAIT_S) else MirrorView(code="mirror.slow")
        if view.code:
            raise MachineFault(view.code)
        return view

    def problems(self) -> Sequence[DeskError]:
        """Everything that is wrong with the book; empty when it is sound."""
        return [DataDamaged(one.code, **one.params) for one in check(self._session)]

    def diagnosis(self) -> dict[str, object]:
        """How program, machine and book stand, without anybody's data."""
        view = self._backups.view()
        mirror = self.mirror()
        return diagnosis(
            self._session,
            {
                "line": {
                    "state": self._line.view().state.value,
                    "code": self._line.view().code,
                    "unsent": self._line.view().unsent,
                    "clock_distance_ms": self._line.view().clock_distance_ms,
                },
                "backup": {"set": bool(view.folder), "at": view.at, "code": view.code},
                "mirror": {"set": bool(mirror.folder), "at": mirror.at, "code": mirror.code},
            },
        )


def _written_at(stick: Path) -> int:
    """When the newest segment on a stick was written, in ms; 0 where the stick is not there."""
    try:
        times = [path.stat().st_mtime for one in mirrors_on(stick) for path in segments(one)]
    except OSError:
        return 0
    return int(max(times, default=0) * 1000)

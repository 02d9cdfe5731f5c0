"""What a whole session adds: the stick after an erasure, the clock before the last record."""

from pathlib import Path

from db.blobs import ScanStore
from db.mirror import Mirror, mirrors_on, read_mirror
from db.session import Session
from desk_app.cli.clock_watch import behind_last_record
from desk_app.records import bodies as b
from desk_app.records.event import Draft, Subject
from desk_app.records.kinds_of_event import body_data
from tests.db_safety.conftest import HandClock
from tests.db_safety.desks import a_desk, register
from tests.privacy.markers import TEXTS, told_by, words_of

WORDS = words_of([TEXTS["subject"]])


def _erase(session: Session, request: str, scan: str) -> None:
    with session.book.writing() as pen:
        values = (*pen.values_of("request", request), scan)
        body = b.Erased(values=values, ground="حکم")
        pen.write(Draft(subject=Subject("request", request), type="Erased", body=body_data(body)))


def _read(stick: Path, session: Session) -> bytes:
    (folder,) = mirrors_on(stick)
    frames = read_mirror(folder, *session.keyring.identity)
    return b"".join(each.beside for frame in frames for each in frame.events)


def test_the_stick_forgets_what_was_erased(tmp_path: Path) -> None:
    desk = a_desk(tmp_path / "desk", tmp_path / "state", HandClock())
    session = desk.open()
    stick = tmp_path / "stick"
    stick.mkdir()
    code = register(session, TEXTS["subject"])
    view = session.book.queries.request(code)
    assert view is not None
    name = session.scans.keep(b"%PDF-1.7 scan")
    mirror = Mirror(stick, session)
    mirror.catch_up()
    on_stick = ScanStore(mirrors_on(stick)[0] / "scans", bytes(32))
    assert told_by({"stick": _read(stick, session)}, WORDS) == {"stick": WORDS}
    assert on_stick.names() == [name]
    _erase(session, view.hit.request_id, name)
    mirror.catch_up()
    mirror.close()
    assert told_by({"stick": _read(stick, session)}, WORDS) == {}
    assert on_stick.names() == session.scans.names() == []
    session.close()


def test_a_clock_set_back_is_noticed_before_a_date_is_promised(tmp_path: Path) -> None:
    clock = HandClock()
    session = a_desk(tmp_path / "desk", tmp_path / "state", clock).open()
    register(session)
    assert behind_last_record(session) == 0
    clock.pass_seconds(-365 * 86_400)
    assert behind_last_record(session) == 365 * 86_400_000
    clock.pass_seconds(365 * 86_400 - 200)
    assert behind_last_record(session) == 0
    session.close()

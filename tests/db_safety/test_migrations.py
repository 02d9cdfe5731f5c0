"""Steps of the tables: equal to the models, whole or not at all, never backwards."""

import re
import shutil
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy import text as sql

import db.migrations
from db import slots
from db.backup import read_manifest
from db.engine import Engines, open_engines
from db.examination import BEFORE_UPDATE
from db.migrations import HEAD, STEPS, step_of, upgrade
from db.tables import CREATE_WORDS, metadata
from desk_app.records.errors import DataDamaged, MachineFault
from tests.db_safety.desks import Desk, codes_in, register

KEY = bytes(range(32))
FOLDER = Path(db.migrations.__file__).parent
MENDS = """
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade() -> None:
    op.execute("CREATE TABLE half_way (a INTEGER) STRICT")
    op.execute("INSERT INTO setting VALUES ('half', 'way')")
    op.execute("ALTER TABLE alarm ADD COLUMN half TEXT")
"""
BREAKS = (
    MENDS
    + """    op.execute("THIS IS NO SQL")
"""
)


def schema(connection: Connection) -> dict[str, str]:
    rows = connection.execute(
        sql(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%'"
        )
    )
    return {name: re.sub(r"\s+", " ", made).replace("( ", "(").strip() for name, made in rows}


@pytest.fixture
def engines(tmp_path: Path) -> Engines:
    return open_engines(tmp_path / "book.db", KEY)


def test_the_steps_lead_to_the_tables_that_the_program_uses(
    engines: Engines, tmp_path: Path
) -> None:
    with engines.writer.begin() as stepped:
        upgrade(stepped)
        by_steps = schema(stepped)
    fresh = open_engines(tmp_path / "fresh.db", KEY)
    with fresh.writer.begin() as connection:
        metadata.create_all(connection)
        for statement in CREATE_WORDS:
            connection.exec_driver_sql(statement)
        assert by_steps == schema(connection)


def test_every_step_is_known_and_the_last_is_the_head(engines: Engines) -> None:
    found = sorted(path.name[:4] for path in (FOLDER / "versions").glob("*.py"))
    assert tuple(found) == STEPS
    with engines.writer.begin() as connection:
        assert step_of(connection) == ""
        upgrade(connection)
        assert step_of(connection) == HEAD


def later(step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program with one more step than this one."""
    scripts = tmp_path / "migrations"
    shutil.copytree(FOLDER, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "9999_later.py").write_text(step.format(head=HEAD))
    monkeypatch.setattr(db.migrations, "SCRIPTS", scripts)
    monkeypatch.setattr(db.migrations, "STEPS", (*STEPS, "9999"))
    monkeypatch.setattr(db.migrations, "HEAD", "9999")


def test_a_step_that_breaks_half_way_leaves_nothing(
    engines: Engines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engines.writer.begin() as connection:
        upgrade(connection)
        before = schema(connection)
    later(BREAKS, tmp_path, monkeypatch)
    with pytest.raises(Exception, match="syntax error"), engines.writer.begin() as connection:
        upgrade(connection)
    with engines.writer.begin() as connection:
        assert schema(connection) == before
        assert step_of(connection) == HEAD
        assert connection.execute(sql("SELECT count(*) FROM setting")).scalar() == 0


def test_a_book_of_a_newer_program_is_refused(engines: Engines) -> None:
    with engines.writer.begin() as connection:
        upgrade(connection)
        connection.execute(sql("UPDATE alembic_version SET version_num = '0999'"))
        with pytest.raises(DataDamaged) as newer:
            step_of(connection)
    assert newer.value.code == "book.newer"


def test_an_older_book_is_packed_and_then_brought_up_to_date_when_opened(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = desk.record(2)
    later(MENDS, tmp_path, monkeypatch)
    session = desk.open()
    assert session.book.setting("half") == "way"
    assert codes_in(session) == set(codes)
    session.close()
    (packed,) = (desk.folder / BEFORE_UPDATE).iterdir()
    assert read_manifest(packed).events == 3
    assert slots.read(desk.folder).schema == "9999"


def test_an_older_book_that_somebody_uses_waits_for_its_update(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = desk.open()
    later(MENDS, tmp_path, monkeypatch)
    with pytest.raises(MachineFault) as in_use:
        desk.open()
    assert in_use.value.code == "book.in_use.command"
    register(window)
    window.close()
    desk.open().close()


def test_an_update_that_breaks_leaves_the_book_as_it_was(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = desk.record(2)
    with monkeypatch.context() as newer:
        later(BREAKS, tmp_path, newer)
        with pytest.raises(Exception, match="syntax error"):
            desk.open()
    session = desk.open()
    assert session.book.read_only_reason is None
    assert codes_in(session) == set(codes)
    session.close()

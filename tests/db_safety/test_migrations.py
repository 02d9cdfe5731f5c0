"""Steps of the tables: equal to the models, whole or not at all, never backwards."""

import re
import shutil
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy import text as sql

import db.migrations
from db.engine import Engines, open_engines
from db.migrations import HEAD, STEPS, step_of, upgrade
from db.tables import CREATE_WORDS, metadata
from desk_app.records.errors import DataDamaged

KEY = bytes(range(32))
FOLDER = Path(db.migrations.__file__).parent
BREAKS = """
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade() -> None:
    op.execute("CREATE TABLE half_way (a INTEGER) STRICT")
    op.execute("INSERT INTO setting VALUES ('half', 'way')")
    op.execute("ALTER TABLE setting ADD COLUMN half TEXT")
    op.execute("THIS IS NO SQL")
"""


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


def test_a_step_that_breaks_half_way_leaves_nothing(engines: Engines, tmp_path: Path) -> None:
    scripts = tmp_path / "migrations"
    shutil.copytree(FOLDER, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "9999_breaks.py").write_text(BREAKS.format(head=HEAD))
    with engines.writer.begin() as connection:
        upgrade(connection)
        before = schema(connection)
    with pytest.raises(Exception, match="syntax error"), engines.writer.begin() as connection:
        upgrade(connection, scripts=scripts)
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

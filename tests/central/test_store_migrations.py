"""Steps of the centre's tables: equal to what is used, whole or not at all, never backwards."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine, insert, inspect, text

import central.store.migrations
from central.store import tables
from central.store.counts import count
from central.store.database import Database
from central.store.migrations import HEAD, SCRIPTS, STEPS, every_table, step_of, upgrade
from central.store.offices import add_office
from desk_app.records.errors import DataDamaged
from tests.centres import lite_url, new_database, postgres

BREAKS = """
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade() -> None:
    op.execute("CREATE TABLE half_way (a INTEGER)")
    op.execute("UPDATE office SET name = 'half'")
    op.execute("THIS IS NO SQL")
"""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres() as found:
        yield found


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return lite_url(tmp_path)
    return new_database(request.getfixturevalue("server"))


def engine_of(url: str) -> Engine:
    return create_engine(url.replace("postgresql:", "postgresql+psycopg:"))


def change(url: str, work: Callable[[Connection], object]) -> None:
    """Change a database behind the centre's back."""
    engine = engine_of(url)
    with engine.begin() as connection:
        work(connection)
    engine.dispose()


def first_centre(connection: Connection) -> None:
    """A database as the first centre left it, before there were steps, with an office."""
    upgrade(connection, "0001")
    connection.execute(text("DROP TABLE alembic_version"))
    told = {"schema": "1", "secret": "00", "next_lane": "100004", "projection": "2"}
    connection.execute(insert(tables.meta), [{"name": n, "value": v} for n, v in told.items()])
    connection.execute(
        insert(tables.office).values(code="k12", name="فرمانداری", place=0, logs=0, epoch="e")
    )
    connection.execute(insert(tables.projected).values(office=1, place=0, events=0, requests=0))


def differences(url: str) -> list[object]:
    """Between a database and the tables that the program uses."""
    engine = engine_of(url)
    with engine.connect() as connection:
        here = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(here, every_table())
    engine.dispose()
    return list(found)


def test_a_new_database_has_the_tables_that_the_program_uses(url: str) -> None:
    Database(url).close()
    assert differences(url) == []


def test_the_steps_lead_to_the_tables_that_the_program_uses(url: str) -> None:
    change(url, upgrade)
    assert differences(url) == []


def test_an_older_database_is_brought_up_with_everything_in_it(url: str) -> None:
    change(url, first_centre)
    database = Database(url)
    assert database.brought_up_from == "0001"
    assert differences(url) == []
    assert database.read(step_of) == HEAD
    assert database.read(count).offices == 1
    database.write(lambda c: add_office(c, "k13", "دفتر دیگر", 8))
    database.close()
    again = Database(url)
    assert again.brought_up_from == ""
    again.close()


@pytest.mark.filterwarnings("ignore:Revision 9999:UserWarning")
def test_a_step_that_fails_changes_nothing(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(url, first_centre)
    scripts = tmp_path / "migrations"
    shutil.copytree(SCRIPTS, scripts)
    (scripts / "versions" / "9999_breaks.py").write_text(BREAKS.format(head=HEAD), "utf-8")
    monkeypatch.setattr(central.store.migrations, "SCRIPTS", scripts)
    with pytest.raises(DataDamaged) as caught:
        Database(url)
    assert caught.value.code == "central.not_brought_up"
    engine = engine_of(url)
    with engine.connect() as connection:
        assert step_of(connection) == "0001"
        here = inspect(connection).get_table_names()
        assert not {"half_way", "alembic_version", "theft"} & set(here)
        name = connection.execute(text("SELECT name FROM office")).scalar()
        assert name == "فرمانداری"
    engine.dispose()


def test_a_newer_database_is_refused(url: str) -> None:
    Database(url).close()
    change(url, lambda c: c.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(DataDamaged) as caught:
        Database(url)
    assert caught.value.code == "central.database_newer"
    assert caught.value.params == {"found": "9999", "known": HEAD}


def test_every_step_is_known() -> None:
    scripts = (SCRIPTS / "versions").glob("0*.py")
    assert sorted(script.name[:4] for script in scripts) == sorted(STEPS)

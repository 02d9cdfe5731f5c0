"""Who took part in what, as the last saves wrote it: a small table that idle moments empty."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the table, empty; no row changes."""
    op.get_bind().exec_driver_sql(
        "CREATE TABLE fresh_party (person TEXT NOT NULL, hlc INTEGER NOT NULL, "
        "request BLOB NOT NULL, place INTEGER NOT NULL, open INTEGER NOT NULL, "
        "PRIMARY KEY (person, hlc, request, place) ) WITHOUT ROWID, STRICT"
    )

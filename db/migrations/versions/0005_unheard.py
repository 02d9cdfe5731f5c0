"""Requests on which a visitor wrote and nobody has taken it up."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the table, empty, and have what an older program could not read be read again."""
    run = op.get_bind().exec_driver_sql
    run(
        "CREATE TABLE unheard (request BLOB NOT NULL, counter TEXT NOT NULL, "
        "PRIMARY KEY (request) ) WITHOUT ROWID, STRICT"
    )
    run(
        "INSERT OR IGNORE INTO waiting(kind, subject) "
        "SELECT DISTINCT kind, subject FROM parked WHERE why = 'unknown'"
    )

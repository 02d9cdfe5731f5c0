"""Which files of scans the centre holds."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the table, empty: every scan that lies here is offered once."""
    op.get_bind().exec_driver_sql(
        "CREATE TABLE scan_held (name TEXT NOT NULL, PRIMARY KEY (name) ) WITHOUT ROWID, STRICT"
    )

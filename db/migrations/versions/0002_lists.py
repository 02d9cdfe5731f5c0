"""Lists of one service's requests, and of those an officer took or holds, newest first."""

from alembic import op

revision = "0002"
down_revision = "0001"

_INDEXES = (
    "CREATE INDEX request_actor ON request (actor, n)",
    "CREATE INDEX request_holder ON request (holder, n) WHERE holder <> ''",
    "CREATE INDEX request_service ON request (service, n) WHERE service <> ''",
)


def upgrade() -> None:
    """Add the indexes; no row changes."""
    for statement in _INDEXES:
        op.get_bind().exec_driver_sql(statement)

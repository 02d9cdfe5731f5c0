"""Thefts, scopes, scans, bundles and whatever else the line asks for beyond the first tables."""

from alembic import op

from central.store.migrations import every_table

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the tables that are not there yet; no row changes but the old schema number goes."""
    every_table().create_all(op.get_bind(), checkfirst=True)
    # The step that the tables stand at is the one number.
    op.execute("DELETE FROM meta WHERE name = 'schema'")

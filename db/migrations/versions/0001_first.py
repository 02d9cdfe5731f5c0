"""The tables that the first book was made with.

The statements are kept as they were, whatever becomes of the tables in ``db.tables``.
"""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables and the index of words."""
    for statement in Path(__file__).with_name("0001_first.sql").read_text("utf-8").split(";\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)

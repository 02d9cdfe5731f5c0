"""Runs the steps on the connection handed in by ``db.migrations.upgrade``."""

from alembic import context

from db.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite rolls tables back like rows; without this a failed step would be half taken.
    transactional_ddl=True,
    render_as_batch=True,
    include_name=lambda name, kind, _: kind != "table" or not str(name).startswith("request_words"),
)
with context.begin_transaction():
    context.run_migrations()

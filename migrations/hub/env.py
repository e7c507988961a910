"""Runs the migrations of a hub's database on the connection it is given."""

from alembic import context

from cellyard.hub.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()

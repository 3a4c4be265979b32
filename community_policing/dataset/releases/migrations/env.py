"""Runs the steps inside the transaction that the registry opened: all of them, or none."""

from alembic import context

from community_policing.dataset.releases.registry import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,  # also on SQLite, whose driver leaves transactions to us
)
context.run_migrations()

"""What Alembic runs: the migrations, in the transaction that the store has begun."""

from __future__ import annotations

from alembic import context

from assessments.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transaction_per_migration=False)
context.run_migrations()

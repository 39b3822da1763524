"""Runs the migrations on the connection of server.db.engine, all in one transaction."""

from __future__ import annotations

from alembic import context

from server.db.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()

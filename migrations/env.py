"""How Alembic reaches the database: through the application, so that there is one place for its address."""

from __future__ import annotations

from alembic import context
from flask import current_app

from ecgweb.extensions import db


def migrate() -> None:
    """Run the revisions on the application's database, each in a transaction."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            transaction_per_migration=True,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("Migrations need the database; `--sql` is not supported.")
migrate()

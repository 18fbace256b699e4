"""The migrations build exactly what the models say, and each goes up and down with data in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from ecgweb import create_app
from ecgweb.extensions import db
from tests.conftest import FakeService, settings


@pytest.fixture
def empty_app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """A site on a database without tables, other than the one the page tests use."""
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}" if database_url.startswith("sqlite") else database_url
    app = create_app(settings(tmp_path, url), service=FakeService())
    with app.app_context():
        _drop_everything()
        yield app
        _drop_everything()
        db.create_all()
        db.session.remove()
        db.engine.dispose()


def _drop_everything() -> None:
    db.drop_all()
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))


def revisions() -> list[str]:
    """All revisions, oldest first."""
    scripts = ScriptDirectory(str(Path(__file__).parent.parent / "migrations"))
    return [script.revision for script in reversed(list(scripts.walk_revisions()))]


def test_the_newest_revision_equals_the_models(empty_app: Flask) -> None:
    upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


def test_every_revision_goes_up_and_down_with_data(empty_app: Flask) -> None:
    for revision in revisions():
        upgrade(revision=revision)
        _insert_an_account(revision)
        downgrade(revision="-1")
        upgrade(revision=revision)
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}


def _insert_an_account(revision: str) -> None:
    """One row in each table that can stand alone, whatever its columns are at that revision."""
    table = db.metadata.tables["user_account"]
    present = {column["name"] for column in inspect(db.engine).get_columns("user_account")}
    values = {
        "username": "Sam Lee",
        "email": f"sam{revision}@example.org",
        "email_key": f"sam{revision}@example.org",
        "role": "student",
        "password_hash": "none",
        "created_at": "2026-01-01 00:00:00",
    }
    known = {name: value for name, value in values.items() if name in present}
    columns, marks = ", ".join(known), ", ".join(f":{name}" for name in known)
    with db.engine.begin() as connection:
        connection.execute(text(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})"), known)

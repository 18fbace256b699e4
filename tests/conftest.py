"""What all tests share: an application on each database, a factory for people, and a browser that checks pages."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as wsgi.py does, before NumPy is loaded

import psycopg
import pytest
from flask import Flask
from sqlalchemy.orm import scoped_session

from ecgweb import create_app
from ecgweb.extensions import db, now
from ecgweb.storage import Storage
from tests.browse import Browser, Client

pytest_plugins = ["tests.chromium"]

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
PASSWORD = "Correct-Horse-7"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip, loudly, what the machine lacks."""
    missing = {
        "packs": None if os.environ.get("ECG_PACKS") else "set ECG_PACKS to the folder of the data packs",
        "browser": None if Path("/usr/bin/chromium").exists() else "Debian's chromium is not installed",
    }
    for item in items:
        for marker, reason in missing.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """With REQUIRE_ALL=1 a test skipped for want of Postgres or Chromium fails."""
    report = yield
    required = item.get_closest_marker("postgres") or item.get_closest_marker("browser")
    if report.skipped and required and os.environ.get("REQUIRE_ALL") == "1":
        report.outcome = "failed"
        report.longrepr = f"REQUIRE_ALL=1, but this was skipped: {report.longrepr}"
    return report


class FakeService:
    """Stands in for the networks in tests of pages that do not analyse anything."""

    ready = True

    def warm_up(self) -> None: ...


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an empty database of each kind, dropped afterwards."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('db') / 'test.sqlite3'}"
        return
    name = f"ecgweb_test_{uuid.uuid4().hex[:12]}"
    try:
        server = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        pytest.skip("no PostgreSQL server answers; set TEST_POSTGRES_URL")
    server.execute(f"CREATE DATABASE {name}")
    yield POSTGRES.rsplit("/", 1)[0].replace("postgresql://", "postgresql+psycopg://") + f"/{name}"
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    server.close()


def settings(data_dir: Path, database_url: str) -> dict[str, Any]:
    """Settings of a test site."""
    return {
        "TESTING": True,
        "PROPAGATE_EXCEPTIONS": False,
        "SECRET_KEY": "for tests only, and long enough to pass the check",
        "BCRYPT_COST": 4,
        "DATA_DIR": data_dir,
        "SQLALCHEMY_DATABASE_URI": database_url,
    }


@pytest.fixture(scope="session")
def built_app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One application a database for the whole run."""
    app = create_app(settings(tmp_path_factory.mktemp("data"), database_url), service=FakeService())
    app.test_client_class = Client
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def app(built_app: Flask) -> Iterator[Flask]:
    """The application with empty tables."""
    original = built_app.config.copy()
    with built_app.app_context():
        yield built_app
        db.session.rollback()
        for table in reversed(db.metadata.sorted_tables):
            db.session.execute(table.delete())
        db.session.commit()
        db.session.remove()
    built_app.config.clear()
    built_app.config.update(original)


@pytest.fixture
def session(app: Flask) -> scoped_session[Any]:
    """The database session of the test."""
    return db.session


@pytest.fixture
def make_user(session: scoped_session[Any]) -> Callable[..., Any]:
    """Make a confirmed account whose password is `tests.conftest.PASSWORD`."""
    from ecgweb.accounts import passwords
    from ecgweb.accounts.models import User
    from ecgweb.security.access import Role

    def make(role: Role = Role.STUDENT, **fields: Any) -> User:
        email = fields.pop("email", f"{uuid.uuid4().hex[:8]}@example.org")
        values = {"username": "Sam Lee", "confirmed_at": now(), "role": role, **fields}
        password = values.pop("password", PASSWORD)
        user = User(email=email, email_key=email.casefold(), password_hash=passwords.hash_password(password), **values)
        session.add(user)
        session.commit()
        return user

    return make


@pytest.fixture
def storage(app: Flask, tmp_path: Path) -> Iterator[Storage]:
    """An empty storage."""
    original = app.extensions["storage"]
    app.extensions["storage"] = Storage(tmp_path)
    yield app.extensions["storage"]
    app.extensions["storage"] = original


@pytest.fixture
def browse(app: Flask) -> Browser:
    """A visitor's browser; see `tests.browse.Browser`."""
    return Browser(app)

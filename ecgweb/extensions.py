"""The Flask extensions, made once and bound to an application by `create_app`."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import Any

from flask_login import LoginManager
from flask_mail import Mail
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import DateTime, MetaData, event, types
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.orm import DeclarativeBase
from werkzeug.routing import IntegerConverter, Map

LARGEST_ROW_ID = 2**31 - 1  # what a column of type INTEGER holds on every database


class Base(DeclarativeBase):
    """Base of all models; named constraints let migrations change them on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(types.TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets the time zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class RowId(IntegerConverter):
    """The number of a row in an address; a number that no row can have is no address."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, min=1, max=LARGEST_ROW_ID)


def now() -> datetime:
    """This moment in UTC."""
    return datetime.now(UTC)


db = SQLAlchemy(model_class=Base)
migrate = Migrate()
login_manager = LoginManager()
csrf = CSRFProtect()
mail = Mail()


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Readers beside one writer, enforced references, patience when another thread writes, and rows truly gone."""
    if isinstance(connection, sqlite3.Connection):
        cursor = connection.cursor()
        settings = (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            "busy_timeout=5000",
            "secure_delete=ON",
        )
        for pragma in settings:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

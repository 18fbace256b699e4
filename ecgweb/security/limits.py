"""Limits on how often something may be tried, counted in the database so that all workers share them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import BigInteger, Integer, String, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.exceptions import TooManyRequests

from ecgweb.extensions import Base, db, now


class RateCounter(Base):
    """How often something happened within one window of time; keys are hashed, they may be addresses."""

    __tablename__ = "rate_counter"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    window: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    expires_at_s: Mapped[int] = mapped_column(BigInteger, index=True)
    count: Mapped[int] = mapped_column(Integer)


@dataclass(frozen=True)
class Limit:
    """At most `most` times in each window of `per`; nobody waits longer than that window."""

    name: str
    most: int
    per: timedelta


def count(limit: Limit, *who: object) -> None:
    """Count one try and raise if there were too many.

    Raises
    ------
    TooManyRequests
        With `retry_after` in seconds and a sentence that says how long to wait.
    """
    seconds = int(now().timestamp())
    length = int(limit.per.total_seconds())
    window = seconds // length
    tries = _increment(_key(limit, who), window, expires_at_s=(window + 1) * length)
    db.session.commit()
    if tries > limit.most:
        raise too_many((window + 1) * length - seconds)


def clear(limit: Limit, *who: object) -> None:
    """Forget the tries, after a success for example; the caller commits."""
    db.session.execute(delete(RateCounter).where(RateCounter.key == _key(limit, who)))


def forgive(limit: Limit, *who: object) -> None:
    """Take one try back because it was no guess; the caller commits."""
    window = int(now().timestamp()) // int(limit.per.total_seconds())
    counted = (RateCounter.key == _key(limit, who), RateCounter.window == window, RateCounter.count > 0)
    db.session.execute(update(RateCounter).where(*counted).values(count=RateCounter.count - 1))


def too_many(retry_after_s: int) -> TooManyRequests:
    """The error that says how long to wait."""
    minutes = -(-retry_after_s // 60)
    error = TooManyRequests(retry_after=retry_after_s)
    wait = "a minute" if minutes == 1 else f"{minutes} minutes"
    error.user_message = f"Too many tries. Please wait {wait} and try again."  # type: ignore[attr-defined]
    return error


def forget_expired() -> None:
    """Delete the counters of past windows; the caller commits."""
    db.session.execute(delete(RateCounter).where(RateCounter.expires_at_s < int(now().timestamp())))


def _key(limit: Limit, who: tuple[object, ...]) -> str:
    return hashlib.sha256(repr((limit.name, *map(str, who))).encode()).hexdigest()


def _increment(key: str, window: int, expires_at_s: int) -> int:
    """Add one in a single statement, so that workers side by side lose no count."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(RateCounter).values(key=key, window=window, expires_at_s=expires_at_s, count=1)
    upsert = statement.on_conflict_do_update(
        index_elements=["key", "window"], set_={"count": RateCounter.count + 1}
    ).returning(RateCounter.count)
    return int(db.session.execute(upsert).scalar_one())

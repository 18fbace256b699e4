"""Making, finding and revoking personal tokens."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from flask import request
from sqlalchemy import delete, func, select, update

from ecgweb import audit
from ecgweb.accounts.models import User
from ecgweb.api.models import BEGINNING_LENGTH, ApiToken
from ecgweb.extensions import db, now

PREFIX = "ecg_"  # lets scanners of published code recognise a leaked token
TOKEN_BYTES = 32
LIFETIMES_DAYS = (30, 90, 365)
MOST = 20
TOUCH_EVERY = timedelta(minutes=1)


def make(user: User, name: str, days: int) -> str:
    """Make a token and return it, this once; commits."""
    token = PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    row = ApiToken(
        user_id=user.id,
        name=name,
        token_hash=_hash(token),
        beginning=token[:BEGINNING_LENGTH],
        expires_at=now() + timedelta(days=days),
    )
    db.session.add(row)
    audit.record(audit.Event.TOKEN_MADE, user.id)
    db.session.commit()
    return token


def revoke(user: User, token_id: int) -> bool:
    """Delete one of a person's tokens and say whether there was one; commits."""
    ended = delete(ApiToken).where(ApiToken.user_id == user.id, ApiToken.id == token_id)
    found = db.session.execute(ended.returning(ApiToken.id)).scalar() is not None
    if found:
        audit.record(audit.Event.TOKEN_REVOKED, user.id)
    db.session.commit()
    return found


def of_user(user: User) -> list[ApiToken]:
    """A person's tokens that still work, the latest first."""
    alive = select(ApiToken).where(ApiToken.user_id == user.id, ApiToken.expires_at > now())
    return list(db.session.scalars(alive.order_by(ApiToken.id.desc())))


def is_full(user: User) -> bool:
    """Whether a person has as many tokens as one may have."""
    count = select(func.count()).select_from(ApiToken).where(ApiToken.user_id == user.id, ApiToken.expires_at > now())
    return (db.session.scalar(count) or 0) >= MOST


def user_of_request() -> User | None:
    """Who sent this request, by its bearer token; None without a token that works."""
    given = request.authorization
    if given is None or given.type != "bearer" or not given.token:
        return None
    found = db.session.execute(
        select(User, ApiToken)
        .join(ApiToken, ApiToken.user_id == User.id)
        .where(ApiToken.token_hash == _hash(given.token), ApiToken.expires_at > now())
    ).first()
    if found is None or not found[0].is_active:
        return None
    user, row = found
    if row.last_used_at is None or now() - row.last_used_at > TOUCH_EVERY:
        db.session.execute(update(ApiToken).where(ApiToken.id == row.id).values(last_used_at=now()))
        db.session.commit()
    return user


def forget_expired() -> None:
    """Delete tokens that are over; the caller commits."""
    db.session.execute(delete(ApiToken).where(ApiToken.expires_at < now()))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

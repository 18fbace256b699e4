"""Who is logged in: sessions live in the database, the cookie only names one.

The cookie holds a random token and the database its SHA-256, so that a stolen database opens no session.
A session ends 24 hours after log-in at the latest, at log-out, when the account is disabled or deleted, and
for administrators after 30 minutes of silence.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from flask import request, session
from flask_login import current_user, login_user, logout_user
from sqlalchemy import delete, select, update

from ecgweb.accounts.browsers import browser_family
from ecgweb.accounts.models import User, UserSession
from ecgweb.extensions import db, now
from ecgweb.security.access import Role

LIFETIME = timedelta(hours=24)
ADMINISTRATOR_IDLE = timedelta(minutes=30)
TOUCH_EVERY = timedelta(minutes=1)
TOKEN_BYTES = 16  # 128 bits


def start(user: User) -> None:
    """Log `user` in within a session of its own; the caller commits.

    Whatever the browser's session held before is dropped, so that nobody can plant one.
    """
    end_current()
    session.clear()
    session.permanent = True
    token = secrets.token_urlsafe(TOKEN_BYTES)
    db.session.add(
        UserSession(
            user_id=user.id,
            token_hash=_hash(token),
            browser=browser_family(request.user_agent.string),
            expires_at=now() + LIFETIME,
        )
    )
    user.session_token = token
    login_user(user)


def end_current() -> None:
    """Log this browser out; the caller commits."""
    if current_user.is_authenticated:
        db.session.execute(delete(UserSession).where(UserSession.token_hash == _hash(current_user.session_token)))
    logout_user()
    session.clear()


def end_all(user: User, keep_current: bool = False) -> None:
    """End every session of an account, or all but this browser's; the caller commits."""
    ended = delete(UserSession).where(UserSession.user_id == user.id)
    if keep_current and user.session_token:
        ended = ended.where(UserSession.token_hash != _hash(user.session_token))
    db.session.execute(ended)


def end_one(user: User, session_id: int) -> bool:
    """End one session of an account and say whether there was one; the caller commits."""
    ended = delete(UserSession).where(UserSession.user_id == user.id, UserSession.id == session_id)
    return bool(db.session.execute(ended.returning(UserSession.id)).scalar())


def of_user(user: User) -> list[UserSession]:
    """The sessions of an account that are alive, the latest first."""
    alive = select(UserSession).where(UserSession.user_id == user.id, UserSession.expires_at > now())
    return list(db.session.scalars(alive.order_by(UserSession.last_seen_at.desc())))


def is_current(row: UserSession) -> bool:
    """True for the session of the browser that asks."""
    token = current_user.session_token
    return token is not None and row.token_hash == _hash(token)


def load_user(token: str) -> User | None:
    """The account behind a cookie, None if its session has ended; Flask-Login calls it."""
    found = db.session.execute(
        select(User, UserSession).join(UserSession.user).where(UserSession.token_hash == _hash(token))
    ).first()
    if found is None:
        return None
    user, row = found
    if not user.is_active or not _is_alive(row, user.role, now()):
        return None
    user.session_token = token
    user.session_seen_at = row.last_seen_at
    return user


def touch() -> None:
    """Note that a session is in use, at most once a minute; runs before each request."""
    if request.endpoint in (None, "static") or request.blueprint == "status":
        return  # answered without the database, which may be away
    if not current_user.is_authenticated:
        return
    moment = now()
    if current_user.session_seen_at and moment - current_user.session_seen_at > TOUCH_EVERY:
        this = UserSession.token_hash == _hash(current_user.session_token)
        db.session.execute(update(UserSession).where(this).values(last_seen_at=moment))
        db.session.commit()


def forget_expired() -> None:
    """Delete sessions that are over; the caller commits."""
    db.session.execute(delete(UserSession).where(UserSession.expires_at < now()))


def _is_alive(row: UserSession, role: Role, moment: datetime) -> bool:
    if moment >= row.expires_at:
        return False
    return role is not Role.ADMINISTRATOR or moment - row.last_seen_at < ADMINISTRATOR_IDLE


def _hash(token: str | None) -> str:
    return hashlib.sha256((token or "").encode()).hexdigest()

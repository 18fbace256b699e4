"""New accounts and their confirmation by mail.

Whoever registers gets the same answer whether the address is new or known; only its owner's mailbox knows.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.exc import IntegrityError

from ecgweb import audit
from ecgweb.accounts import guards, mails, passwords, people
from ecgweb.accounts.models import ActivationToken, User, email_key
from ecgweb.extensions import db, now
from ecgweb.mail import queue
from ecgweb.security.access import Role

LINK_LIFETIME = timedelta(hours=24)
UNCONFIRMED_KEPT = timedelta(days=7)


def register(username: str, email: str, role: Role, password: str) -> None:
    """Make an account that waits for its confirmation, and mail the link.

    An account that was never confirmed is replaced: until then nobody has shown that the address is theirs.
    The owner of a confirmed account is told that somebody tried.
    """
    guards.count_all(guards.for_registration(email_key(email)))
    password_hash = passwords.hash_password(password)
    user = _new_or_known(email, User(username=username, role=role, password_hash=password_hash))
    if user.confirmed_at or user.disabled_at:
        queue(mails.already_registered(user))
    else:
        user.username, user.email, user.role, user.password_hash = username, email, role, password_hash
        send_link(user)
        audit.record(audit.Event.REGISTERED, user.id)
    db.session.commit()


def _new_or_known(email: str, fresh: User) -> User:
    """Store the fresh account, or find the one that has the address; the database decides between two at once."""
    known = people.find(email)
    if known is not None:
        return known
    fresh.email, fresh.email_key = email, email_key(email)
    try:
        with db.session.begin_nested():
            db.session.add(fresh)
    except IntegrityError:
        return db.session.scalars(select(User).where(User.email_key == email_key(email))).one()
    return fresh


def resend(email: str) -> None:
    """Mail a new link if an account waits for one."""
    guards.count_all(guards.for_resending(email_key(email)))
    user = people.find(email)
    if user is not None and user.confirmed_at is None and user.disabled_at is None:
        send_link(user)
    db.session.commit()


def send_link(user: User) -> None:
    """Mail an activation link; earlier links of the account no longer work; the caller commits."""
    token = secrets.token_urlsafe(32)
    db.session.merge(ActivationToken(user_id=user.id, token_hash=_hash(token), expires_at=now() + LINK_LIFETIME))
    queue(mails.activation(user, token))


def is_valid(token: str) -> bool:
    """True if the link can still be used; looking does not use it."""
    return db.session.scalar(select(ActivationToken.user_id).where(_usable(token))) is not None


def activate(token: str) -> User | None:
    """Use the link: confirm its account and return it, None if the link is used or too old."""
    user_id = db.session.scalar(delete(ActivationToken).where(_usable(token)).returning(ActivationToken.user_id))
    user = db.session.get(User, user_id) if user_id is not None else None
    if user is not None:
        user.confirmed_at = user.confirmed_at or now()
        audit.record(audit.Event.CONFIRMED, user.id)
    db.session.commit()
    return user


def forget_unconfirmed() -> None:
    """Delete accounts that were not confirmed for a week, and old links; the caller commits."""
    db.session.execute(delete(User).where(User.confirmed_at.is_(None), User.created_at < now() - UNCONFIRMED_KEPT))
    db.session.execute(delete(ActivationToken).where(ActivationToken.expires_at < now()))


def _usable(token: str) -> ColumnElement[bool]:
    return and_(ActivationToken.token_hash == _hash(token), ActivationToken.expires_at > now())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

"""A new password for people who forgot theirs, by a code sent to their address."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import delete, update

from ecgweb import audit
from ecgweb.accounts import guards, mails, passwords, people, sessions
from ecgweb.accounts.authentication import matches
from ecgweb.accounts.models import ResetCode, User, email_key
from ecgweb.accounts.rules import PASSWORD_PERSONAL, is_personal
from ecgweb.extensions import db, now
from ecgweb.mail import queue

CODE_DIGITS = 8
CODE_LIFETIME = timedelta(minutes=10)
TRIES = 5


class WrongCode(Exception):
    """The code is not the newest one, is too old, was used or was tried too often: nobody is told which."""


class PasswordRefused(Exception):
    """The code is right, but the new password is not good; the message says why."""


def send_code(email: str) -> None:
    """Mail a code if the address has an account; takes as long if it has none."""
    guards.count_all(guards.for_forgotten(email_key(email)))
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    code_hash = passwords.hash_password(code)
    user = people.find(email)
    if user is not None and user.disabled_at is None:
        db.session.merge(
            ResetCode(user_id=user.id, code_hash=code_hash, tries_left=TRIES, expires_at=now() + CODE_LIFETIME)
        )
        queue(mails.reset_code(user, code))
        audit.record(audit.Event.RESET_REQUESTED, user.id)
    db.session.commit()


def reset(email: str, code: str, new_password: str) -> User:
    """Set a new password, use up the code and end all sessions of the account.

    Raises
    ------
    WrongCode
        If the code does not open this account (any more).
    PasswordRefused
        If the password contains a name of its owner; the code can be used again then.
    """
    guards.count_all(guards.for_reset(email_key(email)))
    user = people.find(email)
    code_hash = _spend_try(user)
    if not matches(code, code_hash) or user is None:
        raise WrongCode
    if is_personal(new_password, user.username, user.email):
        _give_try_back(user)
        raise PasswordRefused(PASSWORD_PERSONAL)
    new_hash = passwords.hash_password(new_password)
    used = delete(ResetCode).where(ResetCode.user_id == user.id, ResetCode.code_hash == code_hash)
    if db.session.scalar(used.returning(ResetCode.user_id)) is None:
        db.session.rollback()
        raise WrongCode
    user.password_hash = new_hash
    sessions.end_all(user)
    queue(mails.password_changed(user))
    audit.record(audit.Event.PASSWORD_RESET, user.id)
    db.session.commit()
    return user


def _spend_try(user: User | None) -> str | None:
    """Take one of the tries and return the hash to compare with, None if nothing is left to try."""
    if user is None:
        return None
    alive = (ResetCode.user_id == user.id, ResetCode.tries_left > 0, ResetCode.expires_at > now())
    spent = update(ResetCode).where(*alive).values(tries_left=ResetCode.tries_left - 1)
    return db.session.scalar(spent.returning(ResetCode.code_hash))


def _give_try_back(user: User) -> None:
    back = update(ResetCode).where(ResetCode.user_id == user.id).values(tries_left=ResetCode.tries_left + 1)
    db.session.execute(back)
    db.session.commit()


def forget_expired() -> None:
    """Delete codes that are too old; the caller commits."""
    db.session.execute(delete(ResetCode).where(ResetCode.expires_at < now()))

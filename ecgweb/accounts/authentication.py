"""Checking who somebody is by email and password."""

from __future__ import annotations

from ecgweb import audit
from ecgweb.accounts import devices, guards, passwords, people
from ecgweb.accounts.models import User, email_key
from ecgweb.accounts.rules import MAX_PASSWORD_LENGTH
from ecgweb.extensions import db


class LogInRefused(Exception):
    """Unknown email, wrong password or disabled account: nobody is told which."""


class NotConfirmed(Exception):
    """The password is right, but the address was never confirmed."""


def authenticate(email: str, password: str) -> User:
    """The account with this email and password.

    Raises
    ------
    LogInRefused
        If there is none; finding that out takes as long as a wrong password.
    NotConfirmed
        If the password is right but the address is not confirmed yet.
    TooManyRequests, ServiceUnavailable
        If it was tried too often, or too many people log in at this moment.
    """
    user = people.find(email)
    user_id, stored = (user.id, user.password_hash) if user else (None, None)
    tried = guards.for_log_in(email_key(email), devices.known_device(user_id))
    guards.count_all(tried)
    if not matches(password, stored) or user is None or user.disabled_at:
        audit.record(audit.Event.LOGIN_FAILED, user_id)
        db.session.commit()
        raise LogInRefused
    guards.forgive_all(tried)
    if passwords.is_outdated(user.password_hash):
        user.password_hash = passwords.hash_password(password)
    db.session.commit()
    if user.confirmed_at is None:
        raise NotConfirmed
    return user


def matches(password: str, stored: str | None) -> bool:
    """True if the password is the stored one; takes as long when nothing is stored.

    The database connection is handed back first: hashing may have to queue, and pages need connections.
    """
    db.session.commit()
    if stored is None or len(password) > MAX_PASSWORD_LENGTH:
        passwords.check_nobody(password[:MAX_PASSWORD_LENGTH])
        return False
    return passwords.check_password(password, stored)

"""What people do with their own account: change the password, delete everything."""

from __future__ import annotations

from flask import current_app

from ecgweb import audit
from ecgweb.accounts import guards, mails, passwords, personal_data, sessions
from ecgweb.accounts.authentication import matches
from ecgweb.accounts.models import User
from ecgweb.extensions import db
from ecgweb.mail import queue
from ecgweb.security.limits import count, forgive


def is_password_of(user: User, password: str) -> bool:
    """True if this is the user's password; guesses are counted."""
    user_id = user.id
    count(guards.OWN_PASSWORD, user_id)
    if not matches(password, user.password_hash):
        return False
    forgive(guards.OWN_PASSWORD, user_id)
    return True


def change_password(user: User, new_password: str) -> None:
    """Set a new password, end all other sessions and tell the owner by mail."""
    user.password_hash = passwords.hash_password(new_password)
    sessions.end_all(user, keep_current=True)
    queue(mails.password_changed(user))
    audit.record(audit.Event.PASSWORD_CHANGED, user.id)
    db.session.commit()


def delete_account(user: User) -> None:
    """Delete an account with everything that belongs to it, its files after its rows.

    A crash in between leaves files that no row knows; the storage's sweep removes those.
    """
    keys = personal_data.erase(user)
    audit.record(audit.Event.ACCOUNT_DELETED)
    db.session.delete(user)
    db.session.commit()
    for key in keys:
        current_app.extensions["storage"].delete(key)

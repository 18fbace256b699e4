"""Three demo accounts for trying the site out. They exist in development only."""

from __future__ import annotations

import secrets

from ecgweb.accounts import passwords, people, sessions
from ecgweb.accounts.models import User
from ecgweb.extensions import db, now
from ecgweb.security.access import Role

DEMO_EMAILS = {role: f"{role.value.replace('administrator', 'admin')}@example.org" for role in Role}


def make_demo_accounts() -> str:
    """Make the accounts, or give them a new password, and return the one password of all three."""
    password = f"Try_{secrets.token_hex(4)}_7"
    password_hash = passwords.hash_password(password)
    for role, email in DEMO_EMAILS.items():
        user = people.find(email)
        if user is None:
            user = User(username=f"Demo {role.value}", email=email, email_key=email, role=role)
            db.session.add(user)
        else:
            sessions.end_all(user)
        user.password_hash = password_hash
        user.confirmed_at = user.confirmed_at or now()
        user.disabled_at = None
    db.session.commit()
    return password

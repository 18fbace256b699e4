"""Finding accounts by address."""

from __future__ import annotations

from sqlalchemy import select

from ecgweb.accounts.models import User, email_key
from ecgweb.extensions import db


def find(email: str) -> User | None:
    """The account of an address, whatever its case."""
    return db.session.scalar(select(User).where(User.email_key == email_key(email)))

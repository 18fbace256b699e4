"""Who did what, when: without addresses, codes, passwords, file names or pictures.

Events are declared here as data, so that nothing is recorded that was not thought about.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ecgweb.extensions import Base, UtcDateTime, db, now


class Event(StrEnum):
    """What is recorded."""

    REGISTERED = "registered"
    CONFIRMED = "confirmed"
    LOGGED_IN = "logged in"
    LOGIN_FAILED = "log-in failed"
    LOGGED_OUT = "logged out"
    RESET_REQUESTED = "reset requested"
    PASSWORD_RESET = "password reset"  # noqa: S105 - the name of an event
    PASSWORD_CHANGED = "password changed"  # noqa: S105
    SESSION_ENDED = "session ended"
    DATA_EXPORTED = "data exported"
    ACCOUNT_DELETED = "account deleted"
    ACCOUNT_DISABLED = "account disabled"
    ACCOUNT_ENABLED = "account enabled"
    UPLOADED = "uploaded"
    ANALYSED = "analysed"
    READ_AGAIN = "read again"
    ANALYSIS_EXPORTED = "analysis exported"
    ANALYSIS_DELETED = "analysis deleted"
    TOKEN_MADE = "token made"  # noqa: S105
    TOKEN_REVOKED = "token revoked"  # noqa: S105
    ADMIN_VIEWED = "administrator viewed"


class AuditEvent(Base):
    """One event; it stays when its account is deleted, then without the account."""

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    event: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"), index=True)
    subject: Mapped[str | None] = mapped_column(String(80))


def record(event: Event, user_id: int | None = None, subject: str | None = None) -> None:
    """Add an event to the current transaction; `subject` is an id or a result code, never a person's words."""
    db.session.add(AuditEvent(event=event, user_id=user_id, subject=subject))

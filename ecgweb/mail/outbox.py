"""The outbox: mails wait in the database until the mail server takes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import flask_mail
from flask import Flask, current_app
from sqlalchemy import String, Text, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from ecgweb import background
from ecgweb.extensions import Base, UtcDateTime, db, mail, now

LEASE = timedelta(minutes=2)
KEEP_IN_MAILBOX = timedelta(days=7)
MAX_ATTEMPTS = 12
POLL_S = 2.0


@dataclass(frozen=True)
class Message:
    """A mail as data: the functions that write mails return it."""

    recipient: str
    subject: str
    text: str
    html: str


class OutboxMail(Base):
    """One mail on its way; deleted once it is sent, because it holds an address."""

    __tablename__ = "outbox_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    next_attempt_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    attempts: Mapped[int] = mapped_column(default=0)


def queue(message: Message) -> None:
    """Put a mail into the outbox within the current transaction."""
    db.session.add(
        OutboxMail(recipient=message.recipient, subject=message.subject, text=message.text, html=message.html)
    )


def send_due() -> int:
    """Send what is due and return how many mails the server took.

    Each mail is leased before it is sent, so that two workers do not send it twice, and it is
    tried again later, waiting twice as long each time, when the server is away.
    """
    sent = 0
    while (lease := _lease_next()) is not None:
        mail_id, attempt = lease
        if _deliver(mail_id):
            sent += 1
        else:
            _postpone(mail_id, attempt)
    return sent


def start(app: Flask) -> None:
    """Send mail from a thread of this process, unless mails stay in the development mailbox."""
    if not app.config["MAIL_TO_MAILBOX"]:
        background.repeat(app, "outbox", POLL_S, send_due)


def _lease_next() -> tuple[int, int] | None:
    moment = now()
    due = (
        select(OutboxMail.id)
        .where(OutboxMail.next_attempt_at <= moment, OutboxMail.attempts < MAX_ATTEMPTS)
        .order_by(OutboxMail.id)
        .limit(1)
    )
    mail_id = db.session.scalar(due)
    if mail_id is None:
        db.session.rollback()
        return None
    leased = db.session.execute(
        update(OutboxMail)
        .where(OutboxMail.id == mail_id, OutboxMail.next_attempt_at <= moment)
        .values(next_attempt_at=moment + LEASE, attempts=OutboxMail.attempts + 1)
        .returning(OutboxMail.attempts)
    ).scalar()
    db.session.commit()
    return (mail_id, leased) if leased is not None else _lease_next()


def _deliver(mail_id: int) -> bool:
    row = db.session.get(OutboxMail, mail_id)
    if row is None:
        return False
    message = flask_mail.Message(row.subject, recipients=[row.recipient], body=row.text, html=row.html)
    try:
        mail.send(message)
    except OSError as error:  # smtplib's errors and refused connections alike
        current_app.logger.warning("mail %d not sent: %s", mail_id, type(error).__name__)
        return False
    db.session.delete(row)
    db.session.commit()
    return True


def _postpone(mail_id: int, attempt: int) -> None:
    delay = timedelta(seconds=min(15 * 2**attempt, 3600))
    db.session.execute(update(OutboxMail).where(OutboxMail.id == mail_id).values(next_attempt_at=now() + delay))
    db.session.commit()


def forget_old() -> None:
    """Delete mails that could not be sent for a week; the caller commits."""
    db.session.execute(delete(OutboxMail).where(OutboxMail.created_at < now() - KEEP_IN_MAILBOX))

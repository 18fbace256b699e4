"""Reading the audit log page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ecgweb.accounts.models import User
from ecgweb.audit import AuditEvent, Event
from ecgweb.extensions import db

PAGE_SIZE = 50


@dataclass(frozen=True)
class Row:
    """One event with the role of the account, if there is one."""

    at: datetime
    event: str
    user_id: int | None
    role: str | None
    subject: str | None


@dataclass(frozen=True)
class Page:
    """Some rows and where the next, older ones begin."""

    rows: Sequence[Row]
    older_before: int | None


def page(event: Event | None, before: int | None) -> Page:
    """The newest events older than the event number `before`; the index finds them however long the log is."""
    query = (
        select(AuditEvent, User.role)
        .outerjoin(User, User.id == AuditEvent.user_id)
        .order_by(AuditEvent.id.desc())
        .limit(PAGE_SIZE + 1)
    )
    if event is not None:
        query = query.where(AuditEvent.event == event.value)
    if before is not None:
        query = query.where(AuditEvent.id < before)
    found = db.session.execute(query).all()
    shown = found[:PAGE_SIZE]
    rows = [Row(row.at, row.event, row.user_id, role.label if role else None, row.subject) for row, role in shown]
    return Page(rows, shown[-1][0].id if len(found) > PAGE_SIZE else None)

"""The audit log as administrators see it."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask_login import current_user

from ecgweb import audit
from ecgweb.admin import audit_log, blueprint
from ecgweb.audit import Event
from ecgweb.extensions import db
from ecgweb.security import access
from ecgweb.security.access import Role


@blueprint.get("/admin/activity")
@access.roles(Role.ADMINISTRATOR)
def activity() -> Any:
    """One page of the audit log, newest first; looking at it is recorded too."""
    event = _event(request.args.get("event"))
    page = audit_log.page(event, request.args.get("before", type=int))
    audit.record(Event.ADMIN_VIEWED, current_user.id, "activity")
    db.session.commit()
    return render_template("admin/activity.html", page=page, event=event, events=list(Event))


def _event(name: str | None) -> Event | None:
    return Event(name) if name in {event.value for event in Event} else None

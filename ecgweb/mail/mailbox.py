"""The development mailbox: the mails a site without a mail server would have sent. Never there in production."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template
from sqlalchemy import select

from ecgweb.extensions import db
from ecgweb.mail.outbox import OutboxMail
from ecgweb.security import access

mailbox_blueprint = Blueprint("mailbox", __name__, url_prefix="/dev/mailbox")


@mailbox_blueprint.get("/")
@access.public
def mails() -> Any:
    """All mails, newest first."""
    rows = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id.desc()).limit(50)).all()
    return render_template("mail/mailbox.html", mails=rows)


@mailbox_blueprint.get("/<row_id:mail_id>")
@access.public
def one_mail(mail_id: int) -> Any:
    """One mail as text, its links clickable."""
    return render_template("mail/mailbox_mail.html", mail=db.session.get(OutboxMail, mail_id) or abort(404))

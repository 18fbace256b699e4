"""What is over is deleted while the site runs, as the privacy page promises."""

from __future__ import annotations

from flask import Flask

from ecgweb import background
from ecgweb.accounts import cleaning
from ecgweb.api import tokens
from ecgweb.extensions import db
from ecgweb.mail import outbox
from ecgweb.security import limits

EVERY_S = 600.0


def start(app: Flask) -> None:
    """Forget at once and then every ten minutes, from a thread of this process."""
    background.repeat(app, "forgetting", EVERY_S, forget)


def forget() -> None:
    """Delete old sessions, links, codes, counters, unsent mails and accounts that were never confirmed."""
    cleaning.forget_expired()
    tokens.forget_expired()
    limits.forget_expired()
    outbox.forget_old()
    db.session.commit()

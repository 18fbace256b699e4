"""What is over is deleted while the site runs, as the privacy page promises."""

from __future__ import annotations

import threading

from flask import Flask, current_app

from ecgweb.accounts import cleaning
from ecgweb.extensions import db
from ecgweb.mail import outbox
from ecgweb.security import limits

EVERY_S = 600.0


def start(app: Flask) -> None:
    """Forget at once and then every ten minutes, from a thread of this process."""
    threading.Thread(target=_work, args=(app,), name="forgetting", daemon=True).start()


def forget() -> None:
    """Delete old sessions, links, codes, counters, unsent mails and accounts that were never confirmed."""
    cleaning.forget_expired()
    limits.forget_expired()
    outbox.forget_old()
    db.session.commit()


def _work(app: Flask) -> None:
    pause = threading.Event()
    while True:
        with app.app_context():
            try:
                forget()
            except Exception as error:  # a database that is away comes back; the next round tries again
                current_app.logger.error("forgetting: %s", type(error).__name__)
                db.session.rollback()
        pause.wait(EVERY_S)

"""What a killed process leaves behind: analyses that nobody works on, and files that no row knows."""

from __future__ import annotations

import time
from datetime import timedelta

from flask import Flask, current_app
from sqlalchemy import select, update

from ecgweb import background
from ecgweb.analyses.models import Analysis, State, or_done_before
from ecgweb.extensions import db, now

EVERY_S = 60.0
KEY_COLUMNS = (Analysis.image_key, Analysis.thumbnail_key, Analysis.trace_key, Analysis.signal_key)
# A step of an analysis takes well under a second and a full queue some ten: silence this long means nobody is there.
SILENT_FOR = timedelta(seconds=60)
# Files are written just before their row; older ones without a row lost it.
STRAY_AFTER_S = 60.0


def start(app: Flask) -> None:
    """Tidy up at once and then every minute, from a thread of this process."""
    background.repeat(app, "upkeep of analyses", EVERY_S, tidy)


def tidy() -> None:
    """Mark analyses whose process has died and delete stray files."""
    mark_interrupted()
    sweep()


def mark_interrupted() -> int:
    """Mark the analyses that have been silent for too long and return how many there were.

    Where a picture was read again, the result from before stands.
    """
    silent = (Analysis.state == State.RUNNING) & (Analysis.touched_at < now() - SILENT_FOR)
    marked = update(Analysis).where(silent).values(state=or_done_before(State.INTERRUPTED)).returning(Analysis.id)
    count = len(db.session.execute(marked).all())
    db.session.commit()
    return count


def sweep() -> int:
    """Delete files that no analysis knows and return how many there were."""
    moment_s = time.time()  # before the rows are read: what is written later is too young to be swept
    rows = db.session.execute(select(*KEY_COLUMNS))
    known = {key for row in rows for key in row if key}
    db.session.rollback()
    return int(current_app.extensions["storage"].sweep(known, STRAY_AFTER_S, moment_s))

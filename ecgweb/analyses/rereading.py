"""Analysing a picture that was kept once more: after a fault of ours, or with what its owner set by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import update

from ecgweb import audit
from ecgweb.analyses import jobs
from ecgweb.analyses.models import Analysis, State
from ecgweb.analyses.run import Task
from ecgweb.ecg.page.help import ReadingHelp
from ecgweb.extensions import db, now
from ecgweb.security import limits

READINGS = limits.Limit("readings", 120, timedelta(hours=1))
NOT_COMPLETED = "The last reading was not completed. The result is the one from before; please try again."


def again(analysis: Analysis) -> None:
    """Analyse a picture once more, after an interruption or a fault of ours.

    Raises
    ------
    ServiceUnavailable
        With `retry_after`, if too many pictures wait.
    """
    if analysis.state in (State.INTERRUPTED, State.FAILED):
        _queue(analysis, {})


def read_with(analysis: Analysis, help: ReadingHelp) -> None:
    """Read a page once more with what its owner set; what was set is kept, and the result until there is another.

    Raises
    ------
    BadHelp
        If the help does not fit the picture.
    TooManyRequests, ServiceUnavailable
        With `retry_after`, if this person has reached a limit or too many pictures wait.
    """
    help.check_within(analysis.width_px, analysis.height_px)
    limits.count(READINGS, analysis.user_id)
    # Should the process die, the message is there already.
    _queue(analysis, {"help": {"set": help.to_json(), "message": NOT_COMPLETED}})


def read_as(analysis: Analysis, kind: str) -> None:
    """Read a picture once more as what its owner says it is, without any help set before; that is kept.

    Raises
    ------
    TooManyRequests, ServiceUnavailable
        With `retry_after`, if this person has reached a limit or too many pictures wait.
    """
    limits.count(READINGS, analysis.user_id)
    _queue(analysis, {"help": {"set": {}, "kind": kind, "message": NOT_COMPLETED}})


def _queue(analysis: Analysis, values: dict[str, Any]) -> None:
    """Queue the picture, unless that was done meanwhile."""
    data = current_app.extensions["storage"].get(analysis.image_key)
    queue = jobs.here()
    queue.reserve()
    try:
        idle = (Analysis.id == analysis.id) & (Analysis.state != State.RUNNING)
        begun = update(Analysis).where(idle).values(state=State.RUNNING, stage="received", touched_at=now(), **values)
        taken = db.session.execute(begun.returning(Analysis.id)).scalar() is not None
        if taken and values:
            audit.record(audit.Event.READ_AGAIN, analysis.user_id)
        db.session.commit()
    except BaseException:
        queue.release()
        raise
    if not taken:
        queue.release()
        return
    queue.submit(Task(analysis.id, data, "page.jpg"))

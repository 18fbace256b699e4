"""Taking signals in: from the upload to a file of millivolts, a small picture of it, and a row."""

from __future__ import annotations

from typing import BinaryIO

from flask import current_app
from sqlalchemy import select
from werkzeug.exceptions import TooManyRequests

from ecgweb import audit
from ecgweb.analyses import jobs, picture_files, service, signal_file
from ecgweb.analyses.models import Analysis
from ecgweb.analyses.run import Task
from ecgweb.analyses.signal_drawings import picture
from ecgweb.ecg.readers.signal import SignalOptions, open_signal
from ecgweb.extensions import db
from ecgweb.storage import Storage

BYTES_PER_USER = 2 * 1024**3
FULL = "Your signals fill the 2 GB that an account can hold. Delete some of them and upload again."


def submit(user_id: int, file: BinaryIO, filename: str, options: SignalOptions) -> Analysis:
    """Check a signal, keep it and queue its analysis.

    Raises
    ------
    Refused
        If it is no signal that can be read; nothing is kept then.
    TooManyRequests, ServiceUnavailable
        With `retry_after`, if this person has reached a limit or too many uploads wait.
    """
    service.check_quota(user_id)
    _check_space(user_id)
    queue = jobs.here()
    queue.reserve()
    try:
        analysis = _keep(user_id, file, filename, options)
    except BaseException:
        queue.release()
        raise
    queue.submit(Task(analysis.id, b"", signal_file.NAME))
    return analysis


def _keep(user_id: int, file: BinaryIO, filename: str, options: SignalOptions) -> Analysis:
    """Files first, then the row: a process killed in between leaves files that the upkeep sweeps, never a bare row."""
    storage = _storage()
    with storage.writing("f32") as (key, target):
        signal = open_signal(file, filename, options, target)
    analysis = Analysis(
        user_id=user_id,
        signal_key=key,
        signal_about=signal_file.about(signal),
        **picture_files.put(storage, picture(signal)),
    )
    db.session.add(analysis)
    audit.record(audit.Event.UPLOADED, user_id)
    db.session.commit()
    return analysis


def _check_space(user_id: int) -> None:
    keys = db.session.scalars(
        select(Analysis.signal_key).where(Analysis.user_id == user_id, Analysis.signal_key.is_not(None))
    )
    if sum(_storage().size(key) for key in keys if key) >= BYTES_PER_USER:
        full = TooManyRequests(retry_after=service.HOUR.seconds)
        full.user_message = FULL  # type: ignore[attr-defined]
        raise full


def _storage() -> Storage:
    storage: Storage = current_app.extensions["storage"]
    return storage

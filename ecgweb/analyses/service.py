"""Taking pictures in, and finding, listing and deleting a person's analyses."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import func, select
from werkzeug.exceptions import TooManyRequests

from ecgweb import audit
from ecgweb.analyses import jobs, picture_files, trace_file
from ecgweb.analyses.models import Analysis
from ecgweb.analyses.run import Task
from ecgweb.ecg.page.help import ReadingHelp
from ecgweb.ecg.readers.formats import FORMATS
from ecgweb.ecg.readers.image import UploadedImage, open_image
from ecgweb.extensions import db
from ecgweb.security import limits
from ecgweb.storage import Storage

PAGE_LENGTH = 12
HOUR = timedelta(hours=1)
# A 40-megapixel picture takes some 200 MB while it is decoded; two at a time keep memory within bounds.
_decoders = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Page:
    """One page of a person's analyses, the latest first."""

    analyses: list[Analysis]
    number: int
    last: int
    total: int


@dataclass(frozen=True)
class Wish:
    """What a person asks for with an upload.

    Parameters
    ----------
    page : int, optional
        The page of the file to read; the first that reads as an ECG if not given.
    cover_text : bool
        Whether the text around the traces is covered on the picture that is kept.
    help : ReadingHelp, optional
        What was set for the reading, in pixels of the upright upload.
    """

    page: int | None = None
    cover_text: bool = True
    help: ReadingHelp | None = None


def submit(user_id: int, data: bytes, filename: str, wish: Wish) -> Analysis:
    """Check a picture, keep it and queue its analysis.

    Raises
    ------
    Refused
        If it is not a picture that can be read; nothing is kept then.
    BadHelp
        If the help that comes with it does not fit it; nothing is kept then.
    TooManyRequests, ServiceUnavailable
        With `retry_after`, if this person has reached a limit or too many pictures wait.
    """
    check_quota(user_id)
    with _decoders:
        image = open_image(data, filename, wish.page or 1)
    if wish.help:
        wish.help.check_within(image.width, image.height)
    queue = jobs.here()
    queue.reserve()
    try:
        analysis = _keep(user_id, image, wish)
    except BaseException:
        queue.release()
        raise
    # The name goes no further than here: it may hold the name of a patient.
    queue.submit(Task(analysis.id, data, f"page{FORMATS[image.format].extensions[0]}", wish.page))
    return analysis


def wait(analysis: Analysis, seconds: float) -> None:
    """Wait until the analysis is done, at most so long, and read its row anew."""
    jobs.here().wait(analysis.id, seconds)
    db.session.refresh(analysis)


def find(user_id: int, public_id: str) -> Analysis | None:
    """A person's own analysis; None if it is somebody else's or does not exist."""
    if not public_id.isprintable():  # Postgres refuses to compare with a zero byte
        return None
    return db.session.scalar(select(Analysis).where(Analysis.public_id == public_id, Analysis.user_id == user_id))


def page(user_id: int, number: int) -> Page:
    """The analyses on page `number`, from 1 on."""
    total = count(user_id)
    last = max(1, -(-total // PAGE_LENGTH))
    number = min(max(1, number), last)
    newest = select(Analysis).where(Analysis.user_id == user_id).order_by(Analysis.id.desc())
    rows = db.session.scalars(newest.offset((number - 1) * PAGE_LENGTH).limit(PAGE_LENGTH))
    return Page(list(rows), number, last, total)


def all_of(user_id: int) -> Iterator[Analysis]:
    """Every analysis of a person, the oldest first."""
    return iter(db.session.scalars(select(Analysis).where(Analysis.user_id == user_id).order_by(Analysis.id)))


def count(user_id: int) -> int:
    """How many analyses a person keeps."""
    return db.session.scalar(select(func.count()).select_from(Analysis).where(Analysis.user_id == user_id)) or 0


def reading(analysis: Analysis) -> trace_file.StoredReading | None:
    """What was read off the page, None if nothing was."""
    return trace_file.unpack(_storage().get(analysis.trace_key)) if analysis.trace_key else None


def delete(analysis: Analysis) -> None:
    """Delete an analysis with its files; the row goes first, so that no row is ever left without a file."""
    keys = analysis.keys
    audit.record(audit.Event.ANALYSIS_DELETED, analysis.user_id)
    db.session.delete(analysis)
    db.session.commit()
    for key in keys:
        _storage().delete(key)


def check_quota(user_id: int) -> None:
    limits.count(limits.Limit("uploads", current_app.config["UPLOADS_PER_HOUR"], HOUR), user_id)
    most = current_app.config["ANALYSES_PER_USER"]
    if count(user_id) >= most:
        full = TooManyRequests(retry_after=int(HOUR.total_seconds()))
        full.user_message = (  # type: ignore[attr-defined]
            f"You keep {most} analyses, the most an account can hold. Delete some of them and upload again."
        )
        raise full


def _keep(user_id: int, image: UploadedImage, wish: Wish) -> Analysis:
    """Files first, then the row: a process killed in between leaves files that the upkeep sweeps, never a bare row."""
    analysis = Analysis(
        user_id=user_id,
        cover_text=wish.cover_text,
        page=image.page,
        pages=image.pages,
        **_help_for(image, wish.help),
        **picture_files.put(_storage(), image.rgb),
    )
    db.session.add(analysis)
    audit.record(audit.Event.UPLOADED, user_id)
    db.session.commit()
    return analysis


def _help_for(image: UploadedImage, help: ReadingHelp | None) -> dict[str, Any]:
    """What the row says of the help, in pixels of the picture that is kept; nothing if there is none."""
    reduced = help and help.scaled(image.rgb.shape[1] / image.width)
    return {"help": {"set": reduced.to_json(), "message": None}} if reduced else {}


def _storage() -> Storage:
    storage: Storage = current_app.extensions["storage"]
    return storage

"""Quotas, a full queue, and what a killed process leaves behind."""

from __future__ import annotations

import os
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, null, select

from ecgweb import audit
from ecgweb.analyses import jobs, upkeep
from ecgweb.analyses.models import Analysis, State
from ecgweb.audit import AuditEvent
from ecgweb.extensions import now
from tests.analyses.conftest import JPEG


def test_too_many_uploads_in_an_hour_are_told_when_to_come_back(app, upload):
    app.config["UPLOADS_PER_HOUR"] = 2
    upload()
    upload()
    page = upload(status=429)
    assert 0 < int(page.response.headers["Retry-After"]) <= 3600
    assert "Please wait" in page.text


def test_a_full_account_is_told_to_delete_something(app, upload):
    app.config["ANALYSES_PER_USER"] = 1
    upload()
    answer = upload(script=True, status=429).response
    assert answer.headers["Retry-After"]
    assert "Delete some of them" in answer.get_json()["error"]["message"]


def test_a_full_queue_says_so_and_keeps_nothing(app, session, upload):
    queue = jobs.of(app)
    places = [queue.reserve() for _ in range(jobs.MOST_AT_ONCE)]
    page = upload(status=503)
    assert page.response.headers["Retry-After"] == "10"
    assert "try again in about 10 seconds" in page.text
    assert session.scalar(select(func.count(Analysis.id))) == 0
    for _ in places:
        queue.release()


def test_places_in_the_queue_come_back_after_each_upload(app, upload):
    for _ in range(jobs.MOST_AT_ONCE + 2):
        upload()


def test_killed_before_its_row_an_upload_leaves_files_that_are_swept(storage, session, upload, monkeypatch):
    class Killed(BaseException):
        """Nothing catches it, as nothing catches SIGKILL."""

    def die(*_args, **_fields):
        raise Killed

    monkeypatch.setattr(audit, "record", die)
    with pytest.raises(Killed):
        upload()
    assert session.scalar(select(func.count(Analysis.id))) == 0
    _age(storage)
    upkeep.tidy()
    assert list(storage.keys()) == []


def test_half_written_files_are_swept_and_those_of_rows_are_kept(storage, session, upload):
    upload()
    partial = storage._root / "ab" / f"ab{'0' * 30}.part"
    partial.parent.mkdir(exist_ok=True)
    partial.write_bytes(b"half")
    _age(storage)
    assert upkeep.sweep() == 1
    assert sorted(storage.keys()) == sorted(session.scalar(select(Analysis)).keys)


def test_young_files_without_a_row_are_left_to_the_upload_that_writes_them(storage, session):
    storage.put(JPEG, "jpg")
    assert upkeep.sweep() == 0
    _age(storage)
    assert upkeep.sweep() == 1


def test_an_analysis_whose_process_died_is_marked_and_says_what_to_do(browse, session, upload):
    upload()
    analysis = session.scalar(select(Analysis))
    analysis.state, analysis.touched_at = State.RUNNING, now() - timedelta(minutes=5)
    analysis.contract = null()
    session.commit()
    upkeep.tidy()
    page = browse.get("analyses.show", public_id=analysis.public_id)
    again = browse.post("analyses.again", public_id=analysis.public_id, status=303)
    assert "interrupted" in page.text
    assert browse.follow(again).heading() == "Normal"


def test_an_analysis_under_way_is_left_alone(session, upload):
    upload()
    analysis = session.scalar(select(Analysis))
    analysis.state = State.RUNNING
    session.commit()
    assert upkeep.mark_interrupted() == 0


def test_the_audit_log_tells_upload_result_and_deletion_without_names(browse, session, upload):
    upload(name="Mrs Smith.jpg")
    browse.post("analyses.delete", public_id=session.scalar(select(Analysis.public_id)), status=303)
    events = session.execute(select(AuditEvent.event, AuditEvent.subject).order_by(AuditEvent.id)).all()
    assert [tuple(event) for event in events][-3:] == [
        ("uploaded", None),
        ("analysed", "normal"),
        ("analysis deleted", None),
    ]


def _age(storage) -> None:
    """Make every stored file ten minutes old."""
    past_s = time.time() - 600
    for path in storage._root.glob("??/*"):
        os.utime(path, (past_s, past_s))

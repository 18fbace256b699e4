"""The answer is shown at once; what speaks for it is added when it is known."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from ecgweb.analyses import jobs
from ecgweb.analyses.models import Analysis, State
from ecgweb.extensions import db
from ecgweb.inference.attribution import Span

REASONS = (Span("normal", "II", 0.48, 0.56, 0.2),)


def with_reasons(result):
    return replace(result, analysis=replace(result.analysis, reasons=REASONS))


@pytest.fixture
def row(app, session):
    """The row of the only analysis once all its work is done."""

    def finished():
        analysis = session.scalar(select(Analysis))
        jobs.of(app).wait(analysis.id, 10)
        session.refresh(analysis)
        return analysis

    return finished


def test_the_answer_comes_before_its_reasons(service, upload, settled, session, row):
    known = threading.Event()

    def explained(result):
        assert known.wait(10)
        return with_reasons(result)

    service.explained = explained
    settled(upload(script=True).response.get_json()["status_url"])
    early = session.scalar(select(Analysis))
    assert early.state == State.DONE
    assert early.contract["reasons"] is None
    known.set()
    assert [span["lead"] for span in row().contract["reasons"]] == ["II"]


def test_an_answer_stands_though_its_reasons_could_not_be_found(service, upload, row):
    def fail(_result):
        raise ArithmeticError("no reasons")

    service.explained = fail
    upload()
    assert row().state == State.DONE
    assert row().contract["accepted"]


def test_reasons_of_an_earlier_reading_are_not_added_to_a_later_one(service, upload, row):
    def explained(result):
        later = {**result.analysis.to_dict(), "file": "read anew"}
        db.session.execute(update(Analysis).values(contract=later))
        db.session.commit()
        return with_reasons(result)

    service.explained = explained
    upload()
    assert row().contract["file"] == "read anew"
    assert row().contract["reasons"] is None

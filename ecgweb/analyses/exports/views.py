"""Views of what can be taken away from a result: CSV, WFDB and the report."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, abort, flash, redirect, request, url_for
from flask_login import current_user

from ecgweb import audit
from ecgweb.analyses import blueprint, service
from ecgweb.analyses.exports.label import NotPrintable, printable_label
from ecgweb.analyses.exports.report import Report, report_pdf
from ecgweb.analyses.models import Analysis
from ecgweb.analyses.outcome import outcome_of
from ecgweb.analyses.result_page import result_page
from ecgweb.analyses.trace_file import StoredReading
from ecgweb.ecg.export.csv_table import csv_table
from ecgweb.ecg.export.wfdb_record import wfdb_zip
from ecgweb.extensions import db
from ecgweb.security import access, limits
from ecgweb.templating import NOTICE

# A report takes about half a second of a core.
REPORTS = limits.Limit("reports", 60, timedelta(hours=1))
ORIGIN = "Read off a picture of a paper ECG by ECG Analyzer."


@blueprint.get("/analyses/<public_id>/ecg.csv")
@access.signed_in
def csv(public_id: str) -> Any:
    analysis, reading = _own_reading(public_id)
    return _file(analysis, csv_table(reading.recording).encode(), "ecg.csv", "text/csv")


@blueprint.get("/analyses/<public_id>/ecg-wfdb.zip")
@access.signed_in
def wfdb(public_id: str) -> Any:
    analysis, reading = _own_reading(public_id)
    record = wfdb_zip(reading.recording, comments=(ORIGIN, NOTICE))
    return _file(analysis, record, "ecg-wfdb.zip", "application/zip")


@blueprint.post("/analyses/<public_id>/report.pdf")
@access.signed_in
def report(public_id: str) -> Any:
    """The report; a POST, so that the name printed on it stands in no address and no log."""
    analysis, reading = _own_reading(public_id)
    outcome = outcome_of(analysis)
    if outcome is None or not analysis.contract or analysis.contract["kind"] != "page":
        abort(404)
    try:
        label = printable_label(request.form.get("label", ""))
    except NotPrintable as problem:
        flash(str(problem), "danger")
        return redirect(url_for("analyses.show", public_id=public_id), 303)
    limits.count(REPORTS, current_user.id)
    page = result_page(analysis, outcome)
    content = report_pdf(Report(outcome, page, reading.recording, analysis.created_at, label))
    return _file(analysis, content, "ecg-report.pdf", "application/pdf")


def _own_reading(public_id: str) -> tuple[Analysis, StoredReading]:
    """This person's analysis with what was read off its page; what does not exist for them is not found."""
    analysis = service.find(current_user.id, public_id)
    reading = service.reading(analysis) if analysis else None
    if analysis is None or reading is None:
        abort(404)
    return analysis, reading


def _file(analysis: Analysis, content: bytes, filename: str, mimetype: str) -> Response:
    audit.record(audit.Event.ANALYSIS_EXPORTED, analysis.user_id, filename)
    db.session.commit()
    response = Response(content, mimetype=mimetype)
    response.headers["Content-Disposition"] = f"attachment; filename={filename}"
    return response

"""Views: each parses the request, calls one service and renders."""

from __future__ import annotations

import json
import re
from typing import Any

from flask import Response, abort, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import HTTPException, ServiceUnavailable, TooManyRequests

from ecgweb.analyses import (
    blueprint,
    kind_views,
    person,
    picture_views,
    rereading,
    service,
    signal_uploads,
    signal_views,
    words,
)
from ecgweb.analyses.models import Analysis
from ecgweb.analyses.outcome import outcome_of
from ecgweb.ecg.refusal import Refused
from ecgweb.errors import error_response, wants_json
from ecgweb.security import access

# Without JavaScript the upload itself waits for the result; longer than this the result page does.
PATIENCE_S = 8.0
REFRESH_S = 2
PAGE_NUMBER = re.compile(r"0*[1-9][0-9]{0,3}", re.ASCII)


@blueprint.get("/upload")
@access.signed_in
def upload() -> Any:
    return _upload_page()


@blueprint.post("/upload")
@access.signed_in
def receive() -> Any:
    chosen = [file for file in request.files.getlist("image") if file.filename]
    try:
        person.person_of(request.form)
    except person.NotAPerson as problem:
        return _refuse(400, str(problem))
    if signal_uploads.are_signals(chosen):
        return _receive_signal(chosen)
    if len(chosen) != 1:
        return _refuse(400, words.ONE_AT_A_TIME if chosen else words.NOTHING_CHOSEN)
    page = request.form.get("page", "").strip()
    if page and not PAGE_NUMBER.fullmatch(page):
        return _refuse(400, words.PAGE_NUMBER)
    wish = service.Wish(int(page) if page else None, "cover_text" in request.form)
    try:
        analysis = service.submit(current_user.id, chosen[0].read(), chosen[0].filename or "", wish)
    except Refused as refused:
        return _refuse(words.HTTP_STATUS.get(refused.reason.code, 422), words.with_advice(refused.reason))
    except (TooManyRequests, ServiceUnavailable) as error:
        return _turn_away(error)
    return _taken(analysis)


def _receive_signal(chosen: list[FileStorage]) -> Any:
    try:
        options = signal_uploads.options_of(request.form)
        analysis = signal_uploads.submit(current_user.id, chosen, options)
    except Refused as refused:
        return _refuse(words.HTTP_STATUS.get(refused.reason.code, 422), words.with_advice(refused.reason))
    except (TooManyRequests, ServiceUnavailable) as error:
        return _turn_away(error)
    return _taken(analysis)


def _taken(analysis: Analysis) -> Any:
    """Where to look, for the upload widget; the result itself for everybody else."""
    person.keep(analysis, person.person_of(request.form))
    if wants_json():
        return jsonify(_addresses(analysis)), 201
    service.wait(analysis, PATIENCE_S)
    return redirect(url_for("analyses.show", public_id=analysis.public_id), 303)


@blueprint.get("/analyses")
@access.signed_in
def index() -> Any:
    page = service.page(current_user.id, request.args.get("page", 1, type=int))
    outcomes = [(analysis, outcome_of(analysis)) for analysis in page.analyses]
    return render_template("analyses/index.html", page=page, outcomes=outcomes)


@blueprint.get("/analyses/<public_id>")
@access.signed_in
def show(public_id: str) -> Any:
    analysis = _own(public_id)
    outcome = outcome_of(analysis)
    if outcome is None:
        waiting = render_template("analyses/running.html", analysis=analysis, stages=words.stages(analysis))
        return waiting, {"Refresh": str(REFRESH_S)}
    if analysis.signal_key:
        return signal_views.page(analysis, outcome)
    if kind_views.has_own_page(analysis):
        return kind_views.page(analysis, outcome)
    return picture_views.page(analysis, outcome)


@blueprint.get("/analyses/<public_id>/status")
@access.signed_in
def status(public_id: str) -> Any:
    analysis = _own(public_id)
    outcome = outcome_of(analysis)
    answer = {
        "state": analysis.state,
        "stage": analysis.stage,
        "outcome": outcome.to_dict() if outcome else None,
        **_addresses(analysis),
    }
    return jsonify(answer)


@blueprint.get("/analyses/<public_id>/image")
@access.signed_in
def image(public_id: str) -> Any:
    return _picture(_own(public_id).image_key)


@blueprint.get("/analyses/<public_id>/thumbnail")
@access.signed_in
def thumbnail(public_id: str) -> Any:
    return _picture(_own(public_id).thumbnail_key)


@blueprint.get("/analyses/<public_id>/analysis.json")
@access.signed_in
def contract(public_id: str) -> Any:
    analysis = _own(public_id)
    if analysis.contract is None:
        abort(404)
    response = Response(json.dumps(analysis.contract, indent=2), mimetype="application/json")
    response.headers["Content-Disposition"] = "attachment; filename=ecg-analysis.json"
    return response


@blueprint.post("/analyses/<public_id>/again")
@access.signed_in
def again(public_id: str) -> Any:
    analysis = _own(public_id)
    rereading.again(analysis)
    service.wait(analysis, PATIENCE_S)
    return redirect(url_for("analyses.show", public_id=public_id), 303)


@blueprint.get("/analyses/<public_id>/delete")
@access.signed_in
def confirm_delete(public_id: str) -> Any:
    analysis = _own(public_id)
    return render_template("analyses/delete.html", analysis=analysis, outcome=outcome_of(analysis))


@blueprint.post("/analyses/<public_id>/delete")
@access.signed_in
def delete(public_id: str) -> Any:
    service.delete(_own(public_id))
    flash("The analysis and its picture are deleted.", "good")
    return redirect(url_for("analyses.index"), 303)


def _own(public_id: str) -> Analysis:
    """The analysis if it is this person's; other people's do not exist for them."""
    analysis = service.find(current_user.id, public_id)
    if analysis is None:
        abort(404)
    return analysis


def _picture(key: str) -> Response:
    try:
        return Response(current_app.extensions["storage"].get(key), mimetype="image/jpeg")
    except FileNotFoundError:
        abort(404)


def _addresses(analysis: Analysis) -> dict[str, str]:
    return {
        "status_url": url_for("analyses.status", public_id=analysis.public_id),
        "result_url": url_for("analyses.show", public_id=analysis.public_id),
    }


def _upload_page(error: str | None = None) -> str:
    return render_template(
        "analyses/upload.html",
        error=error,
        rules=words.upload_rules(),
        allowed=words.ALLOWED,
        accept=f"{words.ACCEPT},{words.ACCEPT_SIGNALS}",
        allowed_signals=words.ALLOWED_SIGNALS,
        stages=words.STAGES,
        person=person.Person(),
    )


def _refuse(status_code: int, message: str, retry_after_s: int | None = None) -> Any:
    """Say why not, as JSON to the upload widget, above the form to everybody else."""
    if wants_json():
        return error_response(status_code, message, retry_after_s)
    headers = {"Retry-After": str(retry_after_s)} if retry_after_s else {}
    return _upload_page(message), status_code, headers


def _turn_away(error: HTTPException) -> Any:
    retry_after_s = getattr(error, "retry_after", None)
    message = getattr(error, "user_message", None) or str(error.description)
    return _refuse(error.code or 503, message, retry_after_s if isinstance(retry_after_s, int) else None)

"""Views of the API: each parses, calls the service that the site's own pages call, and answers JSON."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import numpy as np
from flask import Response, abort, current_app, jsonify, request, url_for
from werkzeug.datastructures import FileStorage

from ecgweb.analyses import person, service, signal_uploads, signals
from ecgweb.analyses.models import Analysis, State
from ecgweb.api import blueprint, problems
from ecgweb.api.openapi import document
from ecgweb.api.requests import BadRequest, SignalRequest, form_person, reading_help, signal_request
from ecgweb.ecg.page.help import ReadingHelp
from ecgweb.ecg.page.help_checks import BadHelp
from ecgweb.ecg.readers.signal import SignalOptions
from ecgweb.ecg.refusal import Refused
from ecgweb.extensions import db
from ecgweb.security import access, limits

PATIENCE_S = 30.0
REQUESTS = limits.Limit("api", 1200, timedelta(hours=1))


@blueprint.post("/analyses")
@access.by_token
def create() -> Any:
    """Analyse a picture or a signal and wait for the result; 202 if it takes longer than half a minute."""
    user = _user()
    try:
        if request.mimetype == "application/json":
            wanted = signal_request(request.get_json(silent=True))
            whose, analysis = wanted.person, _from_json(user.id, wanted)
        elif request.mimetype == "multipart/form-data":
            whose = form_person(request.form)
            analysis = _from_files(user.id)
        else:
            return problems.problem(415, "Not a supported type", "Send multipart/form-data or application/json.")
    except (BadRequest, BadHelp) as error:
        return problems.problem(400, "That did not work", str(error), code="bad_request")
    except Refused as refused:
        return problems.refused(refused.reason)
    person.keep(analysis, whose)
    service.wait(analysis, PATIENCE_S)
    address = url_for("api.show", public_id=analysis.public_id)
    return jsonify(_answer(analysis)), 202 if analysis.state == State.RUNNING else 201, {"Location": address}


@blueprint.get("/analyses")
@access.by_token
def index() -> Any:
    number = request.args.get("page", "1")
    if not number.isascii() or not number.isdecimal() or not 1 <= len(number) <= 6 or int(number) < 1:
        return problems.problem(400, "That did not work", "page is a whole number from 1 on.", code="bad_request")
    page = service.page(_user().id, int(number))
    return jsonify(
        analyses=[_summary(analysis) for analysis in page.analyses],
        page=page.number,
        last_page=page.last,
        total=page.total,
    )


@blueprint.get("/analyses/<public_id>")
@access.by_token
def show(public_id: str) -> Any:
    return jsonify(_answer(_own(public_id)))


@blueprint.delete("/analyses/<public_id>")
@access.by_token
def delete(public_id: str) -> Any:
    service.delete(_own(public_id))
    return Response(status=204)


@blueprint.get("/models")
@access.by_token
def models() -> Any:
    """Which networks answer, and which do not because they are not installed."""
    _user()
    return jsonify(models=current_app.extensions["analysis_service"].models())


@blueprint.get("/openapi.json")
@access.public
def openapi() -> Any:
    return jsonify(document())


def _user() -> Any:
    user = access.token_user()
    limits.count(REQUESTS, user.id)
    return user


def _own(public_id: str) -> Analysis:
    """The analysis if it is this person's; other people's do not exist for them."""
    analysis = service.find(_user().id, public_id)
    if analysis is None:
        abort(404)
    return analysis


def _from_json(user_id: int, wanted: SignalRequest) -> Analysis:
    out = BytesIO()
    np.save(out, wanted.samples, allow_pickle=False)
    return signals.submit(user_id, out, "signal.npy", SignalOptions(wanted.sampling_rate_hz, wanted.units))


def _from_files(user_id: int) -> Analysis:
    files = [file for file in request.files.getlist("file") if file.filename]
    help = reading_help(request.form.get("help"))
    if signal_uploads.are_signals(files):
        if help:
            raise BadRequest("help is for pictures; this is a signal.")
        return signal_uploads.submit(user_id, files, signal_uploads.options_of(request.form))
    if len(files) != 1:
        raise BadRequest("Send one file in the field “file”.")
    return _from_picture(user_id, files[0], help)


def _from_picture(user_id: int, file: FileStorage, help: ReadingHelp | None) -> Analysis:
    page = request.form.get("page", "")
    if page and (not page.isascii() or not page.isdecimal() or not 0 < int(page[:5]) < 10_000):
        raise BadRequest("page is a whole number from 1 on.")
    wish = service.Wish(int(page) if page else None, request.form.get("cover_text", "yes") != "no", help)
    return service.submit(user_id, file.read(), file.filename or "", wish)


def _summary(analysis: Analysis) -> dict[str, Any]:
    contract = analysis.contract or {}
    return {
        "id": analysis.public_id,
        "state": str(analysis.state),
        "created_at": analysis.created_at.isoformat(timespec="seconds"),
        "kind": contract.get("kind"),
        "diagnosis": contract.get("diagnosis"),
        "sex": analysis.sex,
        "age_years": analysis.age_years,
        "url": url_for("api.show", public_id=analysis.public_id),
    }


def _answer(analysis: Analysis) -> dict[str, Any]:
    """The contract of the analysis with what the API adds; without a contract while it runs or if it failed."""
    db.session.refresh(analysis)
    return {**(analysis.contract or {}), **_summary(analysis)}

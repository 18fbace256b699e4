"""Views of pictures that are no twelve-lead page: strips and single beats; and saying what a picture is."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.exceptions import ServiceUnavailable, TooManyRequests

from ecgweb.analyses import blueprint, rereading, service
from ecgweb.analyses.beat_picture_page import beat_picture_page
from ecgweb.analyses.beats_page import rhythm_windows
from ecgweb.analyses.models import Analysis
from ecgweb.analyses.outcome import Outcome
from ecgweb.analyses.result_page import result_page
from ecgweb.analyses.signal_page import rhythm_condition, rhythm_shares
from ecgweb.inference.pictures import BEAT, KINDS, STRIP
from ecgweb.security import access

PATIENCE_S = 8.0
NOT_A_KIND = "Say whether the picture is a page, a strip or one beat."


def has_own_page(analysis: Analysis) -> bool:
    """Whether the result is that of a strip or a beat."""
    contract = analysis.contract or {}
    return bool(contract.get("accepted")) and contract.get("kind") in (STRIP, BEAT)


def page(analysis: Analysis, outcome: Outcome) -> str:
    """The result page of a strip or a beat."""
    contract = analysis.contract or {}
    shown = {"analysis": analysis, "outcome": outcome, "page": result_page(analysis, outcome)}
    if contract["kind"] == BEAT:
        beat = beat_picture_page(contract) if contract["beat"] else None
        return render_template("analyses/beat.html", beat=beat, **shown)
    reading = service.reading(analysis)
    return render_template(
        "analyses/strip.html",
        seconds=reading.recording.duration_s if reading else 0.0,
        rhythm_shares=rhythm_shares(rhythm_windows(contract)),
        condition=rhythm_condition(contract),
        **shown,
    )


@blueprint.post("/analyses/<public_id>/kind")
@access.signed_in
def say_kind(public_id: str) -> Any:
    """Read the picture again as what its owner says it is."""
    analysis = service.find(current_user.id, public_id)
    if analysis is None or analysis.signal_key:
        abort(404)
    there = redirect(url_for("analyses.show", public_id=public_id), 303)
    kind = request.form.get("kind", "")
    if kind not in KINDS:
        flash(NOT_A_KIND, "danger")
        return there
    try:
        rereading.read_as(analysis, kind)
    except (TooManyRequests, ServiceUnavailable) as error:
        flash(str(getattr(error, "user_message", None) or error.description), "danger")
        return there
    service.wait(analysis, PATIENCE_S)
    message = (analysis.help or {}).get("message")
    if message:
        flash(message, "caution")
    return there

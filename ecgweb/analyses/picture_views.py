"""Views of a picture's result: its page, and reading it again with what its owner set."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.exceptions import HTTPException, ServiceUnavailable, TooManyRequests

from ecgweb.analyses import blueprint, rereading, service, words
from ecgweb.analyses.help_form import Form, can_be_helped, help_form, help_of
from ecgweb.analyses.models import Analysis
from ecgweb.analyses.outcome import Outcome, outcome_of
from ecgweb.analyses.result_page import result_page
from ecgweb.ecg.page.help_checks import BadHelp
from ecgweb.security import access

PATIENCE_S = 8.0


def page(analysis: Analysis, outcome: Outcome, sent: Form | None = None, error: str | None = None) -> str:
    """The result page of a picture; `sent` and `error` if help was sent that could not be taken."""
    help = help_form(analysis.help, analysis.contract, sent, error) if can_be_helped(analysis) else None
    return render_template(
        "analyses/show.html",
        analysis=analysis,
        outcome=outcome,
        page=result_page(analysis, outcome, request.args.get("why")),
        help=help,
        do_not_wait=words.DO_NOT_WAIT,
    )


@blueprint.get("/analyses/<public_id>/help")
@access.signed_in
def help_form_of(public_id: str) -> Any:
    """Where a form that was turned down leads when it is opened again."""
    if service.find(current_user.id, public_id) is None:
        abort(404)
    return redirect(url_for("analyses.show", public_id=public_id, _anchor="help"), 303)


@blueprint.post("/analyses/<public_id>/help")
@access.signed_in
def help_reading(public_id: str) -> Any:
    """Read the picture again with the help that was sent; a form without any has it read as at first."""
    analysis = service.find(current_user.id, public_id)
    if analysis is None or not can_be_helped(analysis):
        abort(404)
    try:
        rereading.read_with(analysis, help_of(request.form))
    except BadHelp as bad:
        return _turned_down(analysis, str(bad), 400)
    except (TooManyRequests, ServiceUnavailable) as error:
        return _turned_down(analysis, _words_of(error), error.code or 503, error)
    service.wait(analysis, PATIENCE_S)
    _say_what_came_of_it(analysis)
    return redirect(url_for("analyses.show", public_id=public_id, _anchor="top"), 303)  # not at the form it came from


def _turned_down(analysis: Analysis, message: str, status: int, error: HTTPException | None = None) -> Any:
    outcome = outcome_of(analysis)
    if outcome is None:  # being read in another window
        return redirect(url_for("analyses.show", public_id=analysis.public_id), 303)
    retry_after_s = getattr(error, "retry_after", None)
    headers = {"Retry-After": str(retry_after_s)} if retry_after_s else {}
    return page(analysis, outcome, request.form, message), status, headers


def _words_of(error: HTTPException) -> str:
    return getattr(error, "user_message", None) or str(error.description)


def _say_what_came_of_it(analysis: Analysis) -> None:
    help = analysis.help or {}
    how = "with what you set" if help.get("set") else "without help"
    if outcome_of(analysis) is None:
        return
    if help.get("message"):
        flash(help["message"], "caution")
    elif analysis.contract and analysis.contract["accepted"]:
        flash(f"The page was read again {how}.", "good")
    else:
        flash(f"The page could not be read {how} either.", "caution")

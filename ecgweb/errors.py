"""Every error has a page in plain English, or JSON where JSON was asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from werkzeug.exceptions import HTTPException

from ecgweb import faults
from ecgweb.ecg.readers.formats import NAMES
from ecgweb.extensions import db

WORDS = {
    400: ("That did not work", "The request was not complete. Go back, reload the page and try again."),
    401: ("Please log in", "Log in to see this page."),
    403: ("Not for this account", "Your account does not give access to this page."),
    404: ("Page Not Found", "There is no page at this address. It may have been deleted, or the address is mistyped."),
    405: ("That did not work", "This address cannot be used that way. Go back and try again."),
    413: (
        "The file is too large",
        "A picture may have at most 20 MB and a signal 200 MB. Make it smaller and try again.",
    ),
    415: ("Not a supported type", f"Upload one picture: {NAMES}."),
    429: ("Too many tries", "Please wait a little before you try again."),
    500: ("Something went wrong on our side", "The error has been recorded. Please try again in a moment."),
    503: ("Back in a moment", "The site is busy or being updated. This page tries again by itself."),
}
UNEXPECTED = 500
UNAVAILABLE = 503
RETRY_AFTER_S = 10


def register(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(NoFreeConnection, _database_away)
    app.register_error_handler(Exception, _unexpected)
    app.jinja_env.globals["retry_after_s"] = RETRY_AFTER_S


_answers: dict[str, Callable[..., Any]] = {}


def answer_with(path: str, answer: Callable[..., Any]) -> None:
    """Let `answer(status, title, message, retry_after_s)` tell the errors of all addresses that begin with `path`."""
    _answers[path] = answer


def wants_json() -> bool:
    """True where the caller asked for JSON rather than a page."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json" or request.path.startswith("/api/")


def error_response(status: int, message: str | None = None, retry_after_s: int | None = None) -> Any:
    """The page or the JSON of an error, with its status and headers."""
    title, words = WORDS.get(status, WORDS[UNEXPECTED if status >= UNEXPECTED else 400])
    headers = {"Retry-After": str(retry_after_s)} if retry_after_s else {}
    message = message or words
    for path, answer in _answers.items():
        if request.path.startswith(path):
            return answer(status, title, message, retry_after_s)
    if wants_json():
        return jsonify(error={"status": status, "title": title, "message": message}), status, headers
    page = render_template(
        "errors/error.html", status=status, title=title, message=message, retry_after_s=retry_after_s
    )
    return page, status, headers


def _http_error(error: HTTPException) -> Any:
    if error.code is None or error.response is not None:
        return error
    message = getattr(error, "user_message", None)
    retry_after_s = getattr(error, "retry_after", None)
    if error.code == UNAVAILABLE and retry_after_s is None:
        retry_after_s = RETRY_AFTER_S
    return error_response(error.code, message, retry_after_s if isinstance(retry_after_s, int) else None)


def _csrf_error(_error: CSRFError) -> Any:
    return error_response(400, "This form was open for too long or came from elsewhere. Go back, reload and try again.")


def _database_away(error: SQLAlchemyError) -> Any:
    db.session.rollback()
    current_app.logger.error("database away: %s", type(getattr(error, "orig", error)).__name__)
    return error_response(UNAVAILABLE, None, RETRY_AFTER_S)


def _unexpected(error: Exception) -> Any:
    faults.log(current_app.logger, "unexpected error", error)
    db.session.rollback()
    return error_response(UNEXPECTED)

"""Errors of the API as problem details (RFC 9457)."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, url_for

from ecgweb import errors
from ecgweb.ecg.refusal import Reason

MEDIA_TYPE = "application/problem+json"
STATUS = {"unsupported": 415, "too_large": 413}
REFUSED = 422
HOW_TO_ASK = "Send a token in the header “Authorization: Bearer …”; people make theirs on their account page."


def problem(
    status: int, title: str, detail: str, retry_after_s: int | None = None, code: str | None = None
) -> Response:
    """One problem: `type` leads to its explanation, `code` is for programs."""
    if status == 401:
        title, detail = "No token that works", HOW_TO_ASK
    fields: dict[str, Any] = {
        "type": url_for("developers.documentation", _anchor=f"problem-{code}") if code else "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
    }
    if code:
        fields["code"] = code
    response = Response(json.dumps(fields, ensure_ascii=False), status, mimetype=MEDIA_TYPE)
    if retry_after_s:
        response.headers["Retry-After"] = str(retry_after_s)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def refused(reason: Reason) -> Response:
    """An upload that was not taken, with its reason's own words."""
    status = STATUS.get(reason.code, REFUSED)
    return problem(status, "The upload was not taken", f"{reason.message} {reason.advice}", code=reason.code)


def register() -> None:
    errors.answer_with("/api/", problem)

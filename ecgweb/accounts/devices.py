"""Browsers that an account has logged in from before, known by a signed cookie.

Their tries are counted apart from those of strangers (OWASP calls this device cookies), so that guessing
from elsewhere cannot lock the owner out.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

REMEMBERED_FOR = timedelta(days=90)


def remember(response: Response, user_id: int) -> None:
    """Let this browser count as one of the account's own from now on."""
    if known_device(user_id) is None:
        response.set_cookie(
            _cookie_name(),
            _serializer().dumps([user_id, secrets.token_hex(8)]),
            max_age=REMEMBERED_FOR,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
            path="/",
        )


def known_device(user_id: int | None) -> str | None:
    """The name of this browser if the account has logged in from it, else None."""
    cookie = request.cookies.get(_cookie_name())
    if cookie is None or user_id is None:
        return None
    try:
        owner_id, device = _serializer().loads(cookie, max_age=int(REMEMBERED_FOR.total_seconds()))
    except (BadSignature, ValueError, TypeError):
        return None
    return f"{owner_id}:{device}" if owner_id == user_id else None


def _cookie_name() -> str:
    return "__Host-device" if current_app.config["SESSION_COOKIE_SECURE"] else "device"


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="known device")

"""What every answer tells the browser, errors included."""

from __future__ import annotations

import secrets

from flask import Flask, Response, current_app, g, request, session

from ecgweb.templating import is_current_asset

PERMISSIONS = ", ".join(
    f"{feature}=()" for feature in ("geolocation", "microphone", "payment", "usb", "display-capture")
)


def csp_nonce() -> str:
    """The nonce of this request's inline scripts."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def register(app: Flask) -> None:
    app.after_request(_add_headers)
    app.jinja_env.globals["csp_nonce"] = csp_nonce


def _content_security_policy() -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'nonce-{csp_nonce()}'",
            "style-src 'self'",
            "img-src 'self' blob: data:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def _add_headers(response: Response) -> Response:
    headers = response.headers
    headers["Content-Security-Policy"] = _content_security_policy()
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "same-origin"
    headers["Permissions-Policy"] = PERMISSIONS
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if current_app.config["ENVIRONMENT"] == "production":
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    if request.endpoint == "static":
        if response.status_code == 200 and is_current_asset():
            headers["Cache-Control"] = "public, max-age=31536000, immutable"
    else:
        signed_in = "_user_id" in session  # asks no database, which may be why there is an error page
        headers.setdefault("Cache-Control", "no-store" if signed_in else "no-cache")
    return response

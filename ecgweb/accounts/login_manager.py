"""How Flask-Login finds out who asks, and where visitors are sent."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for

from ecgweb.accounts import blueprint, sessions
from ecgweb.errors import wants_json
from ecgweb.extensions import login_manager

login_manager.login_view = "accounts.log_in"
login_manager.session_protection = None  # sessions are checked in the database; an address may change
login_manager.user_loader(sessions.load_user)
blueprint.before_app_request(sessions.touch)


@login_manager.unauthorized_handler
def ask_to_log_in() -> Any:
    """Send visitors to the log-in page, and back afterwards if they only wanted to read something."""
    if wants_json():
        abort(401)
    flash("Please log in to see this page.", "info")
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.log_in", next=target))

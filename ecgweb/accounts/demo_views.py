"""One button that makes the demo accounts. Its address exists in development only."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, session, url_for
from flask.blueprints import BlueprintSetupState

from ecgweb.accounts import blueprint
from ecgweb.accounts.demo import DEMO_EMAILS, make_demo_accounts
from ecgweb.accounts.registration_views import EMAIL_IN_SESSION
from ecgweb.security import access
from ecgweb.security.access import Role


@access.public
def demo_accounts() -> Any:
    """Make the demo accounts and show their password."""
    password = make_demo_accounts()
    addresses = ", ".join(DEMO_EMAILS.values())
    session[EMAIL_IN_SESSION] = DEMO_EMAILS[Role.STUDENT]
    flash(f"Demo accounts: {addresses}. Their password is {password}", "good")
    return redirect(url_for("accounts.log_in"))


@blueprint.record
def add_in_development(state: BlueprintSetupState) -> None:
    if state.app.config["ENVIRONMENT"] == "development":
        state.add_url_rule("/dev/demo-accounts", "demo_accounts", demo_accounts, methods=["POST"])
